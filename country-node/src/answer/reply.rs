//! The last of the named types: an answer, which alone can be spoken.

use super::Decided;
use super::record::Receipt;
use schema::answer::NodeAnswer;
use schema::coverage::Outcome;

/// An answer that was recorded.
pub struct Answer(NodeAnswer);

impl Answer {
    /// What became of a question, with the proof that it was recorded.
    pub fn new(decided: Decided, _recorded: &Receipt) -> Self {
        Self(match decided {
            Decided::Read(figures, source) => NodeAnswer {
                outcome: Outcome::Answered,
                reason: None,
                figures: figures.into_spoken(),
                source: Some(*source),
            },
            Decided::Refused(refusal) => NodeAnswer::without(refusal.outcome(), refusal.to_string()),
        })
    }

    /// Speaks.
    pub fn speak(self) -> NodeAnswer {
        self.0
    }
}
