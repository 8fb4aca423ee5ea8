//! The last of the named types: an answer, which alone can be spoken.

use super::Decided;
use super::record::Receipt;
use node_rules::clock::{Seconds, text};
use schema::answer::NodeAnswer;
use schema::coverage::Outcome;
use schema::seal::{SealFault, SecretKey};
use schema::statement::{Said, sign};

/// An answer that was recorded, with the node's signature.
pub struct Answer(NodeAnswer);

impl Answer {
    /// What became of a question, with the proof that it was recorded; the node puts its name to it.
    pub fn new(
        decided: Decided,
        _recorded: &Receipt,
        said: Said<'_>,
        key: &SecretKey,
        at: Seconds,
    ) -> Result<Self, SealFault> {
        let answer = match decided {
            Decided::Read { figures, source, .. } => NodeAnswer {
                outcome: Outcome::Answered,
                reason: None,
                figures: figures.into_spoken(),
                source: Some(*source),
                answered_at: text(at),
                signature: String::new(),
            },
            Decided::Refused(refusals) => NodeAnswer::without(refusals.outcome(), refusals.to_string(), text(at)),
        };
        sign(said, answer, key).map(Self)
    }

    /// Speaks.
    pub fn speak(self) -> NodeAnswer {
        self.0
    }
}
