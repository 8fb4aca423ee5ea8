//! What was done to a record.

use super::content::Content;
use crate::clock::Seconds;
use crate::record_key::Pseudonym;
use schema::programme::state::Step;
use schema::programme::why::Why;
use std::sync::Arc;

/// One thing that was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number among all of the node's programmes.
    pub number: i64,
    /// When.
    pub at: Seconds,
    /// What.
    pub did: Did,
    /// Who a candidate is, where one is written for the first time.
    pub person: Option<Pseudonym>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It was written for the first time.
    Recorded(Arc<Content>),
    /// What it says was written anew.
    Changed(Arc<Content>),
    /// It was moved from one state to another.
    Moved(Step, Option<Why>),
    /// What was done last was undone.
    Undone,
}

impl Did {
    /// Its step.
    pub const fn step(&self) -> Step {
        match self {
            Self::Recorded(_) => Step::Record,
            Self::Changed(_) => Step::Change,
            Self::Moved(step, _) => *step,
            Self::Undone => Step::Undo,
        }
    }
}
