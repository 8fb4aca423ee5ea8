//! Walking from the true table to others that agree with everything published, cycle by cycle.

use super::evidence::Evidence;
use super::grid::Grid;
use super::plane::{Plane, Step};
use super::programme;

/// A family's cells of one aspect, as one walks through their tables.
pub(super) struct Walk<'a> {
    pub(super) grid: &'a Grid,
    pub(super) withheld: &'a [bool],
    pub(super) prices: &'a [u64],
    pub(super) evidence: &'a mut Evidence,
    /// How many edges may still be looked at.
    pub(super) effort: &'a mut u64,
}

impl Walk<'_> {
    /// Proves that a withheld cell is unknown: by cycles from where the walk is, by cycles from the truth, and where the
    /// family is small enough by its linear programme. Where it fails, the cell stands as high as cycles brought it.
    pub(super) fn prove(&mut self, cell: usize) -> bool {
        if self.evidence.is_enough(cell) {
            return true;
        }
        self.rise(cell);
        self.fall(cell);
        if self.evidence.is_enough(cell) {
            return true;
        }
        self.evidence.start_anew();
        self.fall(cell);
        if self.evidence.is_enough(cell) || programme::prove(self.grid, self.withheld, self.evidence, cell) {
            return true;
        }
        self.evidence.start_anew();
        self.rise(cell);
        self.evidence.is_enough(cell)
    }

    /// Lets a cell rise as far as its proof needs. What it is part of rises first, where that is withheld too: there must be
    /// room for the cell in every line.
    fn rise(&mut self, cell: usize) {
        let goal = self.evidence.enough_above(cell);
        for whole in self.grid.wholes(cell) {
            if self.is_withheld(whole) {
                self.go(Step { cell: whole, rises: true }, goal - self.evidence.now(whole));
            }
        }
        self.go(Step { cell, rises: true }, goal - self.evidence.now(cell));
    }

    /// Lets a cell fall as far as its proof needs, or to zero.
    fn fall(&mut self, cell: usize) {
        let goal = self.evidence.enough_below(cell).max(0);
        self.go(Step { cell, rises: false }, self.evidence.now(cell) - goal);
    }

    /// Changes a cell by an amount, or as much of it as cycles through withheld cells can.
    fn go(&mut self, step: Step, amount: i64) {
        let mut left = amount;
        for plane in Plane::through(self.grid, step.cell) {
            while left > 0 && *self.effort > 0 {
                let mut looked = 0;
                let can = |step: Step| {
                    (self.is_withheld(step.cell) && (step.rises || self.evidence.now(step.cell) > 0)).then_some(0)
                };
                let cycle = plane.cycle(step.rises, u64::MAX, &mut looked, can);
                *self.effort = self.effort.saturating_sub(looked);
                let Some(cycle) = cycle else { break };
                let by = self.evidence.room(&cycle.steps).min(left);
                self.evidence.go(&cycle.steps, by);
                left -= by;
            }
            if left <= 0 || *self.effort == 0 {
                return;
            }
        }
    }

    fn is_withheld(&self, cell: usize) -> bool {
        self.withheld.get(cell).copied().unwrap_or(false)
    }
}
