//! Raw counts. A tally is mute: it has no `Serialize`, no `Display`, a `Debug` that shows its shape only, and its cells
//! can be read in this crate alone, by the mechanisms that protect them.

use crate::columns::{Column, Columns, Totals};
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
    fn add(&mut self, weight: f64, key: u64) {
        self.records += 1;
        self.weight += weight;
        self.weight_squared += weight * weight;
        self.key = self.key.wrapping_add(key);
    }
}

/// One table of raw counts: cells row-major in the order of its dimensions.
pub(crate) struct RawTable {
    pub(crate) dimensions: Vec<Dimension>,
    pub(crate) cells: Vec<Cell>,
}

/// The raw counts of one segment, in the order of the records' list of segments.
pub struct Tally {
    pub(crate) total: Cell,
    pub(crate) tables: Vec<RawTable>,
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("tables", &self.tables.len()).finish_non_exhaustive()
    }
}

/// Counts every table for every segment.
pub fn count(records: &Columns, tables: &[Vec<Dimension>]) -> Vec<Tally> {
    let mut tallies: Vec<Tally> =
        records.segments.iter().map(|_| Tally { total: Cell::default(), tables: Vec::new() }).collect();
    let rows = || records.segment.iter().zip(&records.weights).zip(&records.keys).enumerate();
    for (_, ((segment, weight), key)) in rows() {
        if let Some(tally) = segment.and_then(|at| tallies.get_mut(usize::from(at))) {
            tally.total.add(*weight, *key);
        }
    }
    for dimensions in tables {
        let (places, size) = positions(&records.dimensions, dimensions, records.keys.len());
        let mut counted = vec![vec![Cell::default(); size]; tallies.len()];
        for (row, ((segment, weight), key)) in rows() {
            let cell = segment
                .and_then(|at| counted.get_mut(usize::from(at)))
                .and_then(|cells| cells.get_mut(*places.get(row)? as usize));
            if let Some(cell) = cell {
                cell.add(*weight, *key);
            }
        }
        for (tally, cells) in tallies.iter_mut().zip(counted) {
            tally.tables.push(RawTable { dimensions: dimensions.clone(), cells });
        }
    }
    tallies
}

/// Adds totals up to every table; they are one open segment.
pub fn add_up(totals: &Totals, tables: &[Vec<Dimension>]) -> Tally {
    let mut tally = Tally { total: Cell::default(), tables: Vec::new() };
    tally.total.weight = totals.persons.iter().map(|persons| *persons as f64).sum();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Segment;

    fn column(dimension: Dimension, domain: &[&str], places: &[u16]) -> Column {
        Column { dimension, domain: domain.iter().map(|c| (*c).to_owned()).collect(), places: places.to_vec() }
    }

    #[test]
    fn each_segment_is_counted_by_itself_and_nobody_without_one() {
        let records = Columns {
            dimensions: vec![
                column(Dimension::Sex, &["F", "M"], &[0, 1, 1, 0]),
                column(Dimension::Age, &["Y16T24", "Y25T34", "Y35T44"], &[2, 0, 2, 1]),
            ],
            weights: vec![10.0, 20.0, 30.0, 40.0],
            keys: vec![1, 2, u64::MAX, 8],
            segment: vec![Some(0), Some(0), Some(0), None],
            segments: vec![Segment::open()],
        };
        let tallies = count(&records, &[vec![], vec![Dimension::Sex], vec![Dimension::Sex, Dimension::Age]]);
        let [tally] = tallies.as_slice() else { panic!("one segment") };
        assert!(tally.total == Cell { records: 3, weight: 60.0, weight_squared: 1400.0, key: 2 });
        let women_and_men: Vec<u32> = tally.tables[1].cells.iter().map(|cell| cell.records).collect();
        assert_eq!(women_and_men, [1, 2]);
        // Row-major: women of the third band stand at 0 * 3 + 2, men of the third at 1 * 3 + 2.
        let by_age: Vec<f64> = tally.tables[2].cells.iter().map(|cell| cell.weight).collect();
        assert_eq!(by_age, [0.0, 0.0, 10.0, 20.0, 0.0, 30.0]);
        assert_eq!(format!("{tally:?}"), "Tally { tables: 3, .. }");
    }
}
