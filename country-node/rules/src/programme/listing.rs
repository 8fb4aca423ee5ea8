//! Which records of a kind are listed, and in which order.

use super::book::Book;
use super::record::Record;
use crate::matching::need::Priority;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::sync::Arc;

/// Which records: those of which all that is said here is so.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// In this state.
    pub state: Option<State>,
    /// Of this phase.
    pub phase: Option<String>,
    /// What comes of this need.
    pub need: Option<String>,
    /// What comes of this candidate.
    pub candidate: Option<String>,
    /// Whether those of a need of higher priority come first; else they are in the order of their ids.
    pub by_priority: bool,
}

/// Where a record stands in a list.
type Place<'a> = (Priority, &'a str);

impl Listing {
    /// The records of a kind, in order.
    pub fn of<'a>(&self, book: &'a Book, kind: Kind) -> Vec<&'a Arc<Record>> {
        let mut records: Vec<_> = book.of(kind).filter(|record| self.has(book, record)).collect();
        records.sort_by_key(|record| self.place(book, record));
        records
    }

    /// Whether a record comes after that of an id, wherever that stands by now.
    pub fn is_after(&self, book: &Book, record: &Record, (kind, id): (Kind, &str)) -> bool {
        let other = book.get(kind, id).map_or_else(|| (Priority::High, id), |other| self.place(book, other));
        self.place(book, record) > other
    }

    fn place<'a>(&self, book: &Book, record: &'a Record) -> Place<'a> {
        let priority = book.need_of(record).filter(|_| self.by_priority).map(|need| need.priority);
        (priority.unwrap_or(Priority::High), &record.id)
    }

    fn has(&self, book: &Book, record: &Record) -> bool {
        let comes_of = |kind, id: &Option<String>| id.as_ref().is_none_or(|id| book.comes_of(record, (kind, id)));
        self.state.is_none_or(|state| state == record.now.state)
            && self.phase.as_ref().is_none_or(|phase| book.phase_of(record) == Some(phase))
            && comes_of(Kind::Need, &self.need)
            && comes_of(Kind::Candidate, &self.candidate)
    }
}
