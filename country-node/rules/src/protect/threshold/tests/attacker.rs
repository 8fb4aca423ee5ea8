//! An attacker of our own, who shares nothing with the mechanism: for each family a linear programme over the cells of its
//! table, with one equation for each published figure of the table and its margins.

use crate::release::Table;
use crate::tally::{Cell, Tally};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use schema::concept::Axis;
use std::collections::{BTreeMap, BTreeSet};

/// A withheld cell as the attacker sees it.
#[derive(Debug)]
pub struct Span {
    pub family: Vec<Axis>,
    pub table: Vec<Axis>,
    /// Its place in that table.
    pub place: usize,
    pub least: f64,
    pub most: f64,
    pub truth: f64,
}

/// The places that a table publishes, with their figures, from its bytes.
pub fn published(table: &Table) -> BTreeMap<usize, f64> {
    let table = serde_json::to_value(table).unwrap();
    let cells = table["cells"].as_array().unwrap().iter();
    cells.map(|cell| (usize::try_from(cell[0].as_u64().unwrap()).unwrap(), cell[1].as_f64().unwrap())).collect()
}

/// What the attacker learns of every withheld cell, family by family, when the published cells are told exactly in `aspect`.
pub fn spans(tally: &Tally, shown: &[BTreeSet<usize>], aspect: impl Fn(&Cell) -> f64) -> Vec<Span> {
    let families = 0..tally.tables.len();
    families.flat_map(|family| spans_within(tally, shown, &aspect, family, |_, _| true)).collect()
}

/// The same of one family, for chosen cells: by the number of their table, and their place.
pub fn spans_within(
    tally: &Tally,
    shown: &[BTreeSet<usize>],
    aspect: impl Fn(&Cell) -> f64,
    family: usize,
    is_chosen: impl Fn(usize, usize) -> bool,
) -> Vec<Span> {
    let mut spans = Vec::new();
    let family = &tally.tables[family];
    let sizes: Vec<usize> = family.dimensions.iter().map(|dimension| tally.axes[dimension]).collect();
    // For each table of the family, for each of its cells: which cells of the widest table add up to it.
    let mut equations: Vec<(Vec<usize>, f64)> = Vec::new();
    let mut hidden: Vec<(Vec<Axis>, usize, Vec<usize>, f64)> = Vec::new();
    for (number, (table, shown)) in tally.tables.iter().zip(shown).enumerate() {
        if !table.dimensions.iter().all(|dimension| family.dimensions.contains(dimension)) {
            continue;
        }
        let mut parts: Vec<Vec<usize>> = vec![vec![]; table.cells.len()];
        for part in 0..family.cells.len() {
            let codes = digits(part, &sizes);
            let at = table.dimensions.iter().fold(0, |at, dimension| {
                let axis = family.dimensions.iter().position(|other| other == dimension).unwrap();
                at * sizes[axis] + codes[axis]
            });
            parts[at].push(part);
        }
        for (place, (parts, cell)) in parts.into_iter().zip(&table.cells).enumerate() {
            if shown.contains(&place) {
                equations.push((parts, aspect(cell)));
            } else if is_chosen(number, place) {
                hidden.push((table.dimensions.clone(), place, parts, aspect(cell)));
            }
        }
    }
    for (table, place, parts, truth) in hidden {
        let bound = |direction| optimum(family.cells.len(), &equations, &parts, direction);
        let (least, most) = (bound(OptimizationDirection::Minimize), bound(OptimizationDirection::Maximize));
        spans.push(Span { family: family.dimensions.clone(), table, place, least, most, truth });
    }
    spans
}

fn optimum(cells: usize, equations: &[(Vec<usize>, f64)], parts: &[usize], direction: OptimizationDirection) -> f64 {
    let mut problem = Problem::new(direction);
    let cells: Vec<Variable> =
        (0..cells).map(|at| problem.add_var(f64::from(u8::from(parts.contains(&at))), (0.0, f64::INFINITY))).collect();
    for (parts, sum) in equations {
        let line: Vec<(Variable, f64)> = parts.iter().map(|part| (cells[*part], 1.0)).collect();
        problem.add_constraint(&line, ComparisonOp::Eq, *sum);
    }
    match problem.solve() {
        Ok(solved) => solved.solution().unwrap().objective(),
        Err(Error::Unbounded) => f64::INFINITY,
        Err(other) => panic!("the truth is feasible, so there is an optimum: {other}"),
    }
}

/// The codes of a place, row-major.
pub fn digits(place: usize, sizes: &[usize]) -> Vec<usize> {
    let mut rest = place;
    let mut digits: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let digit = rest % size;
            rest /= size;
            digit
        })
        .collect();
    digits.reverse();
    digits
}
