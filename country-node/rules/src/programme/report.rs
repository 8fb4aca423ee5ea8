//! What is told of a programme to those who pay for it. It goes out of the country's hands: what it says of few persons is left out, and
//! that it is left out is said.
//!
//! - `least`: what is of few; `a_day`: what a day cost; [`served`]: placements and days; [`spending`]: money and budgets; [`indicated`]: indicators.
//!
//! Beside the phases stands the whole. It is made of what is told of the phases, or of what is left out of several of them together: who
//! takes the one from the other is left with nothing that is of few.

mod a_day;
pub mod indicated;
mod least;
pub mod served;
pub mod spending;

use super::book::Book;
use super::derived::Derived;
use super::totals::Totals;
use a_day::Beside;
use chrono::NaiveDate;
use indicated::Indicated;
use least::Least;
use schema::directory::programme::Programme;
use schema::money::Exact;
use schema::programme::kind::Kind;
use serde::Serialize;
use served::Served;
use spending::{Budgeted, Spending};
use std::collections::{BTreeMap, BTreeSet};

/// Figures of fewer persons are left out, where nothing else is said.
pub const LEAST: u64 = 5;

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
    /// Placements and days, of each phase and of the whole.
    pub served: Vec<Served>,
    /// Money, of each phase and of the whole.
    pub money: Vec<Spending>,
    /// Budgets, of the phases that have one, and of these together.
    pub budgets: Vec<Budgeted>,
    /// What the indicators came to, in the whole and in each phase.
    pub indicators: Vec<Indicated>,
}

impl Report {
    /// Of a programme on a day; figures of fewer than `least` persons, or from which as few could be told, are left out.
    pub fn of(book: &Book, (name, programme): (&str, &Programme), today: NaiveDate, least: u64) -> Self {
        let told = Least(least);
        let derived = |phase: &str| (phase.to_owned(), Derived::of(book, Some(phase), today));
        let of_phases: Vec<(String, Derived)> = phases(book, programme).into_iter().map(derived).collect();
        let phase = |(phase, of): &(String, Derived)| Phase { phase: phase.clone(), figures: told.figures(of) };
        let mut phases: Vec<Phase> = of_phases.iter().map(phase).collect();
        let totals = Totals::of(book, programme);
        let whole = Derived::of(book, None, today);
        let served = told.served(&totals.served);
        let (money, budgets) = told.money(&totals.money, totals.budgets);
        let beside = Beside::of(&served, &money, &totals.money);
        told.costs(&mut phases, &of_phases, &beside);
        all_or_none(&mut phases);
        let mut of_whole = told.figures(&whole);
        told.whole_cost((&mut of_whole, &whole), &of_phases, &beside);
        Self {
            programme: name.to_owned(),
            donors: programme.donors.clone(),
            on: today.to_string(),
            least,
            whole: of_whole,
            phases,
            served,
            money,
            budgets,
            indicators: told.indicators(book, &whole, &of_phases),
        }
    }
}

/// The phases of a programme, and behind them those that its record names no more while there is work of them: the whole is of all, and what
/// is told of the others would tell of these.
fn phases<'a>(book: &'a Book, programme: &'a Programme) -> Vec<&'a str> {
    let mut phases: Vec<&str> = programme.phases.iter().map(|of| of.phase.as_str()).collect();
    let named: BTreeSet<&str> = book.of(Kind::Need).filter_map(|need| book.phase_of(need)).collect();
    let others: Vec<&str> = named.into_iter().filter(|phase| !phases.contains(phase)).collect();
    phases.extend(others);
    phases
}

impl Least {
    fn figures(self, of: &Derived) -> Figures {
        let mean = |value: Option<f64>| match value {
            None => Said::None,
            Some(_) if self.is_few(&of.persons) => Said::Few,
            Some(value) => Said::Is(value),
        };
        let is_all = of.completed.without.is_empty() && !self.is_few(&of.completed.within);
        Figures {
            needs: of.needs,
            placements: of.placements,
            // It is of positions, and no property of anybody.
            fill_rate: if of.positions > 0 { Said::Is(of.filled as f64 / of.positions as f64) } else { Said::None },
            mean_days_to_placement: mean(of.mean_days()),
            median_days_to_placement: mean(of.median_days()),
            // That nobody broke off says nothing against anybody.
            completion_rate: match of.completed.value() {
                Some(value) if is_all => Said::Is(value),
                _ => self.share(&of.completed),
            },
            share_of_women: self.share(&of.women),
            share_repeated: self.share(&of.repeated),
            follow_on: self.share(&of.follow_on),
            // Whether it is told is asked beside the money and the days.
            cost_a_day: if of.cost_a_day.is_empty() { Said::None } else { Said::Is(of.cost_a_day.clone()) },
        }
    }
}

/// A figure that is of few in one phase is told of no phase: from the whole and the others it could be told.
fn all_or_none(phases: &mut [Phase]) {
    fn hide<T: PartialEq>(phases: &mut [Phase], figure: fn(&mut Figures) -> &mut Said<T>) {
        if phases.iter_mut().any(|phase| *figure(&mut phase.figures) == Said::Few) {
            for phase in phases {
                let said = figure(&mut phase.figures);
                if *said != Said::None {
                    *said = Said::Few;
                }
            }
        }
    }
    hide(phases, |of| &mut of.mean_days_to_placement);
    hide(phases, |of| &mut of.median_days_to_placement);
    hide(phases, |of| &mut of.completion_rate);
    hide(phases, |of| &mut of.share_of_women);
    hide(phases, |of| &mut of.share_repeated);
    hide(phases, |of| &mut of.follow_on);
    hide(phases, |of| &mut of.cost_a_day);
}
