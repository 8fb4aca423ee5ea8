//! What protection costs and whether its intervals hold: protected tables against the exact ones of the same persons.

use crate::register::{register, tables};
use node_rules::count::count;
use node_rules::protect::{Protected, mechanism};
use node_rules::rulebook::Mechanism;
use node_rules::tally::Tally;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Table {
    dimensions: Vec<String>,
    cells: Vec<(u32, f64, f64, f64, Option<u32>)>,
}

/// What came of the tables of one width.
#[derive(Default)]
pub struct Width {
    /// Cells with persons.
    pub cells: u64,
    /// Cells that are published.
    pub published: u64,
    /// Published cells whose interval holds the truth.
    pub covered: u64,
    /// Relative errors of published cells of 1,000 persons and more, sorted.
    pub errors: Vec<f64>,
}

impl Width {
    /// The median relative error in percent, where there are such cells.
    pub fn median(&self) -> Option<f64> {
        self.errors.get(self.errors.len() / 2).map(|error| 100.0 * error)
    }

    /// The share of published cells whose interval holds the truth, in percent.
    pub fn coverage(&self) -> f64 {
        100.0 * self.covered as f64 / self.published.max(1) as f64
    }
}

/// Protects registers of so many persons over the first `dimensions`, a register a release, and holds each against the truth.
pub fn held_against_the_truth(
    named: Mechanism,
    persons: usize,
    dimensions: usize,
    releases: u64,
) -> BTreeMap<usize, Width> {
    let mut widths: BTreeMap<usize, Width> = BTreeMap::new();
    for seed in 0..releases {
        let tally = &count(&register(seed, persons, 1), &tables(dimensions))[0];
        let exact = read(mechanism(Mechanism::Exact).protect(tally).unwrap());
        for (table, exact) in read(mechanism(named).protect(tally).unwrap()).iter().zip(&exact) {
            let truth: BTreeMap<u32, f64> = exact.cells.iter().map(|cell| (cell.0, cell.1)).collect();
            let width = widths.entry(table.dimensions.len()).or_default();
            width.cells += truth.len() as u64;
            for (place, value, _, half_width, _) in &table.cells {
                let truth = truth.get(place).copied().unwrap_or(0.0);
                width.published += 1;
                width.covered += u64::from((value - truth).abs() <= *half_width);
                if truth >= 1000.0 {
                    width.errors.push((value - truth).abs() / truth);
                }
            }
        }
    }
    for width in widths.values_mut() {
        width.errors.sort_by(f64::total_cmp);
    }
    widths
}

fn read(protected: Protected) -> Vec<Table> {
    let tables = protected.tables.iter();
    tables.map(|table| serde_json::from_value(serde_json::to_value(table).unwrap()).unwrap()).collect()
}

/// What a threshold with secondary suppression does to the tables of one width.
#[derive(Default)]
pub struct Withheld {
    /// Cells with persons.
    pub cells: u64,
    /// Cells of persons fewer than the threshold: all of them are withheld.
    pub small: u64,
    /// Cells of more that are withheld beside them.
    pub beside: u64,
    /// Tables, and those of which no cell with persons is published.
    pub tables: u64,
    /// Tables of which no cell with persons is published.
    pub silent: u64,
}

/// What a threshold withholds of one segment's tables.
pub fn withheld(tally: &Tally, threshold: u32) -> BTreeMap<usize, Withheld> {
    let exact = read(mechanism(Mechanism::Exact).protect(tally).unwrap());
    let told = read(mechanism(Mechanism::Threshold { threshold }).protect(tally).unwrap());
    let mut widths: BTreeMap<usize, Withheld> = BTreeMap::new();
    for (told, exact) in told.iter().zip(&exact) {
        let published = told.cells.iter().filter(|cell| cell.1 > 0.0).count() as u64;
        let small = exact.cells.iter().filter(|cell| cell.1 < f64::from(threshold)).count() as u64;
        let width = widths.entry(told.dimensions.len()).or_default();
        width.cells += exact.cells.len() as u64;
        width.small += small;
        width.beside += exact.cells.len() as u64 - small - published;
        width.tables += 1;
        width.silent += u64::from(published == 0);
    }
    widths
}

/// Differential privacy as a register has it where its rulebook names nothing, made to agree or not.
pub fn default_privacy(consistent: bool) -> Mechanism {
    match Mechanism::default_of(schema::concept::Dataset::Register) {
        Mechanism::DifferentialPrivacy { rho, threshold, shares, .. } => {
            Mechanism::DifferentialPrivacy { rho, threshold, shares, consistent }
        }
        other => other,
    }
}
