//! Counting: every table of a catalogue over all records, a pass a block, blocks side by side on the machine's cores.

use crate::columns::{Column, Columns};
use crate::cover::{Block, cover};
use crate::measured::Measured;
use crate::tally::{Cell, RawTable, Tally};
use schema::concept::Axis;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many records are placed at once before they are counted: their places stay in the fastest cache.
const STRETCH: usize = 2048;

/// Counts every table for every segment. A table's sums do not depend on how many cores there are: a block is counted by
/// one of them, in the order of the records.
pub fn count(records: &Columns, tables: &[Vec<Axis>]) -> Vec<Tally> {
    let sizes: Vec<(Axis, usize)> =
        records.dimensions.iter().map(|column| (column.dimension, column.domain.len())).collect();
    let blocks = cover(&sizes, tables);
    let next = AtomicUsize::new(0);
    let counted: Mutex<Vec<(usize, usize, RawTable)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                while let Some(block) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let made = added_up(records, block, tables);
                    counted.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(made);
                }
            });
        }
    });
    let mut counted = counted.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    counted.sort_by_key(|(segment, table, _)| (*segment, *table));
    let totals = totals(records);
    let mut whole = Cell::default();
    for total in &totals {
        whole.join(total);
    }
    let empty = || Tally {
        whole,
        axes: sizes.iter().copied().collect(),
        tables: Vec::with_capacity(tables.len()),
        sums: Vec::new(),
    };
    let mut tallies: Vec<Tally> = totals.into_iter().map(|_| empty()).collect();
    for (segment, _, table) in counted {
        if let Some(tally) = tallies.get_mut(segment) {
            tally.tables.push(table);
        }
    }
    tallies
}

/// The records of each segment together.
fn totals(records: &Columns) -> Vec<Cell> {
    let mut totals = vec![Cell::default(); records.segments.len()];
    for ((segment, weight), key) in records.segment.iter().zip(&records.weights).zip(&records.keys) {
        if let Some(total) = segment.and_then(|at| totals.get_mut(usize::from(at))) {
            total.add(*weight, *key);
        }
    }
    totals
}

/// Counts a block and adds its cells up to the tables that it serves, each as `(segment, table, cells)`.
fn added_up(records: &Columns, block: &Block, tables: &[Vec<Axis>]) -> Vec<(usize, usize, RawTable)> {
    let axes: Vec<&Column> = block.dimensions.iter().filter_map(|at| records.dimensions.get(*at)).collect();
    let size: usize = axes.iter().map(|axis| axis.domain.len()).product();
    let cells = pass(records, &axes, size);
    let mut made = Vec::new();
    for (segment, cells) in cells.chunks_exact(size.max(1)).enumerate() {
        for table in &block.tables {
            if let Some(dimensions) = tables.get(*table) {
                made.push((segment, *table, margin(cells, &axes, dimensions)));
            }
        }
    }
    made
}

/// One pass over all records: the block's cells, segment by segment.
fn pass(records: &Columns, axes: &[&Column], size: usize) -> Vec<Cell> {
    // One segment more at the end takes those who are counted nowhere, so that the pass has no branch.
    let nowhere = u16::try_from(records.segments.len()).unwrap_or(u16::MAX);
    let mut cells = vec![Cell::default(); size * (usize::from(nowhere) + 1)];
    let mut places = [0_u32; STRETCH];
    let mut from = 0;
    for ((segments, weights), keys) in
        records.segment.chunks(STRETCH).zip(records.weights.chunks(STRETCH)).zip(records.keys.chunks(STRETCH))
    {
        for (place, segment) in places.iter_mut().zip(segments) {
            *place = u32::from(segment.unwrap_or(nowhere));
        }
        for axis in axes {
            let width = u32::try_from(axis.domain.len()).unwrap_or(u32::MAX);
            for (place, code) in places.iter_mut().zip(axis.places.iter().skip(from).take(STRETCH)) {
                *place = *place * width + u32::from(*code);
            }
        }
        for ((place, weight), key) in places.iter().zip(weights).zip(keys) {
            if let Some(cell) = cells.get_mut(*place as usize) {
                cell.add(*weight, *key);
            }
        }
        from += STRETCH;
    }
    cells.truncate(size * usize::from(nowhere));
    cells
}

/// Adds a block's cells up over the axes that a table does not have. The table's cells are row-major in its own order.
fn margin(cells: &[Cell], axes: &[&Column], dimensions: &[Axis]) -> RawTable {
    let width =
        |dimension: &Axis| axes.iter().find(|axis| axis.dimension == *dimension).map_or(1, |axis| axis.domain.len());
    let size = dimensions.iter().map(width).product();
    let strides: Vec<usize> = axes
        .iter()
        .map(|axis| {
            let at = dimensions.iter().position(|dimension| *dimension == axis.dimension);
            at.map_or(0, |at| dimensions.iter().skip(at + 1).map(width).product())
        })
        .collect();
    let mut table = vec![Cell::default(); size];
    for (place, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.records > 0) {
        let mut rest = place;
        let mut to = 0;
        for (axis, stride) in axes.iter().zip(&strides).rev() {
            to += rest % axis.domain.len() * stride;
            rest /= axis.domain.len();
        }
        if let Some(sum) = table.get_mut(to) {
            sum.join(cell);
        }
    }
    RawTable { measured: Measured::Persons, dimensions: dimensions.to_vec(), cells: table }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Segment;
    use proptest::prelude::*;
    use schema::concept::Dimension;

    const AXES: [(Axis, usize); 5] = [
        (Axis::Shared(Dimension::Destination), 9),
        (Axis::Shared(Dimension::Sex), 2),
        (Axis::Shared(Dimension::Age), 7),
        (Axis::Shared(Dimension::Education), 4),
        (Axis::Shared(Dimension::Sector), 6),
    ];

    fn records(rows: &[([u16; 5], u8, u64, Option<u16>)]) -> Columns {
        let column = |(at, (dimension, size)): (usize, &(Axis, usize))| Column {
            dimension: *dimension,
            domain: (0..*size).map(|code| code.to_string()).collect(),
            places: rows.iter().map(|row| row.0[at] % u16::try_from(*size).unwrap()).collect(),
        };
        Columns {
            dimensions: AXES.iter().enumerate().map(column).collect(),
            weights: rows.iter().map(|row| f64::from(row.1) + 1.0).collect(),
            keys: rows.iter().map(|row| row.2).collect(),
            segment: rows.iter().map(|row| row.3).collect(),
            segments: vec![Segment::open(), Segment::open()],
            quantities: vec![],
        }
    }

    /// Counts one table the slow and plain way.
    fn plainly(records: &Columns, segment: u16, dimensions: &[Axis]) -> Vec<Cell> {
        let axes: Vec<&Column> =
            dimensions.iter().map(|d| records.dimensions.iter().find(|c| c.dimension == *d).unwrap()).collect();
        let mut cells = vec![Cell::default(); axes.iter().map(|axis| axis.domain.len()).product()];
        for row in (0..records.keys.len()).filter(|row| records.segment[*row] == Some(segment)) {
            let place = axes.iter().fold(0, |at, axis| at * axis.domain.len() + usize::from(axis.places[row]));
            cells[place].add(records.weights[row], records.keys[row]);
        }
        cells
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_cell_is_what_plain_counting_gives(
            rows in prop::collection::vec(
                (any::<[u16; 5]>(), any::<u8>(), any::<u64>(), prop::option::of(0_u16..2)),
                0..400,
            )
        ) {
            let records = records(&rows);
            let names: Vec<Axis> = AXES.iter().map(|(dimension, _)| *dimension).collect();
            let tables = [
                vec![], vec![names[4]], vec![names[0], names[2]], vec![names[3], names[1]],
                vec![names[0], names[3], names[4]], vec![names[1], names[2], names[3]],
            ];
            let tallies = count(&records, &tables);
            for (segment, tally) in (0_u16..).zip(&tallies) {

                for (raw, dimensions) in tally.tables.iter().zip(&tables) {
                    prop_assert_eq!(&raw.dimensions, dimensions);
                    prop_assert!(raw.cells == plainly(&records, segment, dimensions), "{:?}", dimensions);
                }
            }
        }
    }

    #[test]
    fn more_records_than_one_stretch_are_counted_to_the_last() {
        let rows: Vec<_> = (0..3 * STRETCH as u64 + 5).map(|n| ([(n % 97) as u16; 5], 1, n, Some(0))).collect();
        let tallies = count(&records(&rows), &[vec![Axis::Shared(Dimension::Sex)]]);
        let counted: u32 = tallies[0].tables[0].cells.iter().map(|cell| cell.records).sum();
        assert_eq!(counted as usize, rows.len());
    }

    #[test]
    fn each_segment_is_counted_by_itself_and_nobody_without_one() {
        let rows = [
            ([0, 0, 2, 0, 0], 9, 1, Some(0)),
            ([0, 1, 0, 0, 0], 19, 2, Some(0)),
            ([0, 1, 2, 0, 0], 29, u64::MAX, Some(0)),
            ([0, 0, 1, 0, 0], 39, 8, None),
        ];
        let tallies = count(
            &records(&rows),
            &[vec![Axis::Shared(Dimension::Sex)], vec![Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Age)]],
        );
        assert!(tallies[0].whole == Cell { records: 3, weight: 60.0, weight_squared: 1400.0, key: 2 });
        let women_and_men: Vec<u32> = tallies[0].tables[0].cells.iter().map(|cell| cell.records).collect();
        assert_eq!(women_and_men, [1, 2]);
        // Row-major: women of the third band stand at 0 * 7 + 2, men of it at 1 * 7 + 2.
        let by_age: Vec<f64> = tallies[0].tables[1].cells.iter().map(|cell| cell.weight).collect();
        assert_eq!((by_age[2], by_age[7], by_age[9]), (10.0, 20.0, 30.0));
        assert_eq!(format!("{:?}", tallies[0]), "Tally { tables: 2, .. }");
    }
}
