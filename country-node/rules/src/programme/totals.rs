//! Money and days of a programme, exactly: by phase and for what.

use super::book::Book;
use super::compensation::CompensationKind;
use super::content::Content;
use crate::matching::need::Mode;
use schema::directory::programme::Programme;
use schema::money::{Exact, Money};
use schema::programme::kind::Kind;
use schema::programme::state::State;
use std::collections::{BTreeMap, BTreeSet};

/// For what money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spent {
    /// A compensation of a kind.
    Compensation(CompensationKind),
    /// A help to reintegrate.
    Reintegration,
}

impl Spent {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compensation(kind) => kind.name(),
            Self::Reintegration => "REINTEGRATION",
        }
    }
}

/// Money of one phase, for one thing, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The phase.
    pub phase: String,
    /// For what.
    pub spent: Spent,
    /// The currency (ISO 4217).
    pub currency: String,
    /// What was paid.
    pub paid: Exact,
    /// What is still to be paid.
    pub due: Exact,
    /// Who was paid it.
    pub paid_to: BTreeSet<String>,
    /// Who is still to be paid.
    pub due_to: BTreeSet<String>,
}

/// Placements of one phase in one mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// The phase.
    pub phase: String,
    /// The mode.
    pub mode: &'static str,
    /// How many are planned, go on, are completed, and were broken off.
    pub planned: u64,
    /// Those that go on.
    pub started: u64,
    /// Those that are completed.
    pub completed: u64,
    /// Those that were broken off.
    pub broken_off: u64,
    /// Days of service of those that are over; those for good have none.
    pub days: u64,
    /// Who completed one.
    pub completed_by: BTreeSet<String>,
    /// Who broke one off.
    pub broken_by: BTreeSet<String>,
}

/// A phase's budget, and what is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The phase.
    pub phase: String,
    /// What there is.
    pub budget: Money,
    /// What was paid in the same currency.
    pub paid: Exact,
    /// What is left once all that is due is paid as well; under zero where there is not enough.
    pub left: Exact,
}

/// Money and days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Money, by phase, thing and currency.
    pub money: Vec<Sum>,
    /// Placements, by phase and mode.
    pub served: Vec<Served>,
    /// Budgets, of the phases that have one.
    pub budgets: Vec<Budget>,
}

/// A sum, and whose it is.
type Whose = (Exact, BTreeSet<String>);

/// What was paid and what is due, by phase, thing and currency.
type Adding = BTreeMap<(String, Spent, String), (Whose, Whose)>;

const NOTHING: fn() -> Exact = || Exact(0.into());

impl Totals {
    /// Of all that a programme's book has.
    pub fn of(book: &Book, programme: &Programme) -> Self {
        let mut money = Adding::new();
        for kind in [Kind::Compensation, Kind::Reintegration] {
            for record in book.of(kind).filter(|record| !record.now.state.is_void()) {
                let (spent, of, placement) = match record.now.content.as_ref() {
                    Content::Compensation(of) => (Spent::Compensation(of.kind), &of.money, &of.placement),
                    Content::Reintegration(of) => match &of.money {
                        Some(money) => (Spent::Reintegration, money, &of.placement),
                        None => continue,
                    },
                    _ => continue,
                };
                let phase = book.phase_of(record).unwrap_or_default().to_owned();
                let sum = money.entry((phase, spent, of.currency.clone()));
                let (paid, due) = sum.or_insert_with(|| ((NOTHING(), BTreeSet::new()), (NOTHING(), BTreeSet::new())));
                let is_paid = matches!(record.now.state, State::Paid | State::Completed);
                let (sum, of_whom) = if is_paid { paid } else { due };
                sum.0 += of.amount.0;
                of_whom.insert(book.whose(placement).unwrap_or_default().to_owned());
            }
        }
        let sum = |((phase, spent, currency), ((paid, paid_to), (due, due_to)))| Sum {
            phase,
            spent,
            currency,
            paid,
            due,
            paid_to,
            due_to,
        };
        let money: Vec<Sum> = money.into_iter().map(sum).collect();
        let budgets = programme.phases.iter().filter_map(|phase| {
            let budget = phase.budget.clone()?;
            let own = || money.iter().filter(|sum| sum.phase == phase.phase && sum.currency == budget.currency);
            let mut paid = NOTHING();
            own().for_each(|sum| paid.0 += sum.paid.0);
            let mut left = budget.amount;
            own().for_each(|sum| left.0 -= sum.paid.0 + sum.due.0);
            Some(Budget { phase: phase.phase.clone(), budget, paid, left })
        });
        let budgets = budgets.collect();
        Self { money, served: served(book), budgets }
    }
}

fn served(book: &Book) -> Vec<Served> {
    let mut all: BTreeMap<(String, Mode), Served> = BTreeMap::new();
    for record in book.of(Kind::Placement).filter(|record| !record.now.state.is_void()) {
        let Content::Placement(placement) = record.now.content.as_ref() else { continue };
        let (phase, mode) = (book.phase_of(record).unwrap_or_default().to_owned(), placement.mode.0);
        let served = all.entry((phase.clone(), mode)).or_insert_with(|| Served {
            phase,
            mode: mode.name(),
            ..Served::default()
        });
        match record.now.state {
            State::Started => served.started += 1,
            State::Completed => served.completed += 1,
            State::BrokenOff => served.broken_off += 1,
            _ => served.planned += 1,
        }
        if record.now.state.is_over() {
            served.days += u64::from(placement.days().unwrap_or(0));
            let who = book.whose(&record.id).unwrap_or_default().to_owned();
            let is_completed = record.now.state == State::Completed;
            if is_completed { &mut served.completed_by } else { &mut served.broken_by }.insert(who);
        }
    }
    all.into_values().collect()
}
