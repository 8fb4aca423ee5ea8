//! A threshold with secondary suppression: small counts are withheld, and so many others that they cannot be had from these.
//!
//! 1. *Small.* A cell of fewer respondents than the threshold is withheld. A cell of nobody is withheld with them, so that small
//!    cells and empty ones look alike; where the figures around it say that it is empty anyway, it is published as 0.
//! 2. *Others.* A table with all of its margins is a family. Every withheld cell of a family must be able to lie, for all that
//!    is published of the family, anywhere in a span as wide as the threshold; until it does, further cells are withheld, those
//!    first that cost least. A margin that one family withholds is withheld in all of them, so families are gone through until
//!    nothing changes.
//! 3. *Proof.* The ends of a cell's span are the optima of a linear programme: cells are not negative, and each sum is the sum of
//!    its parts. A cell is proved by two feasible points of it, tables that agree with all that is published and differ in the
//!    cell by the threshold. They are found in closed form, by moving people round cycles of withheld cells (as the hypercube
//!    method does, with longer cycles), and in small families by solving the programme where cycles do not suffice. What is
//!    proved neither way is withheld further, in the last resort the table whole: the work is bounded.
//!
//! Which cells are withheld as small and which beside them is not told, so that an attacker has nothing to bound a withheld cell
//! with but what is published. Of weighted records the sums of weights are proved in the same way as the respondents, and
//! respondents are not published: of two exact tables of the same cells nothing was proved together. For the same reason
//! standard errors take weights as alike in all cells.
//!
//! It bounds nothing across two releases, nor what tables of different families say together beyond the margins they share.
//! Source: Fischetti and Salazar (2001) for the programme and the audit; the hypercube method of tau-ARGUS for the cycles.

mod aspect;
mod evidence;
mod family;
mod further;
mod grid;
mod margins;
mod plane;
mod programme;
mod shown;
mod suppress;
mod walk;

use super::weighted::Scale;
use super::{Protect, ProtectFault, Protected};
use crate::release::{Absent, ReleasedCell, Table};
use crate::tally::{Cell, RawTable, Tally};
use schema::provenance::MechanismName;

/// A threshold with secondary suppression.
pub struct Threshold {
    /// Figures of fewer respondents are withheld.
    pub threshold: u32,
}

impl Protect for Threshold {
    fn name(&self) -> MechanismName {
        MechanismName::Threshold
    }

    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault> {
        if !tally.sums.is_empty() {
            return Err(ProtectFault("a threshold with secondary suppression releases no sums of quantities".into()));
        }
        let shown = suppress::suppress(tally, self.threshold, suppress::MOST_EFFORT);
        let scale = Scale::of(&tally.whole);
        let weighted = (!tally.whole.is_unweighted()).then_some(&scale);
        let total = tally.tables.iter().position(|raw| raw.dimensions.is_empty()).filter(|at| shown.is((*at, 0)));
        let total = total.and_then(|at| tally.tables.get(at)?.cells.first());
        let tables = tally.tables.iter().enumerate().map(|(number, raw)| {
            let table = Table::new(raw.dimensions.clone(), released(raw, shown.table(number), weighted));
            // What is left of the total: it follows from what is published, and bounds each cell that is left out.
            let off = rounding(weighted) * (table.published() + 1) as f64;
            let left = total.map(|total| {
                (weighted.map_or(total.weight, |scale| scale.round(total.weight)) - table.sum() + off).max(0.0)
            });
            match left {
                Some(left) => table.with_upper(left),
                None => table,
            }
        });
        Ok(Protected {
            tables: tables.collect(),
            absent: Absent::Hidden,
            method: self.words(weighted),
            // No more than is published: beside exact figures a share to a percent would tell of a small segment.
            persons: total.map_or(0.0, |total| f64::from(total.records)),
            spent: None,
            bound: None,
        })
    }

    fn outside(&self, _: &Tally, persons: u32) -> Result<f64, ProtectFault> {
        // In whole steps of the threshold: beside an exact total a share to a percent would tell of one person.
        Ok(f64::from(persons / self.threshold.max(1) * self.threshold.max(1)))
    }
}

impl Threshold {
    fn words(&self, weighted: Option<&Scale>) -> String {
        let threshold = self.threshold;
        let estimates = weighted.map_or_else(String::new, |scale| {
            format!(
                " Estimates are sums of weights, rounded to {}. Standard errors treat records as drawn with replacement, and \
                 weights as alike in all cells.",
                scale.unit
            )
        });
        format!(
            "Threshold with secondary suppression: figures of fewer than {threshold} respondents are withheld, and others \
             beside them, until each withheld figure of a table and its margins can lie anywhere in a span of {threshold} \
             respondents for all that these tables say, proved by linear programming. Which of them are small is not told; \
             nobody is said as 0 where the figures around say so.{estimates}"
        )
    }
}

/// The cells of a table that are shown. Without weights they are exact, and everybody who was counted is a respondent.
fn released(raw: &RawTable, shown: &[bool], weighted: Option<&Scale>) -> Vec<ReleasedCell> {
    let cells = raw.cells.iter().zip(shown).enumerate().filter(|(_, (_, shown))| **shown);
    let release = |(place, (cell, _)): (usize, (&Cell, &bool))| match weighted {
        None => ReleasedCell::estimate(place, cell.weight, 0.0, 0.0, cell.records),
        Some(scale) => {
            let value = scale.round(cell.weight);
            ReleasedCell::alone(place, value, scale.standard_error(value, value * scale.squares), rounding(weighted))
        }
    };
    cells.filter_map(release).collect()
}

/// How far rounding takes a figure at most.
fn rounding(weighted: Option<&Scale>) -> f64 {
    weighted.map_or(0.0, |scale| scale.unit / 2.0)
}

#[cfg(test)]
mod tests;
