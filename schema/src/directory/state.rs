//! Where a record stands, what happens to it, and what reviewers say of it.

use crate::member::MemberCode;
use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// Where a record stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntryState {
    /// It is being written: its own country's officers see it.
    Draft,
    /// It is shown to those who review it, and to nobody else abroad.
    InReview,
    /// It is shown to whom its visibility says.
    Published,
    /// It is shown to nobody abroad any more.
    Withdrawn,
}

impl EntryState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Published, Self::Withdrawn];

    /// The name on the wire and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::InReview => "IN_REVIEW",
            Self::Published => "PUBLISHED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }
}

/// What is done to a record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntryStep {
    /// It is written for the first time.
    Record,
    /// Its content, its visibility or the time that it holds for is changed.
    Change,
    /// It is given to its reviewers.
    Submit,
    /// It is taken back from its reviewers.
    Return,
    /// It is shown to whom its visibility says.
    Publish,
    /// It is shown to nobody abroad any more.
    Withdraw,
    /// A reviewer says what he thinks of it.
    Review,
    /// What was done last is undone.
    Undo,
}

impl EntryStep {
    /// Every step.
    pub const ALL: [Self; 8] = [
        Self::Record,
        Self::Change,
        Self::Submit,
        Self::Return,
        Self::Publish,
        Self::Withdraw,
        Self::Review,
        Self::Undo,
    ];

    /// The name on the wire, in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "RECORD",
            Self::Change => "CHANGE",
            Self::Submit => "SUBMIT",
            Self::Return => "RETURN",
            Self::Publish => "PUBLISH",
            Self::Withdraw => "WITHDRAW",
            Self::Review => "REVIEW",
            Self::Undo => "UNDO",
        }
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }
}

/// What a reviewer thinks of a record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// It can be relied on as it stands.
    Approves,
    /// Something in it should be put right first.
    AsksForChanges,
}

impl Verdict {
    /// The name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approves => "APPROVES",
            Self::AsksForChanges => "ASKS_FOR_CHANGES",
        }
    }
}

/// What a reviewer said of one version of a record.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryReview {
    /// For which member. Which officer it was stays with the country's node.
    pub by: MemberCode,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Of which version.
    pub version: u32,
    /// What the reviewer thinks.
    pub verdict: Verdict,
    /// Why.
    pub comment: String,
}
