//! What is said of weighted records: figures rounded to what one record stands for, and their standard errors.

use crate::tally::Cell;
use schema::digits::to_digits;

/// What is said about weights in public, rounded.
pub(super) struct Scale {
    /// Records of all segments: who falls into a segment is part of what is sampled.
    pub(super) records: f64,
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
            records: f64::from(whole.records.max(1)),
            mean_weight,
            squares: to_digits(of_records(whole.weight_squared) / of_records(whole.weight), 3),
            unit: 10_f64.powf(mean_weight.log10().floor()).max(1.0),
        }
    }

    /// A sum of weights as it is said.
    pub(super) fn round(&self, weight: f64) -> f64 {
        round_to(weight, self.unit)
    }

    /// The standard error of a Horvitz-Thompson total of a domain, records drawn with replacement; to two digits.
    pub(super) fn standard_error(&self, weight: f64, weight_squared: f64) -> f64 {
        let spread = (weight_squared - weight * weight / self.records).max(0.0);
        to_digits((self.records / (self.records - 1.0).max(1.0) * spread).sqrt(), 2)
    }
}

fn round_to(x: f64, unit: f64) -> f64 {
    (x / unit).round() * unit
}
