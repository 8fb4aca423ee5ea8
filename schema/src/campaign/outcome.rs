//! What an officer says came of a letter.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// What an officer says came of a letter, who called the person, wrote to the person, or heard from the person.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "LetterOutcome")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// The person was reached.
    Reached,
    /// The person was reached, and answered.
    Answered,
    /// It was tried, and the person was not reached.
    NotReached,
    /// The person answered: to be written to no more.
    NoMore,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Reached, Self::Answered, Self::NotReached, Self::NoMore];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "REACHED",
            Self::Answered => "ANSWERED",
            Self::NotReached => "NOT_REACHED",
            Self::NoMore => "NO_MORE",
        }
    }
}
