//! The linear programme of a family: the least and the most that a withheld cell can be, for all that is published.
//!
//! Variables are the changes of withheld cells; they keep every line of the grid at zero and no cell under it. What the solver
//! says is believed only after its table was added up again, so that its rounding cannot pass for a proof.

use super::evidence::Evidence;
use super::grid::Grid;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// The most withheld cells of a programme; of larger families more is withheld where cycles prove nothing.
const MOST_CELLS: usize = 200;

/// How far a line may be from zero, in persons: parts of a person are nobody.
const TOLERANCE: f64 = 1e-6;

/// Whether the programme proves a cell. What its tables show of other cells is kept as evidence too.
pub(super) fn prove(grid: &Grid, withheld: &[bool], evidence: &mut Evidence, cell: usize) -> bool {
    if withheld.iter().filter(|withheld| **withheld).count() > MOST_CELLS {
        return false;
    }
    for rises in [true, false] {
        let enough = if rises { evidence.enough_above(cell) } else { evidence.enough_below(cell).max(0) };
        for (at, change) in solve(grid, withheld, evidence, (cell, enough)).unwrap_or_default() {
            let (least, most) = whole(evidence.truth(at) as f64 + change);
            evidence.see(at, least, most);
        }
        if evidence.is_enough(cell) {
            return true;
        }
    }
    false
}

/// The change of each withheld cell in the table that brings one of them as near to `enough` as can be.
fn solve(
    grid: &Grid,
    withheld: &[bool],
    evidence: &Evidence,
    (cell, enough): (usize, i64),
) -> Option<Vec<(usize, f64)>> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let wanted = (enough - evidence.truth(cell)) as f64;
    let mut variables: Vec<Option<Variable>> = Vec::with_capacity(withheld.len());
    for (at, withheld) in withheld.iter().enumerate() {
        let least = -evidence.truth(at) as f64;
        variables.push(withheld.then(|| match at == cell {
            true if wanted > 0.0 => problem.add_var(1.0, (least, wanted)),
            true => problem.add_var(-1.0, (wanted, f64::INFINITY)),
            false => problem.add_var(0.0, (least, f64::INFINITY)),
        }));
    }
    let variable = |at: usize| variables.get(at).copied().flatten();
    for (sum, parts) in lines(grid) {
        let parts = parts.into_iter().filter_map(|part| Some((variable(part)?, 1.0)));
        let line: Vec<(Variable, f64)> = parts.chain(variable(sum).map(|sum| (sum, -1.0))).collect();
        if !line.is_empty() {
            problem.add_constraint(line, ComparisonOp::Eq, 0.0);
        }
    }
    let solved = problem.solve().ok()?.into_solution().ok()?;
    let changes: Vec<f64> =
        variables.iter().map(|variable| variable.map_or(0.0, |variable| solved.var_value(variable))).collect();
    let change = |at: usize| changes.get(at).copied().unwrap_or_default();
    let adds_up =
        lines(grid).all(|(sum, parts)| (parts.into_iter().map(change).sum::<f64>() - change(sum)).abs() < TOLERANCE);
    let none_under_zero = (0..grid.cells()).all(|at| evidence.truth(at) as f64 + change(at) > -TOLERANCE);
    (adds_up && none_under_zero)
        .then(|| changes.into_iter().enumerate().filter(|(at, _)| variable(*at).is_some()).collect())
}

/// Every line of the grid: its sum, and what adds up to it.
fn lines(grid: &Grid) -> impl Iterator<Item = (usize, Vec<usize>)> {
    let sums = move |axis: super::grid::Axis| {
        let sums = (0..grid.cells()).filter(move |cell| axis.is_sum(axis.place(*cell)));
        sums.map(move |sum| (sum, axis.codes(sum).collect()))
    };
    grid.axes().iter().copied().flat_map(sums)
}

/// A value as the most whole parts that are at least it, and the least that are at most: nothing is claimed beyond it.
#[expect(clippy::cast_possible_truncation, reason = "cells are far under 2^53")]
fn whole(value: f64) -> (i64, i64) {
    ((value - TOLERANCE).ceil() as i64, (value + TOLERANCE).floor() as i64)
}
