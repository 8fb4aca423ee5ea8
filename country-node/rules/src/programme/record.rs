//! A record from its events.

use super::content::Content;
use super::event::{Did, Event};
use super::fault::Fault;
use super::moves::{first, moved};
use crate::clock::Seconds;
use crate::record_key::Pseudonym;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use std::sync::Arc;

/// How many things that were done can be undone, one after another.
const MOST_UNDONE: usize = 20;

/// What a record is at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// Why it is in it, where that was said.
    pub why: Option<Why>,
    /// What it says.
    pub content: Arc<Content>,
}

/// A record as it is after some of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id within the programme.
    pub id: String,
    /// What it is now.
    pub now: Standing,
    /// What it was before each thing that can be undone, and what that was.
    before: Vec<(Step, Standing)>,
    /// How many events it has: who writes it anew says after which.
    pub version: i32,
    /// When something was done to it last.
    pub changed_at: Seconds,
    /// Who a candidate is.
    pub person: Option<Pseudonym>,
}

impl Record {
    /// A record that is written for the first time.
    pub fn recorded(id: &str, content: &Arc<Content>, event: &Event) -> Self {
        let now = Standing { state: first(content.kind()), why: None, content: Arc::clone(content) };
        let (id, person) = (id.to_owned(), event.person);
        Self { id, now, before: Vec::new(), version: 1, changed_at: event.at, person }
    }

    /// What it would be after something is done to it.
    pub fn next(&self, did: &Did) -> Result<Standing, Fault> {
        let now = &self.now;
        let kind = now.content.kind();
        match did {
            Did::Recorded(_) => Err(Fault::There),
            Did::Changed(content) if content.leans_on() != now.content.leans_on() => Err(Fault::Moved),
            Did::Changed(content) => {
                let state = moved(kind, now.state, Step::Change)?;
                Ok(Standing { state, why: now.why, content: Arc::clone(content) })
            }
            Did::Moved(step, why) if step.needs_why() != why.is_some() => Err(Fault::Why(*step)),
            Did::Moved(step, why) => {
                let state = moved(kind, now.state, *step)?;
                Ok(Standing { state, why: *why, content: Arc::clone(&now.content) })
            }
            Did::Undone => match self.before.last() {
                None => Err(Fault::NothingToUndo),
                // Who was written to knows it.
                Some((Step::Contact, _)) => Err(Fault::Told),
                Some((_, before)) => Ok(before.clone()),
            },
        }
    }

    /// The record after another event. It is not judged again: what was written once stands, whatever the rules of today are.
    #[must_use]
    pub fn after(&self, event: &Event) -> Self {
        let mut after = self.clone();
        after.version += 1;
        after.changed_at = event.at;
        let Ok(next) = self.next(&event.did) else { return after };
        if event.did == Did::Undone {
            after.before.pop();
        } else {
            after.before.push((event.did.step(), self.now.clone()));
            if after.before.len() > MOST_UNDONE {
                after.before.remove(0);
            }
        }
        after.now = next;
        after
    }
}
