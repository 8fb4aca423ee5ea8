//! What is said of weighted records: figures rounded to what one record stands for, and their standard errors.

use crate::estimate::Design;
use crate::tally::Cell;
use schema::digits::to_digits;

/// What is said about weights in public, rounded.
pub(super) struct Scale {
    /// How records were drawn.
    pub(super) design: Design,
    /// Mean weight over all segments to three significant digits: one small segment's would tell of its persons.
    pub(super) mean_weight: f64,
    /// Sum of squared weights for each of the sum of weights, over all segments to three significant digits.
    pub(super) squares: f64,
    /// Figures are multiples of this.
    pub(super) unit: f64,
}

impl Scale {
    /// Of the records of all segments.
    pub(super) fn of(whole: &Cell) -> Self {
        let of_records = |sum: f64| if whole.records == 0 { 1.0 } else { sum / f64::from(whole.records) };
        let mean_weight = to_digits(of_records(whole.weight), 3);
        Self {
            design: Design::of(whole),
            mean_weight,
            squares: to_digits(of_records(whole.weight_squared) / of_records(whole.weight), 3),
            unit: 10_f64.powf(mean_weight.log10().floor()).max(1.0),
        }
    }

    /// A sum of weights as it is said.
    pub(super) fn round(&self, weight: f64) -> f64 {
        round_to(weight, self.unit)
    }

    /// The standard error of a domain's sum of weights, to two digits.
    pub(super) fn standard_error(&self, weight: f64, weight_squared: f64) -> f64 {
        to_digits(self.design.error_of_total(weight, weight_squared), 2)
    }
}

fn round_to(x: f64, unit: f64) -> f64 {
    (x / unit).round() * unit
}
