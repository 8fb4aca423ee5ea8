//! Mean times count: an exact mean of whole numbers, times the count, is a whole number, and few counts near a perturbed one
//! make it one; a sum over a mean is a count too. The attacker says so where a count that noise has moved can be ruled out
//! and a single other one is left.

use super::files::QUANTITY;
use super::mechanism::Attacked;
use super::node::{MEMBER, Node};
use super::population::{Population, Shape};
use super::questions::{answers, question};
use super::score::Measured;
use super::table::Table;
use crate::chance::Chance;
use node_rules::protect::cell_key::PTable;
use schema::ask::QuestionInput;
use schema::measure::{MeasureInput, MeasureKind};

/// How far from a published count the true one is looked for.
const REACH: i32 = 6;

/// Digits that sums and means are said with.
const DIGITS: f64 = 3.0;

/// The least count that the control publishes.
const LEAST: u32 = 10;

/// What is said of a cell: its count as published, the sum and the mean of the quantity over it, and how exactly.
struct Cell {
    count: f64,
    sum: (f64, f64),
    mean: (f64, f64),
}

/// The share of moved counts that are given back. Nothing if the mechanism adds no quantities up: then there is nothing to
/// attack.
pub async fn given_back(mechanism: Attacked, shape: Shape, seed: u64) -> Option<Measured> {
    let population = Population::drawn(shape, seed);
    let node = Node::with_quantity(&population, mechanism, seed).await?;
    let tables: Vec<Table> = population.catalogue().into_iter().filter(|table| table.axes.len() <= 2).collect();
    let ask = async |kind: Option<MeasureKind>| {
        let measure =
            kind.map_or_else(MeasureInput::default, |kind| MeasureInput { kind, of: Some(QUANTITY.to_owned()) });
        let questions: Vec<QuestionInput> = tables
            .iter()
            .map(|table| {
                let by = table.axes.iter().map(|axis| population.axes[*axis].dimension).collect();
                QuestionInput { by, measure: measure.clone(), ..question(node.dataset) }
            })
            .collect();
        answers(&node.asker(MEMBER), &questions).await
    };
    let [counts, sums, means] =
        [ask(None).await, ask(Some(MeasureKind::Sum)).await, ask(Some(MeasureKind::Mean)).await];
    node.stop().await;
    let mut cells = Vec::new();
    for (table, ((counts, sums), means)) in tables.iter().zip(counts.iter().zip(&sums).zip(&means)) {
        let mut truth = vec![0.0; table.cells()];
        let counted = population.persons.iter().filter(|person| person.segment == 0);
        counted.for_each(|person| truth[table.of(person)] += 1.0);
        for (figure, (sum, mean)) in counts.figures.iter().zip(sums.figures.iter().zip(&means.figures)) {
            if let (Some(count), Some(sum), Some(mean)) = (figure.value, sum.value, mean.value) {
                let cell = Cell { count, sum: (sum, half_a_digit(sum)), mean: (mean, half_a_digit(mean)) };
                cells.push((cell, truth[population.place(table, &figure.codes)]));
            }
        }
    }
    Some(moved_and_given_back(&cells))
}

/// The same where counts are perturbed by the cell-key method and means are exact: worked out here, for no node does so.
pub fn given_back_by_exact_means(shape: Shape, seed: u64) -> Measured {
    let population = Population::drawn(shape, seed);
    let mut chance = Chance::new(seed);
    let mut cells = Vec::new();
    for table in population.catalogue().into_iter().filter(|table| table.axes.len() <= 2) {
        let mut counted = vec![(0_u32, 0.0); table.cells()];
        for person in &population.persons {
            let (count, sum) = &mut counted[table.of(person)];
            (*count, *sum) = (*count + 1, *sum + f64::from(person.years));
        }
        for (count, sum) in counted {
            let published = count.saturating_add_signed(PTable::ess().noise(count, chance.bits()));
            if published >= LEAST {
                let mean = sum / f64::from(count);
                // The sum that goes with the published count: an exact mean gives no other.
                let cell =
                    Cell { count: f64::from(published), sum: (mean * f64::from(published), 0.0), mean: (mean, 1e-9) };
                cells.push((cell, f64::from(count)));
            }
        }
    }
    moved_and_given_back(&cells)
}

/// Of the counts that are not the true ones, how many the better of two ways gives back.
fn moved_and_given_back(cells: &[(Cell, f64)]) -> Measured {
    let moved: Vec<&(Cell, f64)> = cells.iter().filter(|(cell, truth)| (cell.count - truth).abs() > 0.5).collect();
    let right = |way: fn(&Cell) -> Option<f64>| {
        let said = moved.iter().filter(|(cell, truth)| way(cell).is_some_and(|said| (said - truth).abs() < 0.5));
        said.count() as u64
    };
    Measured::share(right(whole_sum).max(right(sum_over_mean)), moved.len() as u64)
}

/// The one count near the published one that makes a whole sum of the mean, where the published one does not.
fn whole_sum(cell: &Cell) -> Option<f64> {
    let (mean, error) = cell.mean;
    let whole = |count: f64| (count * mean - (count * mean).round()).abs() <= count * error;
    let nearby =
        (-REACH..=REACH).map(|step| cell.count + f64::from(step)).filter(|count| *count >= 1.0 && whole(*count));
    one_other(cell, nearby)
}

/// The one count that the sum over the mean can be, where the published one is not.
fn sum_over_mean(cell: &Cell) -> Option<f64> {
    let ((sum, sum_error), (mean, mean_error)) = (cell.sum, cell.mean);
    let (least, most) = ((sum - sum_error) / (mean + mean_error), (sum + sum_error) / (mean - mean_error).max(1e-9));
    one_other(cell, (0..=REACH).map(|step| least.ceil() + f64::from(step)).take_while(|count| *count <= most))
}

fn one_other(cell: &Cell, counts: impl Iterator<Item = f64>) -> Option<f64> {
    let counts: Vec<f64> = counts.collect();
    match counts.as_slice() {
        [count] if (count - cell.count).abs() > 0.5 => Some(*count),
        _ => None,
    }
}

/// What rounding to the last digit can take or give.
fn half_a_digit(value: f64) -> f64 {
    if value > 0.0 { 0.5 * 10_f64.powf(value.log10().floor() + 1.0 - DIGITS) } else { 0.0 }
}
