//! What released cells are held against, and what came of it, by the width of the table.

use super::records::Cell;
use std::collections::BTreeMap;

/// The least count that is ever released.
const THRESHOLD: u32 = 10;

/// A cell as it was released.
pub enum Released {
    /// With a value.
    Published {
        /// The estimate.
        value: f64,
        /// Standard error of sampling.
        standard_error: f64,
        /// Half-width of the protection part.
        protection_error: f64,
        /// Respondents, perturbed.
        respondents: u32,
    },
    /// Withheld, somewhere between these.
    Withheld {
        /// The least that it can be.
        lower: f64,
        /// The most that it can be.
        upper: f64,
    },
}

#[derive(Default)]
struct Column {
    published: u64,
    covered: u64,
    withheld: u64,
    withheld_with_persons: u64,
    contained: u64,
    false_errors: u64,
    too_small: u64,
}

/// What came of all comparisons.
#[derive(Default)]
pub struct Ledger(BTreeMap<usize, Column>);

impl Ledger {
    /// Holds a released cell of a table of `width` dimensions against the truth; `records` agreed in all.
    pub fn hold(&mut self, width: usize, released: &Released, truth: &Cell, records: f64) {
        let column = self.0.entry(width).or_default();
        match *released {
            Released::Published { value, standard_error, protection_error, respondents } => {
                assert!(truth.respondents > 0, "an empty cell must not be published");
                column.published += 1;
                column.covered += u64::from((value - truth.weight).abs() <= protection_error + 1e-6);
                column.too_small += u64::from(respondents < THRESHOLD);
                column.false_errors += u64::from(!is_error_of(standard_error, truth, respondents, records));
            }
            Released::Withheld { lower, upper } => {
                column.withheld += 1;
                column.withheld_with_persons += u64::from(truth.respondents > 0);
                column.contained += u64::from(lower <= truth.weight && truth.weight <= upper);
            }
        }
    }

    /// Prints what came of it and asserts what was promised.
    pub fn close(&self, place: &str) {
        let percent = |part: u64, whole: u64| format!("{:.2} %", 100.0 * part as f64 / whole.max(1) as f64);
        println!("{place}:");
        for (width, column) in &self.0 {
            println!(
                "  tables of {width} dimensions: {} cells published, protection covers the truth in {}; \
                 {} withheld ({} of all cells, {} of those with persons), their interval holds the truth in {}",
                column.published,
                percent(column.covered, column.published),
                column.withheld,
                percent(column.withheld, column.withheld + column.published),
                percent(column.withheld_with_persons, column.withheld_with_persons + column.published),
                percent(column.contained, column.withheld),
            );
        }
        let sum = |of: fn(&Column) -> u64| self.0.values().map(of).sum::<u64>();
        let (published, covered) = (sum(|c| c.published), sum(|c| c.covered));
        println!("  all: protection covers the truth in {} of {published} cells", percent(covered, published));
        assert!(published > 0, "{place}: nothing was published");
        assert!(covered * 100 >= published * 93, "{place}: protection must cover 93 of 100 cells");
        assert_eq!(sum(|c| c.too_small), 0, "{place}: cells of fewer than {THRESHOLD} respondents were released");
        assert_eq!(sum(|c| c.false_errors), 0, "{place}: standard errors that are not the formula's");
    }
}

/// n/(n-1) (sum of w^2 - W^2/n) of the count that is said, rounded to two digits.
fn is_error_of(standard_error: f64, truth: &Cell, respondents: u32, records: f64) -> bool {
    let said = f64::from(respondents) / f64::from(truth.respondents);
    let spread = truth.weight_squared * said - (truth.weight * said).powi(2) / records;
    let exact = (records / (records - 1.0) * spread.max(0.0)).sqrt();
    let half_a_unit = if exact > 0.0 { 10_f64.powf(exact.log10().floor() - 1.0) / 2.0 } else { 0.0 };
    (standard_error - exact).abs() <= half_a_unit + 1e-6
}
