//! Which cells of which tables are published.

use crate::tally::Tally;

/// A cell: the number of its table in the tally, and its place in the table.
pub(super) type Home = (usize, usize);

/// For each cell of each table whether it is published.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Shown(Vec<Vec<bool>>);

impl Shown {
    /// All cells of as many respondents as the threshold, and no other.
    pub(super) fn large(tally: &Tally, threshold: u32) -> Self {
        let large = |raw: &crate::tally::RawTable| raw.cells.iter().map(|cell| cell.records >= threshold).collect();
        Self(tally.tables.iter().map(large).collect())
    }

    /// A table's cells.
    pub(super) fn table(&self, table: usize) -> &[bool] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// Whether a cell is published.
    pub(super) fn is(&self, (table, place): Home) -> bool {
        self.table(table).get(place).copied().unwrap_or(false)
    }

    /// Publishes a cell, or withholds it.
    pub(super) fn set(&mut self, (table, place): Home, shown: bool) {
        if let Some(cell) = self.0.get_mut(table).and_then(|table| table.get_mut(place)) {
            *cell = shown;
        }
    }
}
