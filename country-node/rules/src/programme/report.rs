//! What is told of a programme to those who pay for it. It goes out of the country's hands: what it says of few persons is left out, and
//! that it is left out is said.
//!
//! - `least`: what is of few; [`indicated`]: indicators.

pub mod indicated;
mod least;

use super::book::Book;
use super::derived::Derived;
use super::totals::{self, Budget, Sum, Totals};
use chrono::NaiveDate;
use indicated::Indicated;
use least::Least;
use schema::directory::programme::Programme;
use schema::money::{Exact, Money};
use serde::Serialize;
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

/// Money of one phase in one currency, as far as it is told for what: what few persons were paid, or are to be paid, is put together
/// with other things; where all of it is of few, it is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spending {
    /// The phase.
    pub phase: String,
    /// For what; SEVERAL where things are put together.
    pub spent: &'static str,
    /// The currency (ISO 4217).
    pub currency: String,
    /// What was paid.
    pub paid: Said<Exact>,
    /// What is still to be paid.
    pub due: Said<Exact>,
}

/// A phase's budget, and what is left of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Budgeted {
    /// The phase.
    pub phase: String,
    /// What there is.
    pub budget: Money,
    /// What was paid in the same currency.
    pub paid: Said<Exact>,
    /// What is left once all that is due is paid as well; under zero where there is not enough.
    pub left: Said<Exact>,
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
    pub budgets: Vec<Budgeted>,
    /// What the indicators came to.
    pub indicators: Vec<Indicated>,
}

impl Report {
    /// Of a programme on a day; figures of fewer than `least` persons, or from which as few could be told, are left out.
    pub fn of(book: &Book, (name, programme): (&str, &Programme), today: NaiveDate, least: u64) -> Self {
        let told = Least(least);
        let mut phases: Vec<Phase> = programme
            .phases
            .iter()
            .map(|phase| Phase {
                phase: phase.phase.clone(),
                figures: told.figures(&Derived::of(book, Some(&phase.phase), today)),
            })
            .collect();
        all_or_none(&mut phases);
        let totals = Totals::of(book, programme);
        let whole = Derived::of(book, None, today);
        let money = told.money(totals.money);
        Self {
            programme: name.to_owned(),
            donors: programme.donors.clone(),
            on: today.to_string(),
            least,
            whole: told.figures(&whole),
            phases,
            served: told.served(&totals.served),
            budgets: totals.budgets.into_iter().map(|of| budgeted(of, &money)).collect(),
            money,
            indicators: told.indicators(book, &whole),
        }
    }
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
            cost_a_day: match of.cost_a_day.is_empty() {
                true => Said::None,
                false if of.paid.values().any(|of| self.is_few(of)) => Said::Few,
                false => Said::Is(of.cost_a_day.clone()),
            },
        }
    }

    /// Where the ending of few is left out in one row, it is in all: what is told of others leads to it.
    fn served(self, of: &[totals::Served]) -> Vec<Served> {
        let is_few = of.iter().any(|of| self.is_few(&of.completed_by) || self.is_few(&of.broken_by));
        let said = |count| if is_few { Said::Few } else { Said::Is(count) };
        let over = |of: &totals::Served| of.completed_by.union(&of.broken_by).cloned().collect::<BTreeSet<_>>();
        let row = |one: &totals::Served| {
            let mut phase = of.iter().filter(|other| other.phase == one.phase);
            let few_days = phase.any(|other| self.is_few(&over(other)));
            Served {
                phase: one.phase.clone(),
                mode: one.mode,
                planned: one.planned,
                begun: one.started + one.completed + one.broken_off,
                completed: said(one.completed),
                broken_off: said(one.broken_off),
                days: if few_days { Said::Few } else { Said::Is(one.days) },
            }
        };
        of.iter().map(row).collect()
    }

    /// The sums of each phase and currency: those of few together, and with them so many others that together they are of enough.
    fn money(self, sums: Vec<Sum>) -> Vec<Spending> {
        let mut groups: BTreeMap<(String, String), Vec<Sum>> = BTreeMap::new();
        for sum in sums {
            groups.entry((sum.phase.clone(), sum.currency.clone())).or_default().push(sum);
        }
        let is_few = |sum: &Sum| self.is_few(&sum.paid_to) || self.is_few(&sum.due_to);
        let mut told = Vec::new();
        for ((phase, currency), mut sums) in groups {
            sums.sort_by_key(|sum| (!is_few(sum), sum.paid_to.len() + sum.due_to.len(), sum.spent));
            let mut alone = Vec::new();
            let mut together: Option<(usize, Sum)> = None;
            for sum in sums {
                together = match together {
                    // One that stands together with nothing is told from the phase's sum.
                    Some((count, of)) if is_few(&sum) || is_few(&of) || count < 2 => Some((count + 1, added(of, sum))),
                    None if is_few(&sum) => Some((1, sum)),
                    rest => {
                        alone.push(sum);
                        rest
                    }
                };
            }
            alone.sort_by_key(|sum| sum.spent);
            let mut tell = |spent, sum: &Sum| {
                let is_few = is_few(sum);
                let said = |sum| if is_few { Said::Few } else { Said::Is(sum) };
                let (paid, due) = (said(sum.paid), said(sum.due));
                told.push(Spending { phase: phase.clone(), spent, currency: currency.clone(), paid, due });
            };
            for sum in &alone {
                tell(sum.spent.name(), sum);
            }
            if let Some((_, sum)) = &together {
                tell("SEVERAL", sum);
            }
        }
        told
    }
}

fn added(mut one: Sum, other: Sum) -> Sum {
    one.paid.0 += other.paid.0;
    one.due.0 += other.due.0;
    one.paid_to.extend(other.paid_to);
    one.due_to.extend(other.due_to);
    one
}

/// What is left of a budget is told where all that was spent of it is.
fn budgeted(of: Budget, money: &[Spending]) -> Budgeted {
    let Budget { phase, budget, paid, left } = of;
    let mut own = money.iter().filter(|sum| sum.phase == phase && sum.currency == budget.currency);
    let is_few = own.any(|sum| sum.paid == Said::Few);
    let said = |sum| if is_few { Said::Few } else { Said::Is(sum) };
    Budgeted { phase, budget, paid: said(paid), left: said(left) }
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
