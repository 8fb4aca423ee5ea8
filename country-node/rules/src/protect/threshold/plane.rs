//! Cycles: changes of a table that no published figure shows.
//!
//! In a plane of two axes a change that keeps all lines at zero is a flow round cycles of cells that rise and fall by turns.
//! Along each other axis the plane has a partner at another place, where the same flow runs the other way, so that those lines
//! stay at zero too. With sums among the places this is more than the hypercube method: a cycle may take many corners, and
//! falls back on margins where these are withheld. In tables of two dimensions the cycles are all there is to find.

use super::grid::{Axis, Grid};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One cell of a cycle, and whether it rises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) cell: usize,
    pub(super) rises: bool,
}

/// A change by one: each cell of it rises or falls, and all lines of the grid stay as they are.
pub(super) struct Cycle {
    pub(super) steps: Vec<Step>,
    pub(super) price: u64,
}

/// A plane through a cell, with its partners along all other axes.
pub(super) struct Plane {
    rows: Axis,
    columns: Axis,
    /// The cell's own row and column.
    start: (usize, usize),
    /// For the plane and each partner: the number of its first cell, and whether it runs the way of the plane.
    layers: Vec<(usize, bool)>,
}

impl Plane {
    /// All planes through a cell, each with each choice of partners.
    pub(super) fn through(grid: &Grid, cell: usize) -> impl Iterator<Item = Self> {
        let count = grid.axes().len();
        let pairs = (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)));
        pairs.flat_map(move |pair| Self::between(grid, cell, pair))
    }

    /// The planes of two axes, numbered by their partners.
    fn between(grid: &Grid, cell: usize, (one, other): (usize, usize)) -> impl Iterator<Item = Self> {
        let is_free = move |at: &usize| *at != one && *at != other;
        let free: Vec<Axis> =
            grid.axes().iter().enumerate().filter(|(at, _)| is_free(at)).map(|(_, axis)| *axis).collect();
        let choices: usize = free.iter().map(|axis| axis.places() - 1).product();
        let ends = grid.axes().get(one).copied().zip(grid.axes().get(other).copied());
        let planes = ends.map(|(rows, columns)| {
            let start = (rows.place(cell), columns.place(cell));
            (0..choices).map(move |choice| Self { rows, columns, start, layers: layers(&free, cell, choice) })
        });
        planes.into_iter().flatten()
    }

    /// How many cells lie on one another.
    pub(super) fn layers(&self) -> usize {
        self.layers.len()
    }

    /// The cheapest cycle on which the plane's own cell rises, or falls. `price` says what it costs that a cell rises or falls,
    /// and `None` where it cannot; cycles of `under` and more are not looked for. Counts in `effort` what was looked at.
    pub(super) fn cycle(
        &self,
        rises: bool,
        under: u64,
        effort: &mut u64,
        price: impl Fn(Step) -> Option<u64>,
    ) -> Option<Cycle> {
        let (row, column) = self.start;
        // What a signed change of one does to the cell itself: with the sign turned it rises or falls as is wanted.
        let turned = self.steps(row, column, true).next()?.rises != rises;
        let of_edge = |row: usize, column: usize, with: bool| {
            self.steps(row, column, with != turned).try_fold(1_u64, |sum, step| Some(sum.saturating_add(price(step)?)))
        };
        *effort += self.layers() as u64;
        let first = of_edge(row, column, true).filter(|price| *price < under)?;
        // Rows are the first nodes, columns the others. From a row to a column cells change against the start, back with it.
        let (rows, nodes) = (self.rows.places(), self.rows.places() + self.columns.places());
        let (mut least, mut from) = (vec![u64::MAX; nodes], vec![usize::MAX; nodes]);
        let goal = rows + column;
        *least.get_mut(row)? = first;
        let mut open = BinaryHeap::from([Reverse((first, row))]);
        while let Some(Reverse((so_far, node))) = open.pop() {
            if node == goal || so_far >= under {
                break;
            }
            if least.get(node).is_some_and(|least| *least < so_far) {
                continue;
            }
            let is_row = node < rows;
            let others = if is_row { rows..nodes } else { 0..rows };
            *effort += (others.len() * self.layers()) as u64;
            for other in others {
                let (at_row, at_column) = if is_row { (node, other - rows) } else { (other, node - rows) };
                if (at_row, at_column) == self.start || least.get(other).is_none_or(|least| *least <= so_far) {
                    continue;
                }
                let Some(sum) = of_edge(at_row, at_column, !is_row).map(|price| so_far.saturating_add(price)) else {
                    continue;
                };
                if let Some((least, from)) = least.get_mut(other).zip(from.get_mut(other)).filter(|(l, _)| sum < **l) {
                    (*least, *from) = (sum, node);
                    open.push(Reverse((sum, other)));
                }
            }
        }
        let price = least.get(goal).copied().filter(|price| *price < under)?;
        let mut steps: Vec<Step> = self.steps(row, column, !turned).collect();
        let mut node = goal;
        while node != row {
            let before = *from.get(node)?;
            let (at_row, at_column) = if node >= rows { (before, node - rows) } else { (node, before - rows) };
            steps.extend(self.steps(at_row, at_column, (node < rows) != turned));
            node = before;
        }
        Some(Cycle { steps, price })
    }

    /// The cells that lie on one another at a row and a column, with what a signed change does to each.
    fn steps(&self, row: usize, column: usize, with: bool) -> impl Iterator<Item = Step> {
        let offset = self.rows.offset(row) + self.columns.offset(column);
        let turned = self.rows.is_sum(row) != self.columns.is_sum(column);
        self.layers.iter().map(move |(first, along)| Step { cell: first + offset, rises: (with != turned) == *along })
    }
}

/// The layers of a plane and of its partners: along each free axis the cell's own place and a chosen other one.
fn layers(free: &[Axis], cell: usize, choice: usize) -> Vec<(usize, bool)> {
    let mut rest = choice;
    let mut layers = vec![(0, true)];
    for axis in free {
        let own = axis.place(cell);
        let chosen = rest % (axis.places() - 1);
        let partner = if chosen < own { chosen } else { chosen + 1 };
        rest /= axis.places() - 1;
        let there = |(first, along): &(usize, bool)| (first + axis.offset(own), *along != axis.is_sum(own));
        let beside = |(first, along): &(usize, bool)| (first + axis.offset(partner), *along == axis.is_sum(partner));
        layers = layers.iter().map(there).chain(layers.iter().map(beside)).collect();
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cycle_keeps_every_line_of_the_grid(
            codes in prop::collection::vec(1_usize..4, 2..5), cell: prop::sample::Index, closed: u64, rises: bool,
        ) {
            let grid = Grid::over(&codes);
            let cell = cell.index(grid.cells());
            let is_open = |at: usize| at == cell || (closed >> (at % 64)) & 1 == 0 || at.is_multiple_of(3);
            for plane in Plane::through(&grid, cell).take(40) {
                let Some(cycle) = plane.cycle(rises, u64::MAX, &mut 0, |step| is_open(step.cell).then_some(0)) else {
                    continue;
                };
                let mut change = vec![0_i32; grid.cells()];
                for step in &cycle.steps {
                    prop_assert!(is_open(step.cell) && change[step.cell] == 0, "{:?} twice", step);
                    change[step.cell] = if step.rises { 1 } else { -1 };
                }
                prop_assert_eq!(change[cell], if rises { 1 } else { -1 });
                for at in 0..grid.cells() {
                    for axis in grid.axes() {
                        let parts: i32 = axis.codes(at).map(|part| change[part]).sum();
                        prop_assert_eq!(parts, change[axis.sum(at)]);
                    }
                }
            }
        }
    }

    #[test]
    fn a_cycle_goes_where_it_costs_least() {
        // Two rows, three columns, and their sums, none of which can change: the second column is dear.
        let grid = Grid::over(&[2, 3]);
        let price = |step: Step| match step.cell {
            3 | 7..=11 => None,
            1 | 5 => Some(100),
            _ => Some(0),
        };
        let plane = Plane::through(&grid, 0).next().unwrap();
        let cycle = plane.cycle(true, u64::MAX, &mut 0, price).unwrap();
        let mut cells: Vec<(usize, bool)> = cycle.steps.iter().map(|step| (step.cell, step.rises)).collect();
        cells.sort_unstable();
        assert_eq!(cells, [(0, true), (2, false), (4, false), (6, true)]);
        assert!(plane.cycle(true, cycle.price, &mut 0, price).is_none());
    }
}
