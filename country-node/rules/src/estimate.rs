//! Estimates of weighted records and their standard errors, before anything protects them.
//!
//! Records are taken as drawn independently and with replacement, each with its weight: the design `svydesign(ids = ~1, weights
//! = ~w)` of R's package survey, with whose figures a test compares these. A cell is a domain of that design: all records stay
//! in it, so that `n` is the number of all of them and not of the cell's own.
//!
//! - A total is the sum of weights, or of weight times value (Horvitz-Thompson); its variance is
//!   `n / (n - 1) * (sum of squares - total^2 / n)`.
//! - A mean is a ratio of totals; its variance, by linearisation, is `n / (n - 1) * sum of (w * (x - mean))^2 / (sum of w)^2`. A share
//!   is the mean of what is one for some and zero for others.

use crate::tally::{Cell, SumCell};

/// How records were drawn.
#[derive(Clone, Copy)]
pub(crate) struct Design {
    /// Records of all segments: who falls into a segment is part of what is sampled.
    records: f64,
}

impl Design {
    /// Of the records of all segments.
    pub(crate) fn of(whole: &Cell) -> Self {
        Self { records: f64::from(whole.records.max(1)) }
    }

    /// The standard error of a domain's sum of weights.
    pub(crate) fn error_of_total(self, weight: f64, weight_squared: f64) -> f64 {
        self.corrected(weight_squared - weight * weight / self.records).sqrt()
    }

    /// The standard error of a domain's weighted mean.
    pub(crate) fn error_of_mean(self, count: &Cell, sum: &SumCell) -> f64 {
        let mean = sum.sum / count.weight;
        let squares = sum.squares - 2.0 * mean * sum.cross + mean * mean * count.weight_squared;
        self.corrected(squares).sqrt() / count.weight
    }

    fn corrected(self, squares: f64) -> f64 {
        self.records / (self.records - 1.0).max(1.0) * squares.max(0.0)
    }
}

#[cfg(test)]
mod tests;
