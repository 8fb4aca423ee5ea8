//! What is told of money.

use super::Said;
use super::least::Least;
use crate::programme::totals::{Budget, Spent, Sum};
use schema::money::{Exact, Money};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Money in one currency, of one phase or of the whole, as far as it is told for what: what few persons were paid, or are to be paid, is
/// put together with other things; where all of it is of few, it is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spending {
    /// The phase; nothing of the whole.
    pub phase: Option<String>,
    /// For what; [`SEVERAL`] where things are put together.
    pub spent: &'static str,
    /// The currency (ISO 4217).
    pub currency: String,
    /// What was paid.
    pub paid: Said<Exact>,
    /// What is still to be paid.
    pub due: Said<Exact>,
}

/// For what money is that several things were put together in.
pub const SEVERAL: &str = "SEVERAL";

/// A phase's budget, or those of all phases that have one in a currency, and what is left of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Budgeted {
    /// The phase; nothing of the whole.
    pub phase: Option<String>,
    /// What there is.
    pub budget: Money,
    /// What was paid in the same currency.
    pub paid: Said<Exact>,
    /// What is left once all that is due is paid as well; under zero where there is not enough.
    pub left: Said<Exact>,
}

/// Sums of one phase and currency that are told as one.
struct Together {
    /// What they are for.
    parts: Vec<Spent>,
    sum: Sum,
    is_few: bool,
}

impl Together {
    fn told(&self, phase: Option<&str>) -> Spending {
        let said = |sum| if self.is_few { Said::Few } else { Said::Is(sum) };
        Spending {
            phase: phase.map(str::to_owned),
            spent: match self.parts[..] {
                [part] if !self.is_few => part.name(),
                _ => SEVERAL,
            },
            currency: self.sum.currency.clone(),
            paid: said(self.sum.paid),
            due: said(self.sum.due),
        }
    }
}

impl Least {
    /// Sums and budgets, of each phase and of the whole.
    pub(super) fn money(self, sums: &[Sum], budgets: Vec<Budget>) -> (Vec<Spending>, Vec<Budgeted>) {
        let phases = self.put_together(sums);
        let mut currencies: BTreeMap<&str, Vec<&Together>> = BTreeMap::new();
        for of in &phases {
            currencies.entry(&of.sum.currency).or_default().push(of);
        }
        let whole: Vec<Together> = currencies.values().flat_map(|of| self.whole(of)).collect();
        let mut told: Vec<Spending> = phases.iter().map(|of| of.told(Some(&of.sum.phase))).collect();
        told.extend(whole.iter().map(|of| of.told(None)));
        let left_out = |currency: &str| {
            let few = phases.iter().filter(|of| of.is_few && of.sum.currency == currency);
            few.map(|of| of.sum.phase.as_str()).collect::<BTreeSet<_>>()
        };
        let mut budgeted = Vec::new();
        let mut together: BTreeMap<String, Vec<Budget>> = BTreeMap::new();
        for budget in budgets {
            let is_few = left_out(&budget.budget.currency).contains(budget.phase.as_str());
            budgeted.push(of_budget(Some(&budget.phase), &budget, is_few));
            together.entry(budget.budget.currency.clone()).or_default().push(budget);
        }
        for (currency, budgets) in together {
            let few = left_out(&currency);
            let has_budget = |phase: &str| budgets.iter().any(|of| of.phase == phase);
            let whole_is_told = whole.iter().all(|of| !of.is_few || of.sum.currency != currency);
            // Of the phases that are left out either none is in it, or all are and are told together already.
            let is_told = !few.iter().any(|phase| has_budget(phase))
                || whole_is_told && few.iter().all(|phase| has_budget(phase));
            if let Some(all) = budgets.into_iter().reduce(with) {
                budgeted.push(of_budget(None, &all, !is_told));
            }
        }
        (told, budgeted)
    }

    fn is_few_paid(self, sum: &Sum) -> bool {
        self.is_few(&sum.paid_to) || self.is_few(&sum.due_to)
    }

    /// The sums of each phase and currency: those of few together, and with them so many others that together they are of enough.
    fn put_together(self, sums: &[Sum]) -> Vec<Together> {
        let mut groups: BTreeMap<(String, String), Vec<Sum>> = BTreeMap::new();
        for sum in sums {
            groups.entry((sum.phase.clone(), sum.currency.clone())).or_default().push(sum.clone());
        }
        let mut all = Vec::new();
        for mut sums in groups.into_values() {
            sums.sort_by_key(|sum| (!self.is_few_paid(sum), sum.paid_to.len() + sum.due_to.len(), sum.spent));
            let mut alone = Vec::new();
            let mut together: Option<(Vec<Spent>, Sum)> = None;
            for sum in sums {
                let is_few = self.is_few_paid(&sum);
                together = match together {
                    // One that stands together with nothing is told from the phase's sum.
                    Some((mut parts, of)) if is_few || self.is_few_paid(&of) || parts.len() < 2 => {
                        parts.push(sum.spent);
                        Some((parts, added(of, sum)))
                    }
                    None if is_few => Some((vec![sum.spent], sum)),
                    rest => {
                        alone.push(sum);
                        rest
                    }
                };
            }
            alone.sort_by_key(|sum| sum.spent);
            all.extend(alone.into_iter().map(|sum| Together { parts: vec![sum.spent], sum, is_few: false }));
            all.extend(together.map(|(parts, sum)| Together { is_few: self.is_few_paid(&sum), parts, sum }));
        }
        all
    }

    /// The same of all phases, in one currency: what is told by itself in each phase is told by itself, and the rest together. It is left
    /// out where taking away what is told of phases would leave one phase's, or what is of few.
    fn whole(self, phases: &[&Together]) -> Vec<Together> {
        let is_mixed = |of: &&&Together| of.is_few || of.parts.len() > 1;
        let mixed: BTreeSet<Spent> = phases.iter().filter(is_mixed).flat_map(|of| of.parts.iter().copied()).collect();
        let mut alone: BTreeMap<Spent, Sum> = BTreeMap::new();
        let mut rest: Option<Sum> = None;
        let (mut left_out, mut times) = (None, 0);
        for of in phases {
            let sum = of.sum.clone();
            match of.parts[..] {
                [part] if !mixed.contains(&part) => {
                    let sum = and(alone.remove(&part), sum);
                    alone.insert(part, sum);
                }
                _ => {
                    if of.is_few {
                        left_out = Some(and(left_out, sum.clone()));
                        times += 1;
                    }
                    rest = Some(and(rest, sum));
                }
            }
        }
        let is_few = left_out.is_some_and(|sum| times < 2 || self.is_few_paid(&sum));
        let alone = alone.into_iter().map(|(part, sum)| Together { parts: vec![part], sum, is_few: false });
        let rest = rest.map(|sum| Together { parts: mixed.iter().copied().collect(), sum, is_few });
        alone.chain(rest).collect()
    }
}

fn added(mut one: Sum, other: Sum) -> Sum {
    one.paid.0 += other.paid.0;
    one.due.0 += other.due.0;
    one.paid_to.extend(other.paid_to);
    one.due_to.extend(other.due_to);
    one
}

fn and(so_far: Option<Sum>, other: Sum) -> Sum {
    match so_far {
        Some(so_far) => added(so_far, other),
        None => other,
    }
}

fn with(mut one: Budget, other: Budget) -> Budget {
    one.budget.amount.0 += other.budget.amount.0;
    one.paid.0 += other.paid.0;
    one.left.0 += other.left.0;
    one
}

/// What is left of a budget is told where all that was spent of it is.
fn of_budget(phase: Option<&str>, of: &Budget, is_few: bool) -> Budgeted {
    let said = |sum| if is_few { Said::Few } else { Said::Is(sum) };
    Budgeted { phase: phase.map(str::to_owned), budget: of.budget.clone(), paid: said(of.paid), left: said(of.left) }
}
