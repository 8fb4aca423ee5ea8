//! A table with all of its margins as one grid: along each axis its codes and, last, the sum over them.
//!
//! Give every cell that is a sum along an odd number of axes the other sign, and each line of the grid adds up to zero: the
//! sums are then cells like all others. A change that keeps the lines at zero is a change of the table that fits its margins.

/// One axis of a grid.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    codes: usize,
    stride: usize,
}

/// The cells of a table and of its margins, row-major; the first axis is the slowest.
pub(super) struct Grid {
    axes: Vec<Axis>,
    cells: usize,
}

impl Axis {
    /// How many places a line has: the codes and their sum.
    pub(super) const fn places(self) -> usize {
        self.codes + 1
    }

    /// Where a cell lies along the axis.
    pub(super) const fn place(self, cell: usize) -> usize {
        cell / self.stride % self.places()
    }

    /// What a place adds to a cell's number.
    pub(super) const fn offset(self, place: usize) -> usize {
        place * self.stride
    }

    /// Whether a place is the sum over the codes.
    pub(super) const fn is_sum(self, place: usize) -> bool {
        place == self.codes
    }

    /// The codes of a cell's line, without their sum.
    pub(super) fn codes(self, cell: usize) -> impl Iterator<Item = usize> {
        let start = cell - self.offset(self.place(cell));
        (0..self.codes).map(move |place| start + self.offset(place))
    }

    /// The sum of a cell's line.
    pub(super) const fn sum(self, cell: usize) -> usize {
        cell - self.offset(self.place(cell)) + self.offset(self.codes)
    }
}

impl Grid {
    /// The grid of a table whose dimensions have so many codes.
    pub(super) fn over(codes: &[usize]) -> Self {
        let mut stride = 1;
        let mut axes: Vec<Axis> = Vec::with_capacity(codes.len());
        for codes in codes.iter().rev() {
            axes.push(Axis { codes: *codes, stride });
            stride *= codes + 1;
        }
        axes.reverse();
        Self { axes, cells: stride }
    }

    /// How many cells there are, sums included.
    pub(super) const fn cells(&self) -> usize {
        self.cells
    }

    /// The axes.
    pub(super) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The cells of the table itself, in its own order.
    pub(super) fn parts(&self) -> impl Iterator<Item = usize> {
        (0..self.cells).filter(|cell| self.sums(*cell) == 0)
    }

    /// Along how many axes a cell is a sum.
    pub(super) fn sums(&self, cell: usize) -> usize {
        self.axes.iter().filter(|axis| axis.is_sum(axis.place(cell))).count()
    }

    /// The cells that a cell is part of, those of most people first: the total, and all between.
    pub(super) fn wholes(&self, cell: usize) -> Vec<usize> {
        let mut wholes = vec![cell];
        for axis in self.axes.iter().filter(|axis| !axis.is_sum(axis.place(cell))) {
            wholes.extend(wholes.clone().into_iter().map(|part| axis.sum(part)));
        }
        wholes.retain(|whole| *whole != cell);
        wholes.sort_by_key(|whole| std::cmp::Reverse((self.sums(*whole), *whole)));
        wholes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stand_behind_the_codes_along_every_axis() {
        let grid = Grid::over(&[2, 3]);
        assert_eq!(grid.cells(), 12);
        let [rows, columns] = grid.axes() else { panic!("two axes") };
        // The cell of the second row and the first column.
        assert_eq!((rows.place(4), columns.place(4)), (1, 0));
        assert_eq!((rows.sum(4), columns.sum(4)), (8, 7));
        assert_eq!(columns.codes(7).collect::<Vec<_>>(), [4, 5, 6]);
        assert_eq!(grid.wholes(4), [11, 8, 7], "the total first");
        assert_eq!((grid.sums(4), grid.sums(7), grid.sums(11)), (0, 1, 2));
    }
}
