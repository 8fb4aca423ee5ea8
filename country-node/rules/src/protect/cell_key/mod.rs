//! The cell-key method: noise that depends on the set of persons in a cell, and a threshold after it.
//!
//! Source: Fraser and Wooton's method as the European Statistical System writes it, with a p-table of D = 5, V = 3,
//! js = 2, pstay = 0.5. A weighted figure is the perturbed count times the cell's mean weight. Everything that leaves is
//! rounded (figures to a power of ten at or below the mean weight, standard errors to two digits), because an exact mean
//! weight beside a perturbed count would give the count back.

mod ptable;
mod sums;

pub use ptable::{PTable, PTableFault};

use super::weighted::Scale;
use super::{Protect, ProtectFault, Protected};
use crate::release::{Absent, ReleasedCell, Table};
use crate::tally::{Cell, Tally};
use schema::provenance::MechanismName;

/// The cell-key method with a threshold.
pub struct CellKey {
    threshold: u32,
}

impl CellKey {
    /// With a threshold: figures of fewer respondents, after the noise, are withheld.
    pub fn new(threshold: u32) -> Self {
        Self { threshold }
    }

    /// A cell's perturbed count of respondents, or `None` where it is withheld.
    pub fn perturbed(&self, table: &PTable, records: u32, key: u64) -> Option<u32> {
        let perturbed = records.saturating_add_signed(table.noise(records, key));
        (perturbed >= self.threshold).then_some(perturbed)
    }

    /// Respondents of a segment, as they may be told.
    fn persons(&self, table: &PTable, tally: &Tally) -> f64 {
        let total = tally.tables.iter().find(|raw| raw.measured.is_persons() && raw.dimensions.is_empty());
        let total = total.and_then(|raw| raw.cells.first());
        total.and_then(|total| self.perturbed(table, total.records, total.key)).map_or(0.0, f64::from)
    }

    fn release(&self, table: &PTable, scale: &Scale, place: usize, cell: &Cell) -> Option<ReleasedCell> {
        if cell.records == 0 {
            return None;
        }
        let respondents = self.perturbed(table, cell.records, cell.key)?;
        let mean_weight = cell.weight / f64::from(cell.records);
        let value = scale.round(f64::from(respondents) * mean_weight);
        // The standard error is of the perturbed count too: with equal weights it is a function of the count alone, and would
        // give the true one back.
        let scaled = f64::from(respondents) / f64::from(cell.records);
        let standard_error = scale.standard_error(cell.weight * scaled, cell.weight_squared * scaled);
        let protection = f64::from(table.noise_95()) * mean_weight + (scale.unit - 1.0) / 2.0;
        ReleasedCell::estimate(place, value, standard_error, (protection / scale.unit).ceil() * scale.unit, respondents)
    }
}

impl Protect for CellKey {
    fn name(&self) -> MechanismName {
        MechanismName::CellKey
    }

    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault> {
        let table = PTable::ess();
        let scale = Scale::of(&tally.whole);
        let tables = tally.tables.iter().map(|raw| {
            let cells = raw.cells.iter().enumerate();
            let cells = cells.filter_map(|(place, cell)| self.release(table, &scale, place, cell));
            Table::new(raw.dimensions.clone(), cells.collect()).of(raw.measured.clone())
        });
        let sums = tally.sums.iter().map(|raw| sums::protect(self, table, &scale, raw));
        // A withheld count, before the noise, is below the threshold by at most the largest noise.
        let most = self.threshold.saturating_sub(1) + table.largest_noise();
        let (threshold, unit) = (self.threshold, scale.unit);
        Ok(Protected {
            tables: tables.chain(sums).collect(),
            absent: Absent::Withheld { upper: (f64::from(most) * scale.mean_weight / unit).ceil() * unit },
            method: format!(
                "Cell-key method: each count of respondents carries a fixed noise of at most {} (variance 3), and \
                 figures of fewer than {threshold} respondents are withheld. Estimates are the perturbed count times the \
                 mean weight, rounded to {unit}. Standard errors treat records as drawn with replacement.",
                table.largest_noise(),
            ),
            // Noisy, as the total is: one person more or less must not turn a share that is said to a percent.
            persons: self.persons(table, tally),
            spent: None,
            bound: None,
        })
    }

    /// In whole tens, or whatever the threshold is: who joins or leaves a segment moves the share no more than its noise does.
    fn outside(&self, _: &Tally, persons: u32) -> Result<f64, ProtectFault> {
        Ok(f64::from(persons / self.threshold.max(1) * self.threshold.max(1)))
    }
}

#[cfg(test)]
mod tests;
