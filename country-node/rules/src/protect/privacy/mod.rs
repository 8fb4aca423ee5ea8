//! Differential privacy under zCDP: discrete Gaussian noise on every cell, one budget for the whole catalogue.
//!
//! Two sets of persons are neighbours if one has one person more. That person counts one in one cell of each table, so a table
//! of rho has noise of variance 1 / (2 rho) (Bun and Steinke 2016), and the rhos of all tables add up. Segments are disjoint,
//! so all of them together spend what one of them does. A release is drawn once: questions on it are post-processing.
//!
//! - `share`: the release's rho shared out over its tables, to the last unit.
//! - `noise`: opendp's discrete Gaussian.
//! - `agree`: tables that agree with each other, by weighted least squares.
//! - `bound`: what is promised, in plain words.

mod agree;
mod bound;
mod noise;
mod share;
#[cfg(test)]
mod tests;

use super::{Protect, ProtectFault, Protected};
use crate::release::{Absent, ReleasedCell, Table};
use crate::tally::{RawTable, Tally};
use agree::Noisy;
use schema::concept::Dimension;
use schema::figure::Z95;
use schema::provenance::MechanismName;
use std::collections::BTreeMap;

/// A release's budget in billionths of rho, so that sums are exact.
pub type NanoRho = u64;

/// Rho in billionths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rulebook's rho is checked to be small")]
pub fn nano(rho: f64) -> NanoRho {
    (rho * 1e9).round() as NanoRho
}

/// Figures below this many standard deviations of their noise are withheld: of empty cells hardly one in 30,000 lies above,
/// and the choice of what is published hardly bends the intervals of what is.
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

impl Privacy {
    fn noisy(&self, tally: &Tally) -> Result<Vec<Noisy>, ProtectFault> {
        let widths: Vec<usize> = tally.tables.iter().map(|raw| raw.dimensions.len()).collect();
        let shares = share::share(self.budget, self.shares, &widths);
        tally.tables.iter().zip(shares).map(|(raw, rho)| noisy_table(raw, rho, &tally.axes)).collect()
    }

    fn release(&self, noisy: &Noisy) -> Table {
        let deviation = noisy.variance.sqrt();
        let least = f64::from(self.threshold).max((DEVIATIONS * deviation).ceil());
        // Rounding to whole persons adds a twelfth to the variance.
        let half_width = (Z95 * (noisy.variance + 1.0 / 12.0).sqrt()).ceil();
        let cells = noisy.cells.iter().enumerate().filter_map(|(place, value)| {
            let persons = value.round();
            if persons < least {
                return None;
            }
            ReleasedCell::estimate(place, persons, 0.0, half_width, whole(persons))
        });
        Table::new(noisy.dimensions.clone(), cells.collect()).with_upper(least - 1.0 + half_width)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a u32 holds")]
fn whole(persons: f64) -> u32 {
    persons.clamp(0.0, f64::from(u32::MAX)) as u32
}

fn noisy_table(raw: &RawTable, rho: NanoRho, axes: &BTreeMap<Dimension, usize>) -> Result<Noisy, ProtectFault> {
    let mut counts = Vec::with_capacity(raw.cells.len());
    for cell in &raw.cells {
        if (cell.weight - f64::from(cell.records)).abs() > 1e-9 {
            return Err(ProtectFault("differential privacy counts persons: records with weights need another".into()));
        }
        counts.push(i64::from(cell.records));
    }
    let (cells, variance) = noise::add(counts, rho)?;
    let sizes = raw.dimensions.iter().map(|dimension| axes.get(dimension).copied().unwrap_or(1)).collect();
    Ok(Noisy { dimensions: raw.dimensions.clone(), sizes, cells, variance })
}

impl Protect for Privacy {
    fn name(&self) -> MechanismName {
        MechanismName::DifferentialPrivacy
    }

    fn protect(&self, tally: &Tally) -> Result<Protected, ProtectFault> {
        if !tally.sums.is_empty() {
            return Err(ProtectFault("differential privacy releases no sums of quantities".into()));
        }
        let noisy = self.noisy(tally)?;
        let tables = if self.consistent { agree::agree(&noisy) } else { noisy };
        let persons = tables.iter().find(|table| table.dimensions.is_empty()).and_then(|total| total.cells.first());
        let persons = persons.map_or(0.0, |persons| persons.round().max(0.0));
        let dimensions: Vec<Vec<Dimension>> = tally.tables.iter().map(|raw| raw.dimensions.clone()).collect();
        let agreement = if self.consistent { ", made to agree by least squares" } else { "" };
        Ok(Protected {
            tables: tables.iter().map(|table| self.release(table)).collect(),
            // Each table has a bound of its own.
            absent: Absent::Withheld { upper: f64::from(self.threshold) },
            method: format!(
                "Differential privacy (zCDP, rho = {} for the release): discrete Gaussian noise on every count of \
                 persons{agreement}. Figures under {} persons, or under {DEVIATIONS} standard deviations of their noise, \
                 are withheld.",
                self.budget as f64 / 1e9,
                self.threshold,
            ),
            persons,
            spent: Some(self.budget),
            bound: Some(bound::words(self.budget, self.shares, &dimensions)),
        })
    }

    /// Persons outside of all segments are disjoint from them, so counting them with the total's noise spends nothing more.
    fn outside(&self, tally: &Tally, persons: u32) -> Result<f64, ProtectFault> {
        let widths: Vec<usize> = tally.tables.iter().map(|raw| raw.dimensions.len()).collect();
        let rho = share::share(self.budget, self.shares, &widths).first().copied().unwrap_or(self.budget);
        let (noisy, _) = noise::add(vec![i64::from(persons)], rho)?;
        Ok(noisy.first().copied().unwrap_or_default().max(0.0))
    }
}
