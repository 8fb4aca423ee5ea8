//! Who answered, and who did not and why.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// What became of a question at one country.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Figures came.
    Answered,
    /// The country's rules say no, for a public reason.
    Declined,
    /// The node could not be reached.
    Unreachable,
    /// The node did not answer within the deadline.
    TimedOut,
    /// The country has published no such release.
    NotPublished,
    /// The node's reply does not follow the contract.
    Incompatible,
}
