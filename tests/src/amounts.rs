//! Whether sums and means hold the truth: what is said of a protected register against the same persons added up plainly.

use crate::register::{quantities, register, tables};
use crate::utility::Width;
use node_rules::columns::Columns;
use node_rules::count::count;
use node_rules::measured::Measured;
use node_rules::protect::mechanism;
use node_rules::release::Table;
use node_rules::rulebook::Mechanism;
use node_rules::rulebook::quantity::{QuantityRules, Unit};
use node_rules::sums::sum_up;
use schema::amount::Amount;
use schema::concept::Axis;
use schema::figure::Estimate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `sums` or `means`, and the width of their tables; the total's is counted among those of one dimension.
pub type Said = (&'static str, usize);

#[derive(Deserialize)]
struct Cells {
    cells: Vec<(u32, f64, f64, f64, Option<u32>)>,
    shared: Option<f64>,
}

/// Protects registers of so many persons over the first `dimensions` with two quantities in tables of up to two, a register a
/// release, and holds sums and means, as a question reads them, against the truth. Records of a mechanism for surveys have
/// weights of up to 20.
pub fn amounts_against_the_truth(
    named: Mechanism,
    persons: usize,
    dimensions: usize,
    releases: u64,
) -> BTreeMap<Said, Width> {
    let heaviest = if matches!(named, Mechanism::CellKey { .. }) { 20 } else { 1 };
    let rules = rules();
    let mut said: BTreeMap<Said, Width> = BTreeMap::new();
    for seed in 0..releases {
        let records = Columns { quantities: quantities(seed, persons), ..register(seed, persons, heaviest) };
        let catalogue = tables(dimensions);
        let mut tallies = count(&records, &catalogue);
        sum_up(&records, &rules, &catalogue, &mut tallies);
        let protected = mechanism(named).protect(&tallies[0]).unwrap().tables;
        for sums in &protected {
            let Measured::Sum { of } = sums.measured() else { continue };
            let answering = Measured::Answering { of: of.clone() };
            let beside = |table: &&Table| *table.measured() == answering && table.dimensions() == sums.dimensions();
            let counts = protected.iter().find(beside).expect("those with a value are counted beside each sum");
            let bounds = (rules[of].lower, rules[of].upper);
            let truths = added_up(&records, of, bounds, sums.dimensions());
            let amounts = amounts(counts, sums, bounds.1);
            for (place, (persons, sum)) in truths.iter().enumerate() {
                let amount = amounts.get(&u32::try_from(place).unwrap());
                for (kind, truth) in [("sums", *sum), ("means", sum / persons)] {
                    let width = said.entry((kind, sums.dimensions().len().max(1))).or_default();
                    width.cells += u64::from(*persons > 0.0);
                    let Some(amount) = amount else { continue };
                    let figure = if kind == "sums" { amount.sum() } else { amount.mean(bounds) };
                    let off = (figure.value().expect("what is published has a value") - truth).abs();
                    width.published += 1;
                    width.covered += u64::from(off <= figure.protection_error());
                    if *persons >= 1000.0 {
                        width.errors.push(off / truth);
                    }
                }
            }
        }
    }
    for width in said.values_mut() {
        width.errors.sort_by(f64::total_cmp);
    }
    said
}

/// Hours within narrow bounds, and wages of which some lie over the upper one.
fn rules() -> BTreeMap<String, QuantityRules> {
    let rules = |upper, unit: &str| {
        let unit = Unit(unit.to_owned());
        QuantityRules { lower: 0.0, upper, unit, most_dimensions: 2, share: None }
    };
    [("HOURS_WORKED".to_owned(), rules(99.0, "hours a week")), ("WAGES".to_owned(), rules(250_000.0, "USD a year"))]
        .into()
}

/// The published cells by their place.
fn amounts(counts: &Table, sums: &Table, upper: f64) -> BTreeMap<u32, Amount> {
    let read = |table: &Table| serde_json::from_value::<Cells>(serde_json::to_value(table).unwrap()).unwrap();
    let estimates = |cells: &Cells| -> BTreeMap<u32, Estimate> {
        let cells = cells.cells.iter();
        cells.map(|(place, value, error, half, n)| (*place, Estimate::published(*value, *error, *half, *n))).collect()
    };
    let (counts, sums) = (read(counts), read(sums));
    let shared = sums.shared.unwrap_or_default();
    let (counts, sums) = (estimates(&counts), estimates(&sums));
    let both = sums.iter().filter_map(|(place, sum)| Some((*place, counts.get(place)?, sum)));
    both.map(|(place, persons, sum)| (place, Amount::of(persons, sum, upper, shared))).collect()
}

/// Persons with a value and the sum of their values within the bounds, cell by cell, added up the plain way.
fn added_up(records: &Columns, of: &str, (lower, upper): (f64, f64), dimensions: &[Axis]) -> Vec<(f64, f64)> {
    let column = |d: &Axis| records.dimensions.iter().find(|column| column.dimension == *d).unwrap();
    let axes: Vec<_> = dimensions.iter().map(column).collect();
    let mut cells = vec![(0.0, 0.0); axes.iter().map(|axis| axis.domain.len()).product()];
    let values = &records.quantities.iter().find(|quantity| quantity.of == of).unwrap().values;
    for (row, (weight, value)) in records.weights.iter().zip(values).enumerate().filter(|(_, (_, v))| v.is_finite()) {
        let place = axes.iter().fold(0, |at, axis| at * axis.domain.len() + usize::from(axis.places[row]));
        cells[place].0 += weight;
        cells[place].1 += weight * value.clamp(lower, upper);
    }
    cells
}
