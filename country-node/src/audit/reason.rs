//! Why something is not done, and what of that may be said.

/// A fault of which something may be said, or nothing.
pub trait Reason: std::error::Error {
    /// The sentence for the one who asked; nothing where something failed inside.
    fn sayable(&self) -> Option<String>;
}
