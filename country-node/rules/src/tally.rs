//! Raw counts. A tally is mute: it has no `Serialize`, no `Display`, a `Debug` that shows its shape only, and its cells
//! can be read in this crate alone, by the mechanisms that protect them.

use crate::columns::{Column, Totals};
use crate::grid::Grid;
use crate::measured::Measured;
use schema::concept::Axis;
use std::collections::BTreeMap;

/// What is counted in one cell.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct Cell {
    /// Records.
    pub(crate) records: u32,
    /// Sum of weights, or of persons.
    pub(crate) weight: f64,
    /// Sum of squared weights.
    pub(crate) weight_squared: f64,
    /// Wrapping sum of record keys: the same set of persons always has the same key.
    pub(crate) key: u64,
}

impl Cell {
    /// Counts one record.
    #[inline]
    pub(crate) fn add(&mut self, weight: f64, key: u64) {
        self.records += 1;
        self.weight += weight;
        self.weight_squared += weight * weight;
        self.key = self.key.wrapping_add(key);
    }

    /// Whether every record counts one person: the squares of how far weights lie from one add up to nothing.
    pub(crate) fn is_unweighted(&self) -> bool {
        (self.weight_squared - 2.0 * self.weight + f64::from(self.records)).abs() < f64::EPSILON
    }

    /// Takes in a cell of other persons.
    pub(crate) fn join(&mut self, other: &Self) {
        self.records += other.records;
        self.weight += other.weight;
        self.weight_squared += other.weight_squared;
        self.key = self.key.wrapping_add(other.key);
    }
}

/// What a quantity's values in one cell add up to.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) struct SumCell {
    /// Sum of weight times value.
    pub(crate) sum: f64,
    /// Sum of squared weight times value.
    pub(crate) cross: f64,
    /// Sum of squared weight times squared value.
    pub(crate) squares: f64,
    /// The two largest of weight times value, the largest first.
    pub(crate) largest: [f64; 2],
    /// Sum of the half steps that values lie over the middle of their bounds, without weights.
    pub(crate) over_middle: i64,
}

impl SumCell {
    /// Adds one record's value, which lies so many half steps over the middle.
    pub(crate) fn add(&mut self, weight: f64, value: f64, over_middle: i64) {
        let [first, second] = self.largest;
        let part = weight * value;
        self.sum += part;
        self.cross += weight * part;
        self.squares += part * part;
        self.over_middle += over_middle;
        self.largest = if part > first { [part, first] } else { [first, second.max(part)] };
    }
}

/// One table of raw sums of a quantity, with the raw counts of those who have a value.
pub(crate) struct RawSums {
    pub(crate) of: String,
    /// The largest that a value can be, by the rulebook.
    pub(crate) bound: f64,
    /// How far values can lie apart, by the rulebook.
    pub(crate) range: f64,
    /// The whole steps that its values are told in.
    pub(crate) grid: Grid,
    /// The part of a privacy budget that the quantity spends, over all of its tables.
    pub(crate) share: f64,
    pub(crate) counts: RawTable,
    pub(crate) cells: Vec<SumCell>,
}

/// One table of raw counts: cells row-major in the order of its dimensions.
#[derive(Clone)]
pub(crate) struct RawTable {
    pub(crate) measured: Measured,
    pub(crate) dimensions: Vec<Axis>,
    pub(crate) cells: Vec<Cell>,
}

/// The raw counts of one segment, in the order of the records' list of segments.
pub struct Tally {
    /// All segments together: what is said in public about weights comes from here, never from one small segment.
    pub(crate) whole: Cell,
    /// How many codes each dimension has.
    pub(crate) axes: BTreeMap<Axis, usize>,
    pub(crate) tables: Vec<RawTable>,
    /// Sums of quantities; the counts of those who have a value stand among the tables too.
    pub(crate) sums: Vec<RawSums>,
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("tables", &self.tables.len()).finish_non_exhaustive()
    }
}

/// Adds totals up to every table; they are one open segment.
pub fn add_up(totals: &Totals, tables: &[Vec<Axis>]) -> Tally {
    let weight = totals.persons.iter().map(|persons| *persons as f64).sum();
    let total = Cell { weight, ..Cell::default() };
    let axes = totals.dimensions.iter().map(|column| (column.dimension, column.domain.len())).collect();
    let mut tally = Tally { whole: total, axes, tables: Vec::new(), sums: Vec::new() };
    for dimensions in tables {
        let (places, size) = positions(&totals.dimensions, dimensions, totals.persons.len());
        let mut cells = vec![Cell::default(); size];
        for (place, persons) in places.iter().zip(&totals.persons) {
            if let Some(cell) = cells.get_mut(*place as usize) {
                cell.weight += *persons as f64;
            }
        }
        tally.tables.push(RawTable { measured: Measured::Persons, dimensions: dimensions.clone(), cells });
    }
    tally
}

/// Each row's place in a row-major table over `dimensions`, and the table's size.
fn positions(columns: &[Column], dimensions: &[Axis], rows: usize) -> (Vec<u32>, usize) {
    let mut places = vec![0_u32; rows];
    let mut size = 1;
    for column in dimensions.iter().filter_map(|d| columns.iter().find(|column| column.dimension == *d)) {
        let width = u32::try_from(column.domain.len()).unwrap_or(u32::MAX);
        for (place, code) in places.iter_mut().zip(&column.places) {
            *place = place.saturating_mul(width).saturating_add(u32::from(*code));
        }
        size *= column.domain.len();
    }
    (places, size)
}
