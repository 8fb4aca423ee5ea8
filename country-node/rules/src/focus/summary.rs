//! An approved summary of a conversation: prose without a quote. A quote is somebody's own words, by which others who were there
//! know who said it.

use super::quote::{self, Quote};

/// The longest summary, in characters: longer ones tell the course of a conversation.
pub const LONGEST: usize = 1000;

/// Why a summary is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSummary {
    /// It says nothing.
    #[error("is empty: say in a sentence what the group talked about")]
    Empty,
    /// It is too long.
    #[error("is over {LONGEST} characters: sum it up")]
    TooLong,
    /// It quotes somebody.
    #[error(transparent)]
    Quote(#[from] Quote),
    /// It has characters that are no text.
    #[error("has control characters")]
    Control,
}

/// Whether a text may be kept as a summary.
pub fn check(text: &str) -> Result<(), NoSummary> {
    if text.trim().is_empty() {
        Err(NoSummary::Empty)
    } else if text.chars().count() > LONGEST {
        Err(NoSummary::TooLong)
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Err(NoSummary::Control)
    } else {
        quote::find(text).map_or(Ok(()), |quote| Err(quote.into()))
    }
}
