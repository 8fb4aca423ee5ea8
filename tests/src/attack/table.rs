//! A table of the catalogue: which axes it has, and where a person stands in it.

use super::population::{Person, SECRET};

/// A table: its axes as places in the population's, ascending, and how many codes each has. Cells are row-major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The axes.
    pub axes: Vec<usize>,
    /// How many codes each has.
    pub sizes: Vec<usize>,
}

impl Table {
    /// How many cells.
    pub fn cells(&self) -> usize {
        self.sizes.iter().product()
    }

    /// The cell of these codes, one for each axis.
    pub fn place(&self, codes: &[usize]) -> usize {
        codes.iter().zip(&self.sizes).fold(0, |place, (code, size)| place * size + code)
    }

    /// The codes of a cell.
    pub fn codes(&self, mut place: usize) -> Vec<usize> {
        let mut codes: Vec<usize> = self.sizes.iter().rev().map(|size| (place % size, place /= size).0).collect();
        codes.reverse();
        codes
    }

    /// The cell that holds a person.
    pub fn of(&self, person: &Person) -> usize {
        self.axes.iter().zip(&self.sizes).fold(0, |place, (axis, size)| place * size + usize::from(person.codes[*axis]))
    }

    /// Whether the secret is one of the axes.
    pub fn tells_the_secret(&self) -> bool {
        self.axes.last() == Some(&SECRET)
    }
}
