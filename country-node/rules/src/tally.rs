//! Raw counts. A tally is mute: it has no `Serialize`, no `Display`, a `Debug` that shows its shape only, and its cells
//! can be read in this crate alone, by the mechanisms that protect them.

use crate::columns::{Column, Totals};
use schema::concept::Dimension;

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

    /// Takes in a cell of other persons.
    pub(crate) fn join(&mut self, other: &Self) {
        self.records += other.records;
        self.weight += other.weight;
        self.weight_squared += other.weight_squared;
        self.key = self.key.wrapping_add(other.key);
    }
}

/// One table of raw counts: cells row-major in the order of its dimensions.
pub(crate) struct RawTable {
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) cells: Vec<Cell>,
}

/// The raw counts of one segment, in the order of the records' list of segments.
pub struct Tally {
    /// All segments together: what is said in public about weights comes from here, never from one small segment.
    pub(crate) whole: Cell,
    pub(crate) tables: Vec<RawTable>,
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("tables", &self.tables.len()).finish_non_exhaustive()
    }
}

/// Adds totals up to every table; they are one open segment.
pub fn add_up(totals: &Totals, tables: &[Vec<Dimension>]) -> Tally {
    let weight = totals.persons.iter().map(|persons| *persons as f64).sum();
    let total = Cell { weight, ..Cell::default() };
    let mut tally = Tally { whole: total, tables: Vec::new() };
    for dimensions in tables {
        let (places, size) = positions(&totals.dimensions, dimensions, totals.persons.len());
        let mut cells = vec![Cell::default(); size];
        for (place, persons) in places.iter().zip(&totals.persons) {
            if let Some(cell) = cells.get_mut(*place as usize) {
                cell.weight += *persons as f64;
            }
        }
        tally.tables.push(RawTable { dimensions: dimensions.clone(), cells });
    }
    tally
}

/// Each row's place in a row-major table over `dimensions`, and the table's size.
fn positions(columns: &[Column], dimensions: &[Dimension], rows: usize) -> (Vec<u32>, usize) {
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
