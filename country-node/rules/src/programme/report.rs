//! What is told of a programme to those who pay for it. It goes out of the country's hands: what it says of few persons is left out, and
//! that it is left out is said.

use super::book::Book;
use super::derived::{Derived, Share};
use super::measured::{Measured, measured};
use super::totals::{self, Budget, Sum, Totals};
use chrono::NaiveDate;
use schema::directory::programme::Programme;
use schema::money::Exact;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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

/// Placements of one phase in one mode, as far as they are told. How many there are is no property of anybody.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// The phase.
    pub phase: String,
    /// The mode.
    pub mode: &'static str,
    /// How many are planned.
    pub planned: u64,
    /// How many began.
    pub begun: u64,
    /// How many of these came to their end.
    pub completed: Said<u64>,
    /// How many ended before their time.
    pub broken_off: Said<u64>,
    /// Days of service of those that are over.
    pub days: Said<u64>,
}

/// Money of one phase in one currency, as far as it is told for what: what is of few placements is put together, for it tells what one
/// person was paid. Sums of a phase stay exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spending {
    /// The phase.
    pub phase: String,
    /// For what; SEVERAL where things are put together.
    pub spent: &'static str,
    /// The currency (ISO 4217).
    pub currency: String,
    /// What was paid.
    pub paid: Exact,
    /// What is still to be paid.
    pub due: Exact,
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
    /// Placements and days.
    pub served: Vec<Served>,
    /// Money.
    pub money: Vec<Spending>,
    /// Budgets, of the phases that have one.
    pub budgets: Vec<Budget>,
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
        let totals = Totals::of(book, programme);
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
            served: totals.served.iter().map(|of| served(of, least)).collect(),
            money: money(totals.money, least),
            budgets: totals.budgets,
            indicators,
        }
    }
}

fn figures(of: &Derived, least: u64) -> Figures {
    // A share tells of those who are in it and of those who are not; that it is nobody tells of everybody.
    let few = |count: u64| least > 1 && count < least;
    let share = |share: Share| match share.value() {
        None => Said::None,
        Some(_) if few(share.part) || share.part < share.whole && few(share.whole - share.part) => Said::Few,
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

fn served(of: &totals::Served, least: u64) -> Served {
    let parts = [of.started, of.completed, of.broken_off];
    let is_few = parts.into_iter().any(|part| (1..least).contains(&part));
    let said = |count| if is_few { Said::Few } else { Said::Is(count) };
    let over = of.completed + of.broken_off;
    Served {
        phase: of.phase.clone(),
        mode: of.mode,
        planned: of.planned,
        begun: parts.into_iter().sum(),
        completed: said(of.completed),
        broken_off: said(of.broken_off),
        days: if (1..least).contains(&over) { Said::Few } else { Said::Is(of.days) },
    }
}

/// The sums of each phase and currency: those of few placements together, and with them so many others that together they are of enough.
fn money(sums: Vec<Sum>, least: u64) -> Vec<Spending> {
    let mut groups: BTreeMap<(String, String), Vec<Sum>> = BTreeMap::new();
    for sum in sums {
        groups.entry((sum.phase.clone(), sum.currency.clone())).or_default().push(sum);
    }
    let size = |placements: &BTreeSet<String>| placements.len() as u64;
    let mut told = Vec::new();
    for ((phase, currency), mut sums) in groups {
        sums.sort_by_key(|sum| (size(&sum.placements), sum.spent));
        let (mut together, mut of, mut paid, mut due) = (0, BTreeSet::new(), Exact(0.into()), Exact(0.into()));
        let mut alone = Vec::new();
        for sum in sums {
            // One that stands together with nothing is told from the phase's sum.
            let is_open = together > 0 && (size(&of) < least || together < 2);
            if size(&sum.placements) < least || is_open {
                together += 1;
                of.extend(sum.placements);
                paid.0 += sum.paid.0;
                due.0 += sum.due.0;
            } else {
                alone.push(sum);
            }
        }
        alone.sort_by_key(|sum| sum.spent);
        let spending =
            |spent, paid, due| Spending { phase: phase.clone(), spent, currency: currency.clone(), paid, due };
        told.extend(alone.into_iter().map(|sum| spending(sum.spent.name(), sum.paid, sum.due)));
        if together > 0 {
            told.push(spending("SEVERAL", paid, due));
        }
    }
    told
}
