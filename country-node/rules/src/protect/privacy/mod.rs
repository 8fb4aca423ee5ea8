//! Differential privacy under zCDP: discrete Gaussian noise on every cell, one budget for the whole catalogue.
//!
//! Two sets of persons are neighbours if one has one person more. That person moves one cell of each table: a count by one, a
//! sum by `Grid::reach` at most. So a table of rho has noise of the variance 1 / (2 rho), in squares of that (Bun and
//! Steinke 2016), and the rhos of all tables add up. Segments are disjoint, so all of them together spend what one of them
//! does. A release is drawn once: questions on it are post-processing.
//!
//! - `share`: the release's rho shared out over its tables, to the last unit.
//! - `noise`: opendp's discrete Gaussian.
//! - `agree`: tables that agree with each other, by weighted least squares.
//! - `limits`: which counts are said, and their intervals.
//! - `sums`: sums of quantities from how far values lie from the middle of their bounds.
//! - `bound`: what is promised, in plain words.

mod agree;
mod bound;
mod limits;
mod noise;
mod share;
mod sums;
#[cfg(test)]
mod tests;

use super::{Protect, ProtectFault, Protected};
use crate::measured::Measured;
use crate::release::{Absent, ReleasedCell, Table};
use crate::tally::{RawTable, Tally};
use agree::Noisy;
use limits::Limits;
use schema::concept::Axis;
use schema::provenance::MechanismName;
use share::{Part, share};
use std::collections::BTreeMap;

/// A release's budget in billionths of rho, so that sums are exact.
pub type NanoRho = u64;

/// Rho in billionths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rulebook's rho is checked to be small")]
pub fn nano(rho: f64) -> NanoRho {
    (rho * 1e9).round() as NanoRho
}

/// Figures below this many standard deviations of their noise are withheld: of empty cells hardly one in 30,000 lies above.
const DEVIATIONS: f64 = 4.0;

/// Differential privacy.
pub struct Privacy {
    /// What one release spends.
    pub budget: NanoRho,
    /// Figures under it are withheld, after the noise.
    pub threshold: u32,
    /// The parts of the budget for tables of one dimension (and the total), of two, and of three and more.
    pub shares: [f64; 3],
    /// Whether tables are made to agree.
    pub consistent: bool,
}

/// The tally's counts with noise, then its sums.
fn noisy(tally: &Tally, parts: &[Part]) -> Result<Vec<Noisy>, ProtectFault> {
    let (of_counts, of_sums) = parts.split_at_checked(tally.tables.len()).unwrap_or((parts, &[]));
    let counts = tally.tables.iter().zip(of_counts).map(|(raw, part)| noisy_counts(raw, part.rho, &tally.axes));
    let sums = tally.sums.iter().zip(of_sums).map(|(raw, part)| sums::noisy(raw, part.rho, &tally.axes));
    counts.chain(sums).collect()
}

impl Privacy {
    fn release(&self, counts: &Noisy) -> Table {
        let limits = Limits::of(counts, self.threshold);
        let cells = counts.cells.iter().enumerate().filter_map(|(place, noisy)| {
            let (persons, half_width) = limits.said(*noisy)?;
            ReleasedCell::estimate(place, persons, 0.0, half_width, whole(persons))
        });
        Table::new(counts.dimensions.clone(), cells.collect()).with_upper(limits.upper()).of(counts.measured.clone())
    }

    fn method(&self, tally: &Tally) -> String {
        let agreement = if self.consistent { ", made to agree by least squares" } else { "" };
        let sums = if tally.sums.is_empty() {
            ""
        } else {
            " Sums of quantities carry such noise of the size of what one person can add within the declared bounds, and are \
             withheld where the count of those with a value is; means are these sums over these counts."
        };
        format!(
            "Differential privacy (zCDP, rho = {} for the release): discrete Gaussian noise on every count of \
             persons{agreement}. Figures under {} persons, or under {DEVIATIONS} standard deviations of their noise, are \
             withheld.{sums}",
            self.budget as f64 / 1e9,
            self.threshold,
        )
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a u32 holds")]
fn whole(persons: f64) -> u32 {
    persons.clamp(0.0, f64::from(u32::MAX)) as u32
}

fn noisy_counts(raw: &RawTable, rho: NanoRho, axes: &BTreeMap<Axis, usize>) -> Result<Noisy, ProtectFault> {
    let mut counts = Vec::with_capacity(raw.cells.len());
    for cell in &raw.cells {
        if (cell.weight - f64::from(cell.records)).abs() > 1e-9 {
            return Err(ProtectFault("differential privacy counts persons: records with weights need another".into()));
        }
        counts.push(i64::from(cell.records));
    }
    let (cells, variance) = noise::add(counts, 1, rho)?;
    Ok(Noisy {
        measured: raw.measured.clone(),
        dimensions: raw.dimensions.clone(),
        sizes: sizes(&raw.dimensions, axes),
        cells,
        variance,
    })
}

/// How many codes each of a table's dimensions has.
fn sizes(dimensions: &[Axis], axes: &BTreeMap<Axis, usize>) -> Vec<usize> {
    dimensions.iter().map(|dimension| axes.get(dimension).copied().unwrap_or(1)).collect()
}

impl Protect for Privacy {
    fn name(&self) -> MechanismName {
        MechanismName::DifferentialPrivacy
    }

    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault> {
        let parts = share(self.budget, self.shares, tally);
        let noisy = noisy(tally, &parts)?;
        let noisy = if self.consistent { agree::agree(&noisy) } else { noisy };
        let (counts, over_middle) = noisy.split_at_checked(tally.tables.len()).unwrap_or((&noisy, &[]));
        let sums = tally.sums.iter().zip(over_middle).filter_map(|(raw, over_middle)| {
            let answering = Measured::Answering { of: raw.of.clone() };
            let beside = |counts: &&Noisy| counts.measured == answering && counts.dimensions == raw.counts.dimensions;
            Some(sums::release(raw, counts.iter().find(beside)?, over_middle, self.threshold))
        });
        let persons = counts.iter().find(|table| table.dimensions.is_empty()).and_then(|total| total.cells.first());
        Ok(Protected {
            tables: counts.iter().map(|table| self.release(table)).chain(sums).collect(),
            // Each table has a bound of its own.
            absent: Absent::Withheld { upper: f64::from(self.threshold) },
            method: self.method(tally),
            persons: persons.map_or(0.0, |persons| persons.round().max(0.0)),
            spent: Some(self.budget),
            bound: Some(bound::words(&parts)),
        })
    }

    /// Persons outside of all segments are disjoint from them, so counting them with the total's noise spends nothing more.
    fn outside(&self, tally: &Tally, persons: u32) -> Result<f64, ProtectFault> {
        let parts = share(self.budget, self.shares, tally);
        let rho = parts.first().map_or(self.budget, |part| part.rho);
        let (noisy, _) = noise::add(vec![i64::from(persons)], 1, rho)?;
        Ok(noisy.first().copied().unwrap_or_default().max(0.0))
    }
}
