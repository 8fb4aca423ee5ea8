//! The figures of a programme: how many needs were filled and how soon, who came, who stayed to the end, what a day cost, who goes on.
//!
//! They are of all persons, without protection: for the country's own officers. What is told to others is in [`super::report`], and what
//! is compared across countries leaves the node by a release.

use super::book::Book;
use super::content::Content;
use super::indicator::FOLLOW_ON;
use super::observation::{Moment, Observation};
use super::placement::Placement;
use super::record::Record;
use crate::matching::candidate::Sex;
use chrono::NaiveDate;
use schema::money::{Exact, Money};
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A part of a whole, and of which persons both are: who was placed twice counts twice, and is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many of them.
    pub part: u64,
    /// How many in all.
    pub whole: u64,
    /// Whose they are.
    pub within: BTreeSet<String>,
    /// Whose the others are.
    pub without: BTreeSet<String>,
}

impl Share {
    fn count(&mut self, is_part: bool, of: &str) {
        self.whole += 1;
        self.part += u64::from(is_part);
        if is_part { &mut self.within } else { &mut self.without }.insert(of.to_owned());
    }

    /// As a number from 0 to 1; nothing of nothing.
    pub fn value(&self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

/// The figures of a phase, or of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// Needs that the programme took up.
    pub needs: u64,
    /// Positions of these needs that somebody came for.
    pub filled: u64,
    /// All of their positions.
    pub positions: u64,
    /// Placements that began.
    pub placements: u64,
    /// Whose they are.
    pub persons: BTreeSet<String>,
    /// Of their persons, each counted as often as placed, and of women and men: women.
    pub women: Share,
    /// Of the placements that are over: those that came to their end.
    pub completed: Share,
    /// Of the placements that began: those of a person who had completed one before.
    pub repeated: Share,
    /// Days from the day on which the host asked to the first day of each placement that began, in order.
    pub days_to_placement: Vec<i64>,
    /// What a day of service cost, by currency: all that was paid for placements that are over and whose days are known, over these days;
    /// to four digits.
    pub cost_a_day: BTreeMap<String, Exact>,
    /// Who was paid it, by currency.
    pub paid: BTreeMap<String, BTreeSet<String>>,
    /// Who was paid a compensation that is not in it, by currency.
    pub paid_beside: BTreeMap<String, BTreeSet<String>>,
    /// Of the placements that ended a year ago and of which it is known: those whose cooperation goes on.
    pub follow_on: Share,
    /// Of the placements that ended a year ago: those of which that is known.
    pub followed: Share,
}

impl Derived {
    /// Of one phase, or of all.
    pub fn of(book: &Book, phase: Option<&str>, today: NaiveDate) -> Self {
        let mut derived = Self::default();
        let is_of = |record: &Arc<Record>| phase.is_none() || book.phase_of(record) == phase;
        for record in book.of(Kind::Need).filter(|record| is_of(record)) {
            let Content::Need(need) = record.now.content.as_ref() else { continue };
            if matches!(record.now.state, State::Qualified | State::Closed) {
                derived.needs += 1;
                let matches = book.leaning((Kind::Need, &record.id), Kind::Match);
                let placements = matches.flat_map(|of| book.leaning((Kind::Match, &of.id), Kind::Placement));
                let begun = placements.filter(|of| of.now.state.has_begun()).count() as u64;
                let positions = u64::from(need.positions.get());
                derived.positions += positions;
                // Who took the place of another who broke off fills no second one.
                derived.filled += begun.min(positions);
            }
        }
        let (mut days, mut costs) = (0_u64, BTreeMap::<String, Exact>::new());
        for record in book.of(Kind::Placement).filter(|record| is_of(record)) {
            let Content::Placement(placement) = record.now.content.as_ref() else { continue };
            let (state, who) = (record.now.state, book.whose(&record.id).unwrap_or_default());
            if state.has_begun() {
                derived.begun(book, placement, who);
            }
            let served = placement.days().filter(|_| state.is_over());
            days += u64::from(served.unwrap_or(0));
            for Money { amount, currency } in paid(book, &record.id) {
                let of_whom = if served.is_some() {
                    costs.entry(currency.clone()).or_insert_with(|| Exact(0.into())).0 += amount.0;
                    &mut derived.paid
                } else {
                    &mut derived.paid_beside
                };
                of_whom.entry(currency.clone()).or_default().insert(who.to_owned());
            }
            if !state.is_over() {
                continue;
            }
            derived.completed.count(state == State::Completed, who);
            derived.a_year_later(book, (&record.id, who), placement, today);
        }
        derived.days_to_placement.sort_unstable();
        if days > 0 {
            let a_day =
                |(currency, paid): (String, Exact)| (currency, Exact((paid.0 / Exact(days.into()).0).round_dp(4)));
            derived.cost_a_day = costs.into_iter().map(a_day).collect();
        }
        derived
    }

    fn begun(&mut self, book: &Book, placement: &Placement, who: &str) {
        self.placements += 1;
        let Some(of) = book.match_of(placement) else { return };
        if let Some(need) = book.get(Kind::Need, &of.need)
            && let Content::Need(need) = need.now.content.as_ref()
        {
            self.days_to_placement.push((placement.from.0 - need.requested_on.0).num_days());
        }
        self.persons.insert(who.to_owned());
        let before = |other: &Arc<Record>| match other.now.content.as_ref() {
            Content::Placement(other_placement) if other.now.state == State::Completed => {
                other_placement.until.is_some_and(|until| until < placement.from)
            }
            _ => false,
        };
        self.repeated.count(book.placements_of(&of.candidate).any(before), who);
        if let Some(candidate) = book.get(Kind::Candidate, &of.candidate)
            && let Content::Candidate(candidate) = candidate.now.content.as_ref()
            && let sex @ (Sex::Female | Sex::Male) = candidate.sex.as_deref().map_or(Sex::Unknown, Sex::of_code)
        {
            self.women.count(sex == Sex::Female, who);
        }
    }

    fn a_year_later(&mut self, book: &Book, (id, who): (&str, &str), placement: &Placement, today: NaiveDate) {
        if !is_a_year_ago(placement, today) {
            return;
        }
        let goes_on = goes_on(book, id);
        self.followed.count(goes_on.is_some(), who);
        if let Some(goes_on) = goes_on {
            self.follow_on.count(goes_on, who);
        }
    }

    /// The mean of the days to placement; nothing where none began.
    pub fn mean_days(&self) -> Option<f64> {
        let sum: i64 = self.days_to_placement.iter().sum();
        (!self.days_to_placement.is_empty()).then(|| sum as f64 / self.days_to_placement.len() as f64)
    }

    /// The median of the days to placement: of an even number the mean of the two in the middle.
    pub fn median_days(&self) -> Option<f64> {
        let days = &self.days_to_placement;
        let (low, high) = (days.get(days.len().checked_sub(1)? / 2)?, days.get(days.len() / 2)?);
        Some((low + high) as f64 / 2.0)
    }
}

/// Whether a placement that is over ended a year ago, so that it can be known what came after.
pub(super) fn is_a_year_ago(placement: &Placement, today: NaiveDate) -> bool {
    let ended = placement.until.unwrap_or(placement.from).0;
    (today - ended).num_days() >= 365
}

/// Whether cooperation goes on a year after a placement; nothing where that is not known.
pub(super) fn goes_on(book: &Book, placement: &str) -> Option<bool> {
    let values = book.leaning((Kind::Placement, placement), Kind::Observation);
    values.filter(|record| record.now.state == State::Kept).find_map(|record| match record.now.content.as_ref() {
        Content::Observation(Observation { indicator, moment: Moment::T2, value, .. }) if indicator == FOLLOW_ON => {
            Some(!value.0.is_zero())
        }
        _ => None,
    })
}

/// What was paid for a placement.
fn paid<'a>(book: &'a Book, placement: &str) -> impl Iterator<Item = &'a Money> {
    let paid = book.leaning((Kind::Placement, placement), Kind::Compensation).filter(|of| of.now.state == State::Paid);
    paid.filter_map(|record| match record.now.content.as_ref() {
        Content::Compensation(of) => Some(&of.money),
        _ => None,
    })
}
