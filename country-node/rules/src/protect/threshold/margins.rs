//! What stands in the cells of a table's grid, and where each is published.

use super::grid::Grid;
use super::shown::Home;
use crate::tally::{Cell, RawTable, Tally};
use schema::concept::Axis;
use std::collections::BTreeSet;

/// The cells of a table, and the sums over them.
pub(super) fn with_margins(grid: &Grid, raw: &RawTable) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); grid.cells()];
    for (at, part) in grid.parts().zip(&raw.cells) {
        cells.get_mut(at).into_iter().for_each(|cell| *cell = *part);
    }
    for axis in grid.axes() {
        for sum in (0..grid.cells()).filter(|cell| axis.is_sum(axis.place(*cell))) {
            let mut whole = Cell::default();
            axis.codes(sum).filter_map(|part| cells.get(part)).for_each(|part| whole.join(part));
            cells.get_mut(sum).into_iter().for_each(|cell| *cell = whole);
        }
    }
    cells
}

/// Where each cell of a table's grid is published; a margin that the tally has no table of is published nowhere.
pub(super) fn homes(grid: &Grid, tally: &Tally, raw: &RawTable) -> Vec<Option<Home>> {
    let mut homes = vec![None; grid.cells()];
    for (number, table) in tally.tables.iter().enumerate() {
        let kept: BTreeSet<Axis> = table.dimensions.iter().copied().collect();
        if !table.dimensions.iter().all(|dimension| raw.dimensions.contains(dimension)) {
            continue;
        }
        // How far one step along each axis goes in this table; `None` along axes that it adds up.
        let width = |dimension: &Axis| tally.axes.get(dimension).copied().unwrap_or(1);
        let stride = |dimension: &Axis| {
            let later = table.dimensions.iter().skip_while(|other| *other != dimension).skip(1);
            kept.contains(dimension).then(|| later.map(width).product::<usize>())
        };
        let strides: Vec<Option<usize>> = raw.dimensions.iter().map(stride).collect();
        // An axis that stands in for none has one code, which is in every table.
        let strides = || strides.iter().copied().chain(std::iter::repeat(Some(0)));
        for (cell, home) in homes.iter_mut().enumerate() {
            let place = grid.axes().iter().zip(strides()).try_fold(0, |sum, (axis, stride)| {
                let place = axis.place(cell);
                match stride {
                    Some(stride) if !axis.is_sum(place) => Some(sum + place * stride),
                    None if axis.is_sum(place) => Some(sum),
                    _ => None,
                }
            });
            *home = place.map(|place| (number, place)).or(*home);
        }
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::Measured;
    use schema::concept::Dimension;

    fn table(dimensions: &[Axis], records: &[u32]) -> RawTable {
        let cells = records.iter().map(|records| Cell { records: *records, ..Cell::default() }).collect();
        RawTable { measured: Measured::Persons, dimensions: dimensions.to_vec(), cells }
    }

    #[test]
    fn every_margin_is_found_in_its_table_whatever_the_order_of_its_dimensions() {
        let (sex, age) = (Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Age));
        let tally = Tally {
            whole: Cell::default(),
            axes: [(sex, 2), (age, 3)].into(),
            tables: vec![table(&[age], &[5, 7, 9]), table(&[age, sex], &[1, 4, 2, 5, 3, 6])],
            sums: vec![],
        };
        let raw = table(&[sex, age], &[1, 2, 3, 4, 5, 6]);
        let grid = Grid::over(&[2, 3]);
        let records: Vec<u32> = with_margins(&grid, &raw).iter().map(|cell| cell.records).collect();
        assert_eq!(records, [1, 2, 3, 6, 4, 5, 6, 15, 5, 7, 9, 21]);
        let homes = homes(&grid, &tally, &raw);
        for (cell, home) in homes.iter().enumerate() {
            let published = home.map(|(table, place)| tally.tables[table].cells[place].records);
            let known = (!grid.axes()[1].is_sum(grid.axes()[1].place(cell))).then_some(records[cell]);
            assert_eq!(published, known, "cell {cell}: there is no table of {sex}, and no total");
        }
    }
}
