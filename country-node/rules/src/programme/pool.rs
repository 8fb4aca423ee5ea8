//! Needs and candidates as matching sees them.

use super::book::Book;
use super::candidate::Candidate;
use super::content::Content;
use super::need::Need;
use super::record::Record;
use crate::matching::candidate::{Candidate as Seen, CandidateId, Sex};
use crate::matching::need::{Need as Wanted, NeedId};
use crate::matching::skill::SkillLevel;
use crate::record_key::Pseudonym;
use chrono::NaiveDate;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use schema::programme::why::Why;
use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::sync::Arc;

/// Who is looked for, and who is there. Places in the lists are the numbers that matching knows.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    /// Needs with positions that nobody is proposed for.
    pub needs: Vec<Wanted>,
    /// Chosen candidates whom no match keeps.
    pub candidates: Vec<Seen>,
    need_ids: Vec<String>,
    candidate_ids: Vec<String>,
}

impl Pool {
    /// Needs of one phase or of all, and candidates. `may` says of whom matching may look at anything at all.
    pub fn of(book: &Book, phase: Option<&str>, may: impl Fn(&Pseudonym) -> bool) -> Self {
        let mut pool = Self::default();
        for record in book.of(Kind::Need).filter(|record| record.now.state == State::Qualified) {
            let Content::Need(of) = record.now.content.as_ref() else { continue };
            let kept = book.leaning((Kind::Need, &record.id), Kind::Match).filter(|of| book.takes_position(of)).count();
            let open = usize::from(of.positions.get()).saturating_sub(kept);
            let open = u16::try_from(open).ok().and_then(NonZeroU16::new);
            if let Some(open) = open.filter(|_| phase.is_none_or(|phase| phase == of.phase)) {
                pool.needs.push(need(of, number(pool.need_ids.len()), open));
                pool.need_ids.push(record.id.clone());
            }
        }
        for record in book.of(Kind::Candidate).filter(|record| record.now.state == State::Selected) {
            let Content::Candidate(of) = record.now.content.as_ref() else { continue };
            let Some(person) = book.person_of(record).filter(|person| may(person)) else { continue };
            if book.held(&record.id).is_none() && is_latest(book, &person, record) {
                let served = Served::of(book, &record.id);
                let mut seen = candidate(of, number(pool.candidate_ids.len()), served);
                seen.not_for = pool.decided(book, &person);
                pool.candidates.push(seen);
                pool.candidate_ids.push(record.id.clone());
            }
        }
        pool
    }

    /// The needs for which a person was decided against, or with which it came to nothing; what was proposed by mistake was never
    /// decided.
    fn decided(&self, book: &Book, person: &Pseudonym) -> BTreeSet<NeedId> {
        let is_decided = |of: &&Arc<Record>| of.now.state.is_void() && of.now.why != Some(Why::Mistake);
        let void = book.candidacies_of(person).flat_map(|of| matches_of(book, &of.id)).filter(is_decided);
        let needs = void.filter_map(|of| match of.now.content.as_ref() {
            Content::Match(of) => self.need_ids.iter().position(|id| *id == of.need).map(|at| NeedId(number(at))),
            _ => None,
        });
        needs.collect()
    }

    /// The id of a need.
    pub fn need_id(&self, id: NeedId) -> &str {
        self.need_ids.get(id.0 as usize).map_or("", String::as_str)
    }

    /// The id of a candidate.
    pub fn candidate_id(&self, id: CandidateId) -> &str {
        self.candidate_ids.get(id.0 as usize).map_or("", String::as_str)
    }
}

fn matches_of<'a>(book: &'a Book, candidate: &str) -> Vec<&'a Arc<Record>> {
    book.leaning((Kind::Candidate, candidate), Kind::Match).collect()
}

/// Whether a candidacy is the one by which its person is looked at: of several that are chosen, under ids that were judged one person's
/// since, the one that was changed last.
pub(super) fn is_latest(book: &Book, person: &Pseudonym, candidate: &Record) -> bool {
    let chosen = book.candidacies_of(person).filter(|of| of.now.state == State::Selected);
    chosen.max_by_key(|of| (of.changed_at, &of.id)).is_some_and(|of| of.id == candidate.id)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// What a candidate has served, and when, in all programmes of the country.
pub(super) struct Served {
    completed: u16,
    busy: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl Served {
    pub(super) fn of(book: &Book, candidate: &str) -> Self {
        let all = || book.placements_of(candidate).chain(book.elsewhere(candidate).map(|(_, placement)| placement));
        let completed = all().filter(|placement| placement.now.state == State::Completed);
        let completed = u16::try_from(completed.count()).unwrap_or(u16::MAX);
        let periods = all().filter_map(|placement| match placement.now.content.as_ref() {
            Content::Placement(of) if of.keeps_from_others(placement.now.state) => {
                Some((of.from.0, of.until.map(|until| until.0)))
            }
            _ => None,
        });
        Self { completed, busy: periods.collect() }
    }
}

pub(super) fn need(of: &Need, number: u32, positions: NonZeroU16) -> Wanted {
    Wanted {
        id: NeedId(number),
        occupation: of.occupation.0,
        // Content is checked before it is kept.
        skill_level: SkillLevel::new(of.skill_level).unwrap_or(SkillLevel::Four),
        sector: of.sector.0,
        field: of.field.map(|field| field.0),
        languages: of.languages.iter().map(|language| language.0).collect(),
        mode: of.mode.0,
        from: of.from.0,
        until: of.until.map(|until| until.0),
        least_years: of.least_years,
        positions,
        priority: of.priority,
    }
}

/// One who may be matched: of others nothing is looked at.
pub(super) fn candidate(of: &Candidate, number: u32, served: Served) -> Seen {
    Seen {
        id: CandidateId(number),
        may_be_matched: true,
        occupations: of.occupations.iter().map(|occupation| occupation.0).collect(),
        sectors: of.sectors.iter().map(|sector| sector.0).collect(),
        fields: of.fields.iter().map(|field| field.0).collect(),
        education: of.education.as_deref().and_then(SkillLevel::of_education),
        years: of.years,
        languages: of.languages.iter().map(|language| language.0).collect(),
        modes: of.modes.iter().map(|mode| mode.0).collect(),
        from: of.from.map(|from| from.0),
        until: of.until.map(|until| until.0),
        busy: served.busy,
        not_for: BTreeSet::new(),
        placements: served.completed,
        sex: of.sex.as_deref().map_or(Sex::Unknown, Sex::of_code),
        destination: of.residence,
    }
}
