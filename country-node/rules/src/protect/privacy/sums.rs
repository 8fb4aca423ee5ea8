//! Sums of quantities under differential privacy.
//!
//! What carries the noise is how far values lie over the middle of their bounds, all together, in whole half steps: one person
//! moves that by half of the range at most. A sum is the middle times the persons with a value, as they are said, and this; so
//! the noise of the two is in it, and that of the persons falls out of a mean near the middle.

use super::agree::Noisy;
use super::limits::Limits;
use super::{NanoRho, noise, sizes, whole};
use crate::measured::Measured;
use crate::protect::ProtectFault;
use crate::release::{ReleasedCell, Table};
use crate::tally::RawSums;
use schema::concept::Axis;
use schema::digits::to_digits;
use schema::figure::Z95;
use std::collections::BTreeMap;

/// Digits of a stored sum: what is said has fewer, and is rounded once its cells are added up.
const STORED_DIGITS: i32 = 7;

/// How far values lie over the middle, with noise, in the quantity's unit.
pub(super) fn noisy(raw: &RawSums, rho: NanoRho, axes: &BTreeMap<Axis, usize>) -> Result<Noisy, ProtectFault> {
    let over_middle = raw.cells.iter().map(|cell| cell.over_middle).collect();
    let (cells, variance) = noise::add(over_middle, raw.grid.reach(), rho)?;
    let unit = raw.grid.half_step();
    Ok(Noisy {
        measured: Measured::Sum { of: raw.of.clone() },
        dimensions: raw.counts.dimensions.clone(),
        sizes: sizes(&raw.counts.dimensions, axes),
        cells: cells.into_iter().map(|half_steps| half_steps * unit).collect(),
        variance: variance * unit * unit,
    })
}

/// The sums, where the counts of those with a value are said; never beyond what so many persons can add.
pub(super) fn release(raw: &RawSums, counts: &Noisy, over_middle: &Noisy, threshold: u32) -> Table {
    let limits = Limits::of(counts, threshold);
    let (middle, (lower, upper)) = (raw.grid.middle(), raw.grid.bounds());
    let cells = counts.cells.iter().zip(&over_middle.cells).enumerate();
    let cells = cells.filter_map(|(place, (persons, over))| {
        let (persons, half_width) = limits.said(*persons)?;
        let sum = (middle * persons + over).clamp(lower * persons, upper * persons);
        let half_width = (Z95 * Z95 * over_middle.variance + (middle * half_width).powi(2)).sqrt();
        let (sum, half_width) = (to_digits(sum, STORED_DIGITS), to_digits(half_width, STORED_DIGITS));
        ReleasedCell::estimate(place, sum, 0.0, half_width, whole(persons))
    });
    Table::new(counts.dimensions.clone(), cells.collect())
        .of(over_middle.measured.clone())
        .with_upper(limits.upper() * upper)
        .beside_counts(middle)
}
