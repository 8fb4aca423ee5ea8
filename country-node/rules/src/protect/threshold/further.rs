//! Which further cells are withheld, so that one that is withheld becomes unknown.

use super::grid::Grid;
use super::plane::{Plane, Step};
use super::walk::Walk;

/// How many times dearer a sum is than the cells that it adds up: it is a margin of other tables too.
const MARGIN: u64 = 200;
/// The price of an empty cell, and of each binary digit of a count. An edge of a cycle costs one, so that of cycles alike in
/// what they withhold the shortest is taken.
const UNIT: u64 = 1 << 10;

/// Of how many portions the cheapest is taken: all that a cell lacks, a half, a quarter, an eighth; smaller ones where no
/// cycle carries so much.
const PORTIONS: u32 = 4;

/// What it costs to withhold a cell of a grid: the more, the more people it says something of.
pub(super) fn price(grid: &Grid, cell: usize, records: u32) -> u64 {
    if records == 0 {
        return UNIT;
    }
    let sums = u32::try_from(grid.sums(cell)).unwrap_or(u32::MAX);
    MARGIN.saturating_pow(sums).saturating_mul(UNIT * u64::from(u32::BITS - records.leading_zeros()))
}

/// The published cells of a cycle on which a cell can rise once they are withheld; of all such cycles one that costs least for
/// what it carries. `None` if there is none, or the effort is spent.
pub(super) fn withhold(walk: Walk<'_>, cell: usize) -> Option<Vec<usize>> {
    let mut best: Option<(u64, i64, Vec<usize>)> = None;
    let (mut carries, mut tried) = (walk.evidence.enough_above(cell) - walk.evidence.now(cell), 0);
    while carries > 0 && (tried < PORTIONS || best.is_none()) {
        for plane in Plane::through(walk.grid, cell) {
            if *walk.effort == 0 {
                return None;
            }
            let can = |step: Step| {
                let price =
                    if walk.withheld.get(step.cell) == Some(&true) { 0 } else { *walk.prices.get(step.cell)? };
                (step.rises || walk.evidence.now(step.cell) >= carries).then_some(price)
            };
            // Cheaper than the best so far, for each that it carries.
            let under = best.as_ref().map_or(u64::MAX, |(price, carried, _)| times(*price, carries, *carried));
            let mut looked = 0;
            let cycle = plane.cycle(true, under, &mut looked, can);
            *walk.effort = walk.effort.saturating_sub(looked);
            let Some(cycle) = cycle else { continue };
            let mut cells: Vec<usize> = cycle.steps.iter().map(|step| step.cell).collect();
            cells.retain(|cell| walk.withheld.get(*cell) == Some(&false));
            if !cells.is_empty() {
                best = Some((cycle.price, carries, cells));
            }
        }
        carries /= 2;
        tried += 1;
    }
    best.map(|(_, _, cells)| cells)
}

/// `price * by / over`, at most what a `u64` holds.
fn times(price: u64, by: i64, over: i64) -> u64 {
    let product = u128::from(price) * u128::from(by.unsigned_abs()) / u128::from(over.unsigned_abs().max(1));
    u64::try_from(product).unwrap_or(u64::MAX)
}
