//! What is told of placements and days of service.

use super::Said;
use super::least::Least;
use crate::programme::totals;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Placements in one mode, of one phase or of the whole, as far as they are told. How many there are is no property of anybody.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// The phase; nothing of the whole.
    pub phase: Option<String>,
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

/// What is left out of a row.
#[derive(Clone, Copy)]
struct LeftOut {
    endings: bool,
    days: bool,
}

impl LeftOut {
    fn of(self, phase: Option<&str>, row: &totals::Served) -> Served {
        let said = |is_left_out, count| if is_left_out { Said::Few } else { Said::Is(count) };
        Served {
            phase: phase.map(str::to_owned),
            mode: row.mode,
            planned: row.planned,
            begun: row.started + row.completed + row.broken_off,
            completed: said(self.endings, row.completed),
            broken_off: said(self.endings, row.broken_off),
            days: said(self.days, row.days),
        }
    }
}

/// Whose placements of a row are over.
fn over(of: &totals::Served) -> BTreeSet<String> {
    of.completed_by.union(&of.broken_by).cloned().collect()
}

impl Least {
    /// Where the ending of few is left out in one row, it is in all: what is told of others leads to it. Days are left out of a phase.
    pub(super) fn served(self, of: &[totals::Served]) -> Vec<Served> {
        let endings = of.iter().any(|row| self.is_few_ending(row));
        let few_days: BTreeSet<&str> =
            of.iter().filter(|row| self.is_few(&over(row))).map(|row| row.phase.as_str()).collect();
        let row = |row: &totals::Served| {
            LeftOut { endings, days: few_days.contains(row.phase.as_str()) }.of(Some(&row.phase), row)
        };
        let mut told: Vec<Served> = of.iter().map(row).collect();
        let mut modes: BTreeMap<&str, Vec<&totals::Served>> = BTreeMap::new();
        for row in of {
            modes.entry(row.mode).or_default().push(row);
        }
        let whole: Vec<totals::Served> = modes.values().map(|rows| together(rows)).collect();
        let left_out = LeftOut {
            // How many began and how many of a phase came to their end are told beside it: from these and the whole a phase's follow.
            endings: endings || whole.iter().any(|row| self.is_few_ending(row)),
            days: modes.values().any(|rows| {
                let hidden: Vec<_> = rows.iter().copied().filter(|row| few_days.contains(row.phase.as_str())).collect();
                self.is_few(&over(&together(&hidden))) || is_of_one_phase(&hidden)
            }),
        };
        told.extend(whole.iter().map(|row| left_out.of(None, row)));
        told
    }

    /// That all of them broke off tells the same of each of few as that few did.
    fn is_few_ending(self, of: &totals::Served) -> bool {
        let all_broke_off = of.completed_by.is_empty() && !of.broken_by.is_empty();
        all_broke_off || self.is_few(&of.completed_by) || self.is_few(&of.broken_by)
    }
}

/// Whether what is over is of one phase alone: together with nothing it is that phase's.
fn is_of_one_phase(rows: &[&totals::Served]) -> bool {
    rows.iter().filter(|row| !over(row).is_empty()).count() == 1
}

/// Rows of one mode as one.
fn together(rows: &[&totals::Served]) -> totals::Served {
    let mut all = totals::Served::default();
    for row in rows {
        all.mode = row.mode;
        all.planned += row.planned;
        all.started += row.started;
        all.completed += row.completed;
        all.broken_off += row.broken_off;
        all.days += row.days;
        all.completed_by.extend(row.completed_by.iter().cloned());
        all.broken_by.extend(row.broken_by.iter().cloned());
    }
    all
}
