//! What each person did in a year of the country's programmes: one record a person, from which a release is cut. So what is promised to
//! a person holds for all of the person's placements together, in whichever programmes and under whichever of the person's ids they were.
//!
//! Who agreed to be counted is asked when the release is cut. Of a candidate who was erased nobody knows whose the placement was: it is
//! in no record.

use super::book::Book;
use super::compensation::Compensation;
use super::content::Content;
use super::day::Day;
use super::derived::{goes_on, is_a_year_ago};
use super::placement::Placement;
use super::record::Record;
use crate::record_key::Pseudonym;
use chrono::{Datelike, NaiveDate};
use schema::concept::Dimension;
use schema::money::{Exact, Money};
use schema::programme::derived::{
    COMPENSATION, DAYS_PLACED, DAYS_TO_PLACEMENT, FOLLOW_ON, FOLLOW_ON_KNOWN, PLACEMENTS, PLACEMENTS_COMPLETED,
    PLACEMENTS_ENDED,
};
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of each person, in the contract's order: of the latest placement that began in the year.
pub const DIMENSIONS: [Dimension; 6] = [
    Dimension::Destination,
    Dimension::Sex,
    Dimension::Education,
    Dimension::Occupation,
    Dimension::Sector,
    Dimension::ReturnMode,
];

/// What is added up over a person's placements that began in the year.
pub const QUANTITIES: [&str; 8] = [
    PLACEMENTS,
    PLACEMENTS_ENDED,
    PLACEMENTS_COMPLETED,
    DAYS_TO_PLACEMENT,
    DAYS_PLACED,
    COMPENSATION,
    FOLLOW_ON_KNOWN,
    FOLLOW_ON,
];

/// Of which year, and as it is known when.
pub struct Year {
    /// The year in which placements began.
    pub year: i32,
    /// Today.
    pub today: NaiveDate,
    /// In what compensation is added up; nothing where it is not.
    pub money: Option<Rates>,
}

/// A currency, and what others are worth in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The currency (ISO 4217).
    pub currency: String,
    /// What one of another is worth, by its code.
    pub worth: BTreeMap<String, Exact>,
}

impl Rates {
    /// An amount in the currency; nothing where it is not known what it is worth.
    fn worth(&self, money: &Money) -> Option<Exact> {
        if money.currency == self.currency {
            return Some(money.amount);
        }
        self.worth.get(&money.currency).map(|rate| Exact(money.amount.0 * rate.0))
    }
}

/// What was paid in currencies of which nobody says what they are worth: a sum without them would be too small, and nobody could tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} was paid too: say what one is worth in {in_currency}, by its rate", list(.unknown))]
pub struct NoRate {
    /// The currencies.
    pub unknown: BTreeSet<String>,
    /// The one that all is added up in.
    pub in_currency: String,
}

fn list(of: &BTreeSet<String>) -> String {
    of.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What a person did.
#[derive(Clone, Default, PartialEq)]
pub struct Done {
    latest: Option<(Day, String)>,
    codes: BTreeMap<Dimension, String>,
    amounts: BTreeMap<&'static str, Exact>,
}

impl Done {
    /// What is known of the person; nothing where the candidate's record does not say it.
    pub fn code(&self, of: Dimension) -> Option<&str> {
        self.codes.get(&of).map(String::as_str)
    }

    /// What the person's placements come to; not a number where there is nothing of it: who has none does not count among those of whom a sum
    /// is.
    pub fn amount(&self, of: &str) -> f64 {
        self.amounts.get(of).map_or(f64::NAN, |amount| amount.nearest())
    }

    fn add(&mut self, of: &'static str, amount: Exact) {
        self.amounts.entry(of).or_insert_with(|| Exact(0.into())).0 += amount.0;
    }

    fn count(&mut self, of: &'static str, number: i64) {
        self.add(of, Exact(number.into()));
    }
}

impl std::fmt::Debug for Done {
    /// Mute: it is of a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("what a person did")
    }
}

impl Year {
    /// Everybody who began a placement in the year, in any of some programmes, by the least of the person's ids.
    pub fn persons<'a>(&self, books: impl IntoIterator<Item = &'a Book>) -> Result<BTreeMap<Pseudonym, Done>, NoRate> {
        let (mut persons, mut unknown) = (BTreeMap::new(), BTreeSet::new());
        for book in books {
            for record in book.of(Kind::Placement).filter(|record| record.now.state.has_begun()) {
                let Content::Placement(placement) = record.now.content.as_ref() else { continue };
                let candidate = book.candidate_of(&record.id).and_then(|id| book.get(Kind::Candidate, id));
                let Some((candidate, person)) = candidate.and_then(|record| Some((record, book.person_of(record)?)))
                else {
                    continue;
                };
                if placement.from.0.year() == self.year {
                    let done: &mut Done = persons.entry(person).or_default();
                    done.is_of(book, (record, placement), candidate);
                    self.add(done, book, (record, placement), &mut unknown);
                }
            }
        }
        match &self.money {
            Some(rates) if !unknown.is_empty() => Err(NoRate { unknown, in_currency: rates.currency.clone() }),
            _ => Ok(persons),
        }
    }

    fn add(
        &self,
        done: &mut Done,
        book: &Book,
        (record, placement): (&Record, &Placement),
        unknown: &mut BTreeSet<String>,
    ) {
        done.count(PLACEMENTS, 1);
        if let Some(Content::Need(need)) = need_of(book, placement).map(|need| need.now.content.as_ref()) {
            done.count(DAYS_TO_PLACEMENT, (placement.from.0 - need.requested_on.0).num_days());
        }
        if !record.now.state.is_over() {
            return;
        }
        done.count(PLACEMENTS_ENDED, 1);
        done.count(PLACEMENTS_COMPLETED, i64::from(record.now.state == State::Completed));
        if let Some(days) = placement.days() {
            done.count(DAYS_PLACED, days.into());
            if self.money.is_some() {
                // Who was paid nothing was paid nothing.
                done.count(COMPENSATION, 0);
            }
            for (rates, paid) in self.money.iter().flat_map(|rates| paid(book, &record.id).map(move |of| (rates, of))) {
                match rates.worth(&paid.money) {
                    Some(amount) => done.add(COMPENSATION, amount),
                    None => drop(unknown.insert(paid.money.currency.clone())),
                }
            }
        }
        if let Some(goes_on) = goes_on(book, &record.id).filter(|_| is_a_year_ago(placement, self.today)) {
            done.count(FOLLOW_ON_KNOWN, 1);
            done.count(FOLLOW_ON, goes_on.into());
        }
    }
}

impl Done {
    /// Whose record it is: of the latest placement, and of two of one day that with the later id.
    fn is_of(&mut self, book: &Book, (record, placement): (&Record, &Placement), candidate: &Record) {
        let latest = Some((placement.from, record.id.clone()));
        if self.latest > latest {
            return;
        }
        self.latest = latest;
        self.codes = BTreeMap::from([(Dimension::ReturnMode, placement.mode.0.name().to_owned())]);
        if let Content::Candidate(candidate) = candidate.now.content.as_ref() {
            let said = [
                (Dimension::Destination, candidate.residence.map(|country| country.to_string())),
                (Dimension::Sex, candidate.sex.clone()),
                (Dimension::Education, candidate.education.clone()),
            ];
            self.codes.extend(said.into_iter().filter_map(|(of, code)| Some((of, code?))));
        }
        if let Some(Content::Need(need)) = need_of(book, placement).map(|need| need.now.content.as_ref()) {
            // The major group is the first digit.
            let major = need.occupation.0.to_string().chars().take(1).collect();
            self.codes.extend([(Dimension::Occupation, major), (Dimension::Sector, need.sector.0.to_string())]);
        }
    }
}

fn need_of<'a>(book: &'a Book, placement: &Placement) -> Option<&'a Arc<Record>> {
    book.get(Kind::Need, &book.match_of(placement)?.need)
}

/// What was paid for a placement.
fn paid<'a>(book: &'a Book, placement: &str) -> impl Iterator<Item = &'a Compensation> {
    book.leaning((Kind::Placement, placement), Kind::Compensation).filter_map(|record| {
        match (record.now.state, record.now.content.as_ref()) {
            (State::Paid, Content::Compensation(of)) => Some(of),
            _ => None,
        }
    })
}
