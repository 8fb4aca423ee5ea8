//! What was done to a record.

use super::content::Content;
use crate::clock::Seconds;
use schema::directory::state::{EntryStep, Verdict};
use schema::member::MemberCode;
use std::sync::Arc;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct By {
    /// For which member.
    pub member: MemberCode,
    /// Which officer, by a pseudonym that the country keeps; or the node's operator, who named nobody.
    pub officer: String,
}

/// One thing that was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number among all events of the directory.
    pub number: i64,
    /// When.
    pub at: Seconds,
    /// By whom.
    pub by: By,
    /// Why, where it was said.
    pub reason: String,
    /// What.
    pub did: Did,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It was written for the first time.
    Recorded(Arc<Content>),
    /// It was written anew.
    Changed(Arc<Content>),
    /// It was moved from one state to another.
    Moved(EntryStep),
    /// A reviewer said what he thinks of it.
    Reviewed(Verdict),
    /// What was done last was undone.
    Undone,
}

impl Did {
    /// Its step.
    pub const fn step(&self) -> EntryStep {
        match self {
            Self::Recorded(_) => EntryStep::Record,
            Self::Changed(_) => EntryStep::Change,
            Self::Moved(step) => *step,
            Self::Reviewed(_) => EntryStep::Review,
            Self::Undone => EntryStep::Undo,
        }
    }
}
