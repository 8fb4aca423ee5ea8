//! Sums of quantities: continuous noise that depends on the set of persons and on the sum, and dominance rules.
//!
//! The noise is the triangular law of variance 3 on [-sqrt 18, sqrt 18], drawn from the cell's key and the sum, times the most that a
//! person of mean weight can add by the rulebook's bounds. The method as published scales it by the cell's own largest
//! contributors; an interval would then tell what they add, so the public bound stands in their place.

use super::{CellKey, PTable, Scale};
use crate::measured::Measured;
use crate::release::{ReleasedCell, Table};
use crate::tally::{RawSums, SumCell};
use schema::digits::{half_of_last_digit, half_width, to_digits};
use sha2::{Digest, Sha256};

/// The p % rule: the second largest must not be able to tell the largest contribution to within this share of it.
const P: f64 = 0.10;
/// The (n, k) rule with n = 2: two contributors make up no more than this share.
const K: f64 = 0.90;
/// Half the width of the noise: its variance is 3, as that of counts.
const REACH: f64 = 4.242_640_687_119_285;
/// A standard error is never said to be smaller than this share of the range over the root of respondents: it would tell
/// that all values are alike.
const LEAST_SPREAD: f64 = 0.01;

/// Protects one table of sums.
pub(super) fn protect(method: &CellKey, table: &PTable, scale: &Scale, raw: &RawSums) -> Table {
    let unit = raw.bound * scale.mean_weight;
    let cells = raw.counts.cells.iter().zip(&raw.cells).enumerate();
    let cells = cells.filter_map(|(place, (count, sum))| {
        if count.records == 0 || is_dominated(sum) {
            return None;
        }
        let respondents = method.perturbed(table, count.records, count.key)?;
        let noisy = (sum.sum + unit * noise(count.key, &raw.of, sum.sum)).max(0.0);
        let value = to_digits(noisy, 3);
        let half = half_of_last_digit(value, 3);
        let protection = to_digits(half_width(|x| unit * integral(x / unit), half, unit * REACH), 3);
        let spread =
            scale.design.error_of_mean(count, sum).max(LEAST_SPREAD * raw.range / f64::from(respondents).sqrt());
        ReleasedCell::estimate(place, value, to_digits(spread, 2), protection, respondents)
    });
    Table::new(raw.counts.dimensions.clone(), cells.collect()).of(Measured::Sum { of: raw.of.clone() })
}

/// Whether one or two contributors dominate a sum: by the p % rule or by the (2, 90 %) rule.
fn is_dominated(sum: &SumCell) -> bool {
    let [first, second] = sum.largest;
    sum.sum - first - second < P * first || first + second > K * sum.sum
}

/// The integral of the noise's distribution function, from far left up to a point.
fn integral(x: f64) -> f64 {
    let tail = (REACH - x.abs()).max(0.0).powi(3) / (6.0 * REACH * REACH);
    x.max(0.0) + tail
}

/// Noise of variance 3: the same sum of the same persons has the same noise, and each quantity a noise of its own. Where the persons stay
/// and what they say changes, the noise is another: else two releases told the difference to the last digit, and with it what one of them
/// said.
fn noise(key: u64, of: &str, sum: f64) -> f64 {
    let drawn = Sha256::new().chain_update("sum\0").chain_update(of).chain_update("\0").chain_update(key.to_be_bytes());
    let drawn = drawn.chain_update(sum.to_bits().to_be_bytes()).finalize();
    let uniform = |bytes: &[u8]| {
        let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number as f64 / 2_f64.powi(64)
    };
    let (one, other) = drawn.split_at(8);
    REACH * (uniform(one) + uniform(other.get(..8).unwrap_or_default()) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Design;
    use crate::tally::Cell;

    fn summed(parts: &[f64]) -> SumCell {
        let mut sum = SumCell::default();
        for part in parts {
            sum.add(1.0, *part, 0);
        }
        sum
    }

    #[test]
    fn a_sum_that_one_or_two_dominate_is_withheld() {
        assert!(is_dominated(&summed(&[100.0])));
        assert!(is_dominated(&summed(&[100.0, 50.0, 9.0])), "the second could tell the first to 9 %");
        assert!(is_dominated(&summed(&[50.0, 41.0, 3.0, 3.0, 3.0])), "two make up 91 %");
        assert!(!is_dominated(&summed(&[50.0, 30.0, 10.0, 10.0])));
        assert!(!is_dominated(&summed(&[0.0; 20])), "nothing dominates nothing");
    }

    #[test]
    fn the_noise_is_bounded_of_variance_three_and_each_quantitys_own() {
        let draws: Vec<f64> = (0..20_000).map(|key| noise(key * 7_919, "INCOME", 5.0)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 20_000.0;
        let width = half_width(integral, 0.0, REACH);
        assert!((width - REACH * (1.0 - 0.05_f64.sqrt())).abs() < 1e-4, "of a triangular law: {width}");
        let within = draws.iter().filter(|v| v.abs() <= width).count();
        assert!(mean.abs() < 0.05 && (variance - 3.0).abs() < 0.12, "{mean} {variance}");
        assert!((18_850..=19_150).contains(&within), "{within} of 20,000 lie within");
        assert!(draws.iter().all(|v| v.abs() <= REACH));
        assert!((noise(5, "INCOME", 7.0) - noise(5, "HOURS_WORKED", 7.0)).abs() > 1e-9);
        assert_eq!(noise(5, "INCOME", 7.0).to_bits(), noise(5, "INCOME", 7.0).to_bits());
    }

    #[test]
    fn a_change_of_what_the_same_persons_say_is_not_told_by_two_releases() {
        let change = |key: u64| noise(key * 7_919, "COMPENSATION", 41.0) - noise(key * 7_919, "COMPENSATION", 40.0);
        let changes: Vec<f64> = (0..20_000).map(change).collect();
        let variance = changes.iter().map(|v| v * v).sum::<f64>() / 20_000.0;
        assert!((variance - 6.0).abs() < 0.25, "two noises of their own, and not one that cancels: {variance}");
    }

    #[test]
    fn the_standard_error_of_a_mean_is_the_textbooks() {
        let mut count = Cell::default();
        for _ in 0..4 {
            count.add(1.0, 0);
        }
        // Values 1, 2, 3, 6: variance 14 / 3 with n - 1, so the mean's standard error is sqrt(14 / 12).
        let error = Design::of(&count).error_of_mean(&count, &summed(&[1.0, 2.0, 3.0, 6.0]));
        assert!((error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-12, "{error}");
    }
}
