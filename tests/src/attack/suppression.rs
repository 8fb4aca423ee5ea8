//! Secondary suppression, taken apart by linear programme: of each withheld cell the least and the most that it can be, given
//! all that is published of its table and of that table's margins. Where one whole number is left, and it is the true one,
//! the cell was not withheld at all.

use super::counts::Counts;
use super::law::Law;
use super::population::Population;
use super::score::Measured;
use super::table::Table;
use super::views::{Seen, SeenTable, Views};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use schema::figure::Z95;

/// What the solver may be off by.
const TOLERANCE: f64 = 1e-6;

/// The share of withheld cells that are found, over every table of three axes with the secret.
pub fn found(law: &Law, views: &Views, population: &Population) -> Measured {
    let counts = Counts::of(views, population.persons.iter());
    let (mut withheld, mut found) = (0, 0);
    for (segment, tables) in views.segments.iter().enumerate() {
        for (at, seen) in tables.iter().enumerate() {
            if seen.table.axes.len() < 3 || !seen.table.tells_the_secret() {
                continue;
            }
            let margins: Vec<(&SeenTable, Vec<usize>)> =
                tables.iter().filter_map(|other| Some((other, margin(&seen.table, &other.table)?))).collect();
            for (place, cell) in seen.cells.iter().enumerate().filter(|(_, cell)| cell.told && cell.value.is_none()) {
                withheld += 1;
                let reach = |direction| extreme(law, seen, &margins, place, direction);
                let least = reach(OptimizationDirection::Minimize);
                let most = reach(OptimizationDirection::Maximize);
                if let (Some(least), Some(most)) = (least, most) {
                    let (least, most) = ((least - TOLERANCE).ceil(), (most + TOLERANCE).floor());
                    let truth = counts.table(segment, at)[place];
                    found += u64::from((least - most).abs() < 0.5 && (least - truth).abs() < 0.5);
                }
                debug_assert!(cell.upper >= 0.0, "a withheld figure has a bound");
            }
        }
    }
    // Where nothing is withheld, there is nothing to find.
    Measured::share(found, withheld.max(1))
}

/// The least or the most that a cell can be; nothing where the published figures contradict each other.
fn extreme(
    law: &Law,
    seen: &SeenTable,
    margins: &[(&SeenTable, Vec<usize>)],
    place: usize,
    direction: OptimizationDirection,
) -> Option<f64> {
    let mut problem = Problem::new(direction);
    let cells: Vec<Variable> = (0..seen.table.cells())
        .map(|at| problem.add_var(f64::from(u8::from(at == place)), bounds(law, seen.cells[at])))
        .collect();
    for (margin, of) in margins {
        for (sum, figure) in margin.cells.iter().enumerate().filter(|(_, figure)| figure.told) {
            let parts: Vec<(Variable, f64)> =
                cells.iter().zip(of).filter(|(_, at)| **at == sum).map(|(cell, _)| (*cell, 1.0)).collect();
            let (least, most) = bounds(law, *figure);
            problem.add_constraint(parts.as_slice(), ComparisonOp::Ge, least);
            if most.is_finite() {
                problem.add_constraint(parts.as_slice(), ComparisonOp::Le, most);
            }
        }
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    Some(solution.objective())
}

/// What a count can be, by what is published of it.
fn bounds(law: &Law, figure: Seen) -> (f64, f64) {
    let Some(value) = figure.value else { return (0.0, figure.upper) };
    let reach = match law {
        Law::Exact | Law::Threshold { .. } => 0.0,
        Law::CellKey { .. } => super::law::REACH.into(),
        // Nothing is sure under Gaussian noise; the attacker believes the interval.
        Law::Gaussian { .. } => Z95 * figure.variance.sqrt(),
    };
    ((value - reach).max(0.0), value + reach)
}

/// For each cell of a table the cell of a margin that it is added to; nothing if the other table is no margin of it.
fn margin(table: &Table, other: &Table) -> Option<Vec<usize>> {
    if other.axes.len() >= table.axes.len() {
        return None;
    }
    let kept: Vec<usize> =
        other.axes.iter().map(|axis| table.axes.iter().position(|own| own == axis)).collect::<Option<_>>()?;
    let project = |place: usize| {
        let codes = table.codes(place);
        other.place(&kept.iter().map(|at| codes[*at]).collect::<Vec<_>>())
    };
    Some((0..table.cells()).map(project).collect())
}
