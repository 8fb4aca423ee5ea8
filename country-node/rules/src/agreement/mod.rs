//! Agreements: what another member may ask of this country. Deny by default; pure.
//!
//! - [`terms`]: what one allows, checked.
//! - [`party`]: who may act on one, and for which side.
//! - [`history`]: what has happened to one, what it is now, and what may happen next.
//! - [`standing`]: whether one allows a question, or what of the question none does.

pub mod history;
pub mod party;
pub mod standing;
pub mod terms;

pub use history::{Agreement, ChangeFault, Event};
pub use party::Party;
pub use terms::{Terms, TermsFault};

#[cfg(test)]
mod tests;
