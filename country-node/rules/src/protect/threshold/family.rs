//! A family: a table with all of its margins, and what is known of its withheld cells.

use super::aspect::Aspect;
use super::evidence::Evidence;
use super::further;
use super::grid::Grid;
use super::margins::{homes, with_margins};
use super::shown::{Home, Shown};
use super::walk::Walk;
use crate::tally::{RawTable, Tally};
use std::cmp::Reverse;

/// How far a family has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Its withheld cells are proved, or more is withheld until they are.
    Audited,
    /// The same, with its table withheld whole.
    Whole,
    /// Even so no proof was found. The table is as good as not in the catalogue: what is published of the family are its
    /// margins, which are families of their own.
    GivenUp,
}

/// A table with all of its margins.
pub(super) struct Family {
    table: usize,
    dimensions: usize,
    grid: Grid,
    /// Where each cell is published, if it is; a margin that the catalogue lacks is published nowhere.
    homes: Vec<Option<Home>>,
    withheld: Vec<bool>,
    /// What it costs to withhold a cell.
    prices: Vec<u64>,
    evidence: Vec<Evidence>,
    standing: Standing,
    /// How much work is left.
    effort: u64,
    /// How much work is done before the table is withheld whole, and once more after it.
    most: u64,
}

impl Family {
    /// The family of a table of the tally.
    pub(super) fn of(
        tally: &Tally,
        table: usize,
        raw: &RawTable,
        aspects: &[Aspect],
        threshold: u32,
        most: u64,
    ) -> Self {
        let mut codes: Vec<usize> =
            raw.dimensions.iter().map(|dimension| tally.axes.get(dimension).copied().unwrap_or(0)).collect();
        // A plane has two axes: where a table has fewer, axes of one code stand in.
        codes.resize(codes.len().max(2), 1);
        let grid = Grid::over(&codes);
        let cells = with_margins(&grid, raw);
        let evidence = aspects.iter().map(|aspect| {
            let truth = cells.iter().map(|cell| aspect.in_cell(cell)).collect();
            Evidence::none(truth, aspect.width(threshold))
        });
        Self {
            table,
            dimensions: raw.dimensions.len(),
            homes: homes(&grid, tally, raw),
            withheld: vec![true; grid.cells()],
            prices: cells.iter().enumerate().map(|(at, cell)| further::price(&grid, at, cell.records)).collect(),
            evidence: evidence.collect(),
            standing: Standing::Audited,
            effort: most,
            most,
            grid,
        }
    }

    /// Publishes empty cells that what is published says are empty: those of a line of which nobody is left, and sums over
    /// such cells. Says whether there were any.
    pub(super) fn show_empty(&self, shown: &mut Shown) -> bool {
        let Some(respondents) = self.evidence.first() else { return false };
        let mut found = false;
        for axis in self.grid.axes() {
            for sum in
                (0..self.grid.cells()).filter(|cell| axis.is_sum(axis.place(*cell)) && self.grid.sums(*cell) == 1)
            {
                let Some(whole) = self.home(sum) else { continue };
                let left: Vec<(usize, Home)> = axis
                    .codes(sum)
                    .filter_map(|part| Some((part, self.home(part)?)))
                    .filter(|(_, home)| !shown.is(*home))
                    .collect();
                let nobody_left = left.iter().all(|(part, _)| respondents.truth(*part) == 0);
                if shown.is(whole) && nobody_left {
                    found |= !left.is_empty();
                    for (_, home) in left {
                        shown.set(home, true);
                    }
                } else if !shown.is(whole) && left.is_empty() && respondents.truth(sum) == 0 {
                    shown.set(whole, true);
                    found = true;
                }
            }
        }
        found
    }

    /// How many dimensions the family has.
    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Withholds more until every withheld cell is proved to be unknown. Says whether it withheld more.
    pub(super) fn settle(&mut self, shown: &mut Shown) -> bool {
        if self.standing == Standing::GivenUp {
            return false;
        }
        self.withheld = self.homes.iter().map(|home| home.is_none_or(|home| !shown.is(home))).collect();
        let is_listed = |cell: &usize| self.home(*cell).is_some_and(|home| !shown.is(home));
        let mut queue: Vec<usize> = (0..self.grid.cells()).filter(is_listed).collect();
        // Margins first: what is withheld among them frees the cells below.
        queue.sort_by_key(|cell| Reverse(self.grid.sums(*cell)));
        let mut changed = false;
        let mut done = 0;
        while let Some(cell) = queue.get(done).copied() {
            let Some(unproved) = self.unproved(cell) else {
                done += 1;
                continue;
            };
            let more = self.walk(unproved).and_then(|walk| further::withhold(walk, cell));
            let Some(more) = more.or_else(|| self.retreat(shown)) else { return changed };
            changed = true;
            for cell in more {
                self.home(cell).into_iter().for_each(|home| shown.set(home, false));
                self.withheld.get_mut(cell).into_iter().for_each(|withheld| *withheld = true);
                queue.push(cell);
            }
        }
        changed
    }

    /// Tries to prove a cell; the aspect of it that is not proved, if one is not.
    fn unproved(&mut self, cell: usize) -> Option<usize> {
        (0..self.evidence.len()).find(|aspect| self.walk(*aspect).is_none_or(|mut walk| !walk.prove(cell)))
    }

    fn walk(&mut self, aspect: usize) -> Option<Walk<'_>> {
        let evidence = self.evidence.get_mut(aspect)?;
        Some(Walk {
            grid: &self.grid,
            withheld: &self.withheld,
            prices: &self.prices,
            evidence,
            effort: &mut self.effort,
        })
    }

    /// The rest of the family's table, withheld whole; `None` if nothing is left of it.
    fn retreat(&mut self, shown: &Shown) -> Option<Vec<usize>> {
        let rest = (0..self.grid.cells()).filter(|cell| self.home(*cell).is_some_and(|home| home.0 == self.table));
        let rest: Vec<usize> = rest.filter(|cell| self.home(*cell).is_some_and(|home| shown.is(home))).collect();
        if self.standing == Standing::Audited {
            (self.standing, self.effort) = (Standing::Whole, self.most);
            return Some(rest);
        }
        self.standing = Standing::GivenUp;
        None
    }

    fn home(&self, cell: usize) -> Option<Home> {
        self.homes.get(cell).copied().flatten()
    }
}
