//! An approved summary of a conversation: prose without a quote. A quote is somebody's own words, by which others who were there
//! know who said it.

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
    #[error("has quotation marks: say it in your own words, a quote shows who said it")]
    Quote,
    /// It has characters that are no text.
    #[error("has control characters")]
    Control,
}

/// Quotation marks of any script. The apostrophe is one of them only where it opens a word.
const MARKS: &str =
    "\"\u{201c}\u{201d}\u{201e}\u{201f}\u{201a}\u{ab}\u{bb}\u{2039}\u{203a}\u{300c}\u{300d}\u{300e}\u{300f}\u{ff02}`";
const APOSTROPHES: &str = "'\u{2018}\u{2019}\u{201b}";

/// Whether a text may be kept as a summary.
pub fn check(text: &str) -> Result<(), NoSummary> {
    if text.trim().is_empty() {
        Err(NoSummary::Empty)
    } else if text.chars().count() > LONGEST {
        Err(NoSummary::TooLong)
    } else if text.chars().any(|c| c.is_control() && c != '\n') {
        Err(NoSummary::Control)
    } else if quotes(text) {
        Err(NoSummary::Quote)
    } else {
        Ok(())
    }
}

fn quotes(text: &str) -> bool {
    let before = std::iter::once(' ').chain(text.chars());
    let opens = |(before, c): (char, char)| APOSTROPHES.contains(c) && !before.is_alphanumeric();
    text.chars().any(|c| MARKS.contains(c)) || before.zip(text.chars()).any(opens)
}
