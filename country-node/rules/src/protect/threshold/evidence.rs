//! Evidence that a cell is unknown: tables that agree with everything published and differ in that cell.

use super::plane::Step;

/// For each cell of a grid the least and the most that it was seen to be, over tables that agree with everything published.
///
/// Such tables are the feasible points of the linear programme whose optima are a cell's bounds, and all between two of them
/// are feasible too: a span that was seen proves that the bounds lie as far apart or further. More that is withheld only adds
/// such tables, so evidence stays.
pub(super) struct Evidence {
    /// The true table.
    truth: Vec<i64>,
    /// The table that is being changed.
    now: Vec<i64>,
    least: Vec<i64>,
    most: Vec<i64>,
    /// The span that is enough.
    width: i64,
}

impl Evidence {
    /// Nothing seen yet but the truth.
    pub(super) fn none(truth: Vec<i64>, width: i64) -> Self {
        Self { now: truth.clone(), least: truth.clone(), most: truth.clone(), truth, width }
    }

    /// Whether a cell's span is wide enough.
    pub(super) fn is_enough(&self, cell: usize) -> bool {
        read(&self.most, cell) - read(&self.least, cell) >= self.width
    }

    /// What a cell must rise to, to prove it.
    pub(super) fn enough_above(&self, cell: usize) -> i64 {
        read(&self.least, cell) + self.width
    }

    /// What a cell must fall to, to prove it.
    pub(super) fn enough_below(&self, cell: usize) -> i64 {
        read(&self.most, cell) - self.width
    }

    /// What is in a cell now.
    pub(super) fn now(&self, cell: usize) -> i64 {
        read(&self.now, cell)
    }

    /// What is in a cell in truth.
    pub(super) fn truth(&self, cell: usize) -> i64 {
        read(&self.truth, cell)
    }

    /// Back to the true table; what was seen stays seen.
    pub(super) fn start_anew(&mut self) {
        self.now.copy_from_slice(&self.truth);
    }

    /// The most by which steps can be gone: what falls must not fall under zero.
    pub(super) fn room(&self, steps: &[Step]) -> i64 {
        steps.iter().filter(|step| !step.rises).map(|step| self.now(step.cell)).min().unwrap_or(i64::MAX)
    }

    /// Goes steps by an amount, and sees the table that comes of it.
    pub(super) fn go(&mut self, steps: &[Step], amount: i64) {
        for step in steps {
            let change = if step.rises { amount } else { -amount };
            if let Some(now) = self.now.get_mut(step.cell) {
                *now += change;
            }
            self.see(step.cell, self.now(step.cell), self.now(step.cell));
        }
    }

    /// A cell can be `least` or less, and `most` or more.
    pub(super) fn see(&mut self, cell: usize, least: i64, most: i64) {
        if let Some((was, now)) = self.least.get_mut(cell).zip(self.most.get_mut(cell)) {
            *was = least.min(*was);
            *now = most.max(*now);
        }
    }
}

fn read(all: &[i64], cell: usize) -> i64 {
    all.get(cell).copied().unwrap_or_default()
}
