//! Whether what a day of service cost is told. It is of those alone whose service is over and has days: beside the money and the days of the
//! same phase it tells what all others were paid, and so it is told where that is nobody, or of enough.

use super::least::Least;
use super::served::Served;
use super::spending::{SEVERAL, Spending};
use super::{Figures, Phase, Said};
use crate::programme::derived::Derived;
use crate::programme::totals::{Spent, Sum};
use std::collections::{BTreeMap, BTreeSet};

/// What of money and days is told beside it.
pub struct Beside<'a> {
    /// Placements and days.
    pub served: &'a [Served],
    /// Money.
    pub money: &'a [Spending],
    /// Phases and currencies in which those who return were helped with money: it can stand together with what is paid for days.
    pub helped: BTreeSet<(String, String)>,
}

impl<'a> Beside<'a> {
    /// Of what is told, and of the sums that it was made of.
    pub fn of(served: &'a [Served], money: &'a [Spending], sums: &[Sum]) -> Self {
        let helped = sums.iter().filter(|sum| sum.spent == Spent::Reintegration);
        Self { served, money, helped: helped.map(|sum| (sum.phase.clone(), sum.currency.clone())).collect() }
    }

    /// Whether all money of a phase, or of the whole, is told in a currency, and nothing else stands together with it.
    fn is_money_told(&self, phase: Option<&str>, currency: &str) -> bool {
        let is_of = |(helped, of): &(String, String)| of == currency && phase.is_none_or(|phase| phase == helped);
        let is_helped = self.helped.iter().any(is_of);
        let mut own = self.money.iter().filter(|row| row.phase.as_deref() == phase && row.currency == currency);
        own.all(|row| matches!(row.paid, Said::Is(_)) && (row.spent != SEVERAL || !is_helped))
    }

    /// The same, and all days.
    fn is_told(&self, phase: Option<&str>, currency: &str) -> bool {
        let mut days = self.served.iter().filter(|row| row.phase.as_deref() == phase);
        days.all(|row| matches!(row.days, Said::Is(_))) && self.is_money_told(phase, currency)
    }
}

impl Least {
    /// Whether what was paid for days, or what was paid beside it, is of few.
    fn is_few_paid_for(self, of: &Derived, currency: &str) -> bool {
        let is_few = |of: &BTreeMap<String, BTreeSet<String>>| of.get(currency).is_some_and(|of| self.is_few(of));
        is_few(&of.paid) || is_few(&of.paid_beside)
    }

    /// Leaves a phase's cost out where it tells of few.
    pub(super) fn costs(self, phases: &mut [Phase], of: &[(String, Derived)], beside: &Beside<'_>) {
        for (phase, (name, of)) in phases.iter_mut().zip(of) {
            leave_out(&mut phase.figures, |currency| {
                self.is_few_paid_for(of, currency) || !beside.is_told(Some(name), currency)
            });
        }
    }

    /// Leaves the cost of the whole out where it tells of few, of phases whose money is told each by itself, of the others together: their
    /// money is what is left of the whole's. Where a phase has nobody who serves still, its part of the cost is its money, and who knows it
    /// takes it away.
    pub(super) fn whole_cost(self, whole: (&mut Figures, &Derived), of: &[(String, Derived)], beside: &Beside<'_>) {
        let (figures, derived) = whole;
        leave_out(figures, |currency| {
            let is_open = |(name, _): &&(String, Derived)| beside.is_money_told(Some(name), currency);
            let (open, closed): (Vec<_>, Vec<_>) = of.iter().partition(is_open);
            let closed = closed.into_iter().map(|(_, of)| of).fold(Derived::default(), together);
            let mut parts = open.into_iter().map(|(_, of)| of).chain([derived, &closed]);
            parts.any(|of| self.is_few_paid_for(of, currency)) || !beside.is_told(None, currency)
        });
    }
}

/// A cost is told in all its currencies or in none.
fn leave_out(figures: &mut Figures, is_few: impl Fn(&str) -> bool) {
    if matches!(&figures.cost_a_day, Said::Is(cost) if cost.keys().any(|currency| is_few(currency))) {
        figures.cost_a_day = Said::Few;
    }
}

/// Who was paid, of two phases.
fn together(mut all: Derived, of: &Derived) -> Derived {
    for (all, of) in [(&mut all.paid, &of.paid), (&mut all.paid_beside, &of.paid_beside)] {
        for (currency, paid) in of {
            all.entry(currency.clone()).or_default().extend(paid.iter().cloned());
        }
    }
    all
}
