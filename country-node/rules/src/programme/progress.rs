//! How far persons come: who is among those who could be matched, and among those who are, step by step. It shows whether what is decided
//! after matching leaves some out.
//!
//! These are counts of persons without protection, for the officers of the country itself; no report and no release is made of them.

use super::book::Book;
use super::content::Content;
use super::pool::{self, Served, is_latest};
use super::record::Record;
use crate::matching::candidate::Candidate;
use crate::matching::eligible::is_eligible;
use crate::matching::fairness::Composition;
use crate::matching::need::Need;
use crate::record_key::Pseudonym;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// Who is among the persons that came so far. Who has matches in several of these states is in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Who meets every hard condition of a need that was taken up, or is matched with one.
    pub eligible: Composition,
    /// Of whom a match is proposed.
    pub proposed: Composition,
    /// For whose match an officer decided; the person may have been told of it.
    pub accepted: Composition,
    /// Who agreed, and has no placement yet.
    pub agreed: Composition,
    /// Who has a placement: planned, begun or over.
    pub placed: Composition,
}

impl Progress {
    /// Over the needs of one phase or of all. `may` says of whom matching may look at anything; who is matched already is counted as the
    /// programme's own record has it.
    pub fn of(book: &Book, phase: Option<&str>, may: impl Fn(&Pseudonym) -> bool) -> Self {
        let is_of = |need: &&super::need::Need| phase.is_none_or(|phase| phase == need.phase);
        let needs = book.of(Kind::Need).filter(|record| matches!(record.now.state, State::Qualified | State::Closed));
        let needs = needs.filter_map(|record| book.need_of(record)).filter(is_of);
        let needs: Vec<Need> = needs.map(|need| pool::need(need, 0, need.positions)).collect();
        let mut persons: BTreeMap<Pseudonym, Candidate> = BTreeMap::new();
        for record in book.of(Kind::Candidate).filter(|record| record.now.state == State::Selected) {
            let Some(person) = book.person_of(record).filter(|person| may(person)) else { continue };
            if let Some(candidate) = seen(book, record).filter(|_| is_latest(book, &person, record))
                && needs.iter().any(|need| is_eligible(need, &candidate))
            {
                persons.insert(person, candidate);
            }
        }
        let mut steps: BTreeMap<Reached, BTreeSet<Pseudonym>> = BTreeMap::new();
        for record in book.of(Kind::Match).filter(|of| book.need_of(of).is_some_and(|need| is_of(&need))) {
            let Content::Match(of) = record.now.content.as_ref() else { continue };
            let candidate = book.get(Kind::Candidate, &of.candidate);
            if let Some(reached) = reached(book, record)
                && let Some((record, person)) = candidate.and_then(|of| Some((of, book.person_of(of)?)))
                && let Some(candidate) = seen(book, record)
            {
                persons.entry(person).or_insert(candidate);
                steps.entry(reached).or_default().insert(person);
            }
        }
        let of = |step| {
            let ids = steps.get(&step).into_iter().flatten();
            Composition::of(ids.filter_map(|person| persons.get(person)))
        };
        Self {
            eligible: Composition::of(persons.values()),
            proposed: of(Reached::Proposed),
            accepted: of(Reached::Accepted),
            agreed: of(Reached::Agreed),
            placed: of(Reached::Placed),
        }
    }
}

/// How far a match has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Proposed,
    Accepted,
    Agreed,
    Placed,
}

/// Nothing of a match that came to nothing.
fn reached(book: &Book, of: &Record) -> Option<Reached> {
    let mut placements = book.leaning((Kind::Match, &of.id), Kind::Placement);
    match of.now.state {
        _ if placements.any(|placement| !placement.now.state.is_void()) => Some(Reached::Placed),
        State::Proposed => Some(Reached::Proposed),
        State::Accepted | State::Contacted => Some(Reached::Accepted),
        State::Agreed => Some(Reached::Agreed),
        _ => None,
    }
}

fn seen(book: &Book, record: &Record) -> Option<Candidate> {
    let Content::Candidate(of) = record.now.content.as_ref() else { return None };
    Some(pool::candidate(of, 0, Served::of(book, &record.id)))
}
