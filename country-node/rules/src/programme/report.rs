//! What is told of a programme to those who pay for it. It goes out of the country's hands: what it says of few persons is left out, and
//! that it is left out is said.

use super::book::Book;
use super::derived::{Derived, Share};
use super::measured::{Measured, measured};
use super::totals::Totals;
use chrono::NaiveDate;
use schema::directory::programme::Programme;
use schema::money::Exact;
use serde::Serialize;
use std::collections::BTreeMap;

/// A figure of persons: said, or withheld because it is of few.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "figure", content = "value")]
pub enum Said<T> {
    /// What it is.
    Is(T),
    /// It is of fewer persons than are told of.
    Few,
    /// There is nobody of whom it could be.
    None,
}

/// The figures of a phase, or of all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Needs that were taken up.
    pub needs: u64,
    /// Placements that began.
    pub placements: u64,
    /// The share of positions that somebody came for.
    pub fill_rate: Said<f64>,
    /// Mean days from a need to its placement.
    pub mean_days_to_placement: Said<f64>,
    /// The median of them.
    pub median_days_to_placement: Said<f64>,
    /// The share of placements that came to their end.
    pub completion_rate: Said<f64>,
    /// The share of women.
    pub share_of_women: Said<f64>,
    /// The share of placements of persons who had completed one before.
    pub share_repeated: Said<f64>,
    /// The share of cooperations that go on a year later, where it is known.
    pub follow_on: Said<f64>,
    /// What a day cost, by currency.
    pub cost_a_day: Said<BTreeMap<String, Exact>>,
}

/// A phase and its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Phase {
    /// The phase.
    pub phase: String,
    /// Its figures.
    pub figures: Figures,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The programme, by its name.
    pub programme: String,
    /// Who pays for it.
    pub donors: Vec<String>,
    /// The day of which it is.
    pub on: String,
    /// Figures of fewer persons than this are left out.
    pub least: u64,
    /// The figures of the whole.
    pub whole: Figures,
    /// Those of each phase.
    pub phases: Vec<Phase>,
    /// Money and days.
    pub totals: Totals,
    /// What the indicators came to.
    pub indicators: Vec<Measured>,
}

impl Report {
    /// Of a programme on a day; figures of fewer than `least` persons, or from which as few could be told, are left out.
    pub fn of(book: &Book, (name, programme): (&str, &Programme), today: NaiveDate, least: u64) -> Self {
        let figures = |phase: Option<&str>| figures(&Derived::of(book, phase, today), least);
        let phases = programme
            .phases
            .iter()
            .map(|phase| Phase { phase: phase.phase.clone(), figures: figures(Some(&phase.phase)) });
        let mut indicators = measured(book, None);
        for found in indicators.iter_mut().flat_map(|of| &mut of.found) {
            if found.values < least {
                (found.values, found.mean) = (0, None);
            }
        }
        Self {
            programme: name.to_owned(),
            donors: programme.donors.clone(),
            on: today.to_string(),
            least,
            whole: figures(None),
            phases: phases.collect(),
            totals: Totals::of(book, programme),
            indicators,
        }
    }
}

fn figures(of: &Derived, least: u64) -> Figures {
    // A share tells of those who are in it and of those who are not.
    let share = |share: Share| match share.value() {
        None => Said::None,
        Some(_) if share.part < least || share.whole - share.part < least && share.part < share.whole => Said::Few,
        Some(value) => Said::Is(value),
    };
    let mean = |value: Option<f64>| match value {
        None => Said::None,
        Some(_) if of.placements < least => Said::Few,
        Some(value) => Said::Is(value),
    };
    Figures {
        needs: of.needs,
        placements: of.placements,
        // It is of positions, and no property of anybody.
        fill_rate: of.filled.value().map_or(Said::None, Said::Is),
        mean_days_to_placement: mean(of.mean_days()),
        median_days_to_placement: mean(of.median_days()),
        completion_rate: share(of.completed),
        share_of_women: share(of.women),
        share_repeated: share(of.repeated),
        follow_on: share(of.follow_on),
        cost_a_day: match of.completed.whole {
            0 => Said::None,
            over if over < least => Said::Few,
            _ => Said::Is(of.cost_a_day.clone()),
        },
    }
}
