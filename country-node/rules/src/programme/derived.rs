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
use chrono::NaiveDate;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::State;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many of them.
    pub part: u64,
    /// How many in all.
    pub whole: u64,
}

impl Share {
    fn count(&mut self, is_part: bool) {
        self.whole += 1;
        self.part += u64::from(is_part);
    }

    /// As a number from 0 to 1; nothing of nothing.
    pub fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

/// The figures of a phase, or of a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Derived {
    /// Needs that the programme took up.
    pub needs: u64,
    /// Positions of these needs that somebody came for, of all of them.
    pub filled: Share,
    /// Placements that began.
    pub placements: u64,
    /// Of their persons, each counted as often as placed, and of those whose sex is known: women.
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
                derived.filled.whole += u64::from(need.positions.get());
            }
        }
        let (mut days, mut costs) = (0_u64, BTreeMap::<String, Exact>::new());
        for record in book.of(Kind::Placement).filter(|record| is_of(record)) {
            let Content::Placement(placement) = record.now.content.as_ref() else { continue };
            let is_over = matches!(record.now.state, State::Completed | State::BrokenOff);
            if !is_over && record.now.state != State::Started {
                continue;
            }
            derived.begun(book, placement);
            if !is_over {
                continue;
            }
            derived.completed.count(record.now.state == State::Completed);
            if let Some(served) = placement.days() {
                days += u64::from(served);
                paid(book, &record.id, &mut costs);
            }
            derived.a_year_later(book, &record.id, placement, today);
        }
        derived.days_to_placement.sort_unstable();
        if days > 0 {
            let a_day =
                |(currency, paid): (String, Exact)| (currency, Exact((paid.0 / Exact(days.into()).0).round_dp(4)));
            derived.cost_a_day = costs.into_iter().map(a_day).collect();
        }
        derived
    }

    fn begun(&mut self, book: &Book, placement: &Placement) {
        self.placements += 1;
        self.filled.part += 1;
        let Some(of) = book.match_of(placement) else { return };
        if let Some(need) = book.get(Kind::Need, &of.need)
            && let Content::Need(need) = need.now.content.as_ref()
        {
            self.days_to_placement.push((placement.from.0 - need.requested_on.0).num_days());
        }
        let before = |other: &Arc<Record>| {
            let Content::Placement(other_placement) = other.now.content.as_ref() else { return false };
            other.now.state == State::Completed && other_placement.from < placement.from
        };
        self.repeated.count(book.placements_of(&of.candidate).any(before));
        if let Some(candidate) = book.get(Kind::Candidate, &of.candidate)
            && let Content::Candidate(candidate) = candidate.now.content.as_ref()
            && let Some(sex) = candidate.sex.as_deref().filter(|sex| *sex != "_U")
        {
            self.women.count(sex == "F");
        }
    }

    fn a_year_later(&mut self, book: &Book, id: &str, placement: &Placement, today: NaiveDate) {
        let ended = placement.until.unwrap_or(placement.from).0;
        if (today - ended).num_days() < 365 {
            return;
        }
        let values = book.leaning((Kind::Placement, id), Kind::Observation);
        let goes_on = values.filter(|record| record.now.state == State::Kept).find_map(|record| {
            match record.now.content.as_ref() {
                Content::Observation(Observation { indicator, moment: Moment::T2, value, .. })
                    if indicator == FOLLOW_ON =>
                {
                    Some(!value.0.is_zero())
                }
                _ => None,
            }
        });
        self.followed.count(goes_on.is_some());
        if let Some(goes_on) = goes_on {
            self.follow_on.count(goes_on);
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

/// Adds what was paid for a placement.
fn paid(book: &Book, placement: &str, costs: &mut BTreeMap<String, Exact>) {
    for record in book.leaning((Kind::Placement, placement), Kind::Compensation) {
        if let (State::Paid, Content::Compensation(of)) = (record.now.state, record.now.content.as_ref()) {
            let paid = costs.entry(of.money.currency.clone()).or_insert_with(|| Exact(0.into()));
            paid.0 += of.money.amount.0;
        }
    }
}
