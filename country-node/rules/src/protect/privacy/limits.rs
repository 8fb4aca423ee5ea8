//! Which counts are said, and how far off they may be.
//!
//! A count is said where it is large beside its noise, after the noise. Near that limit it is often there because its noise
//! was high: of empty cells a few are said, and an interval that is made as if nothing had been chosen misses them all. So the
//! lower end is where a count as high as this one would be said one time in forty, of the times that it is said at all: the
//! interval holds the truth 95 times in 100 of whatever count is said, and is wide near the limit.

use super::DEVIATIONS;
use super::agree::Noisy;
use schema::figure::Z95;

/// What is said of a table's counts.
pub(super) struct Limits {
    /// Persons under it are withheld.
    least: f64,
    /// The standard deviation of a count: that of its noise, and a twelfth of variance for rounding to whole persons.
    deviation: f64,
}

/// Over so many deviations above the limit, what was chosen makes no difference.
const FAR: f64 = 6.0;

impl Limits {
    pub(super) fn of(counts: &Noisy, threshold: u32) -> Self {
        let least = f64::from(threshold).max((DEVIATIONS * counts.variance.sqrt()).ceil());
        Self { least, deviation: (counts.variance + 1.0 / 12.0).sqrt() }
    }

    /// The whole persons of a cell and their 95 % half-width, where they are said.
    pub(super) fn said(&self, noisy: f64) -> Option<(f64, f64)> {
        let persons = noisy.round();
        (persons >= self.least).then(|| (persons, self.half_width(persons).ceil()))
    }

    /// The most that a cell left out can be.
    pub(super) fn upper(&self) -> f64 {
        self.least - 1.0 + (Z95 * self.deviation).ceil()
    }

    fn half_width(&self, persons: f64) -> f64 {
        let plain = Z95 * self.deviation;
        // What rounds up to the limit is said, too.
        let limit = self.least - 0.5;
        if persons > limit + FAR * self.deviation {
            return plain;
        }
        // The chance that so many persons fewer have a count at least as high as this one, of the times that one is said.
        let as_high =
            |fewer: f64| beyond((fewer - 0.5) / self.deviation) / beyond((limit - persons + fewer) / self.deviation);
        // No count is under nobody.
        let (mut low, mut high) = (plain.min(persons), persons);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if as_high(middle) > 0.025 { low = middle } else { high = middle }
        }
        high
    }
}

/// The chance that a standard normal draw lies beyond a point.
fn beyond(x: f64) -> f64 {
    0.5 * libm::erfc(x / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(deviation: f64) -> Limits {
        Limits { least: (4.0 * deviation).ceil().max(10.0), deviation }
    }

    #[test]
    fn whatever_the_true_count_is_the_interval_holds_it_95_times_in_100_that_something_is_said() {
        for deviation in [0.7, 3.0, 20.0, 150.0] {
            let limits = limits(deviation);
            for truth in (0..=120).map(|at| (f64::from(at) / 10.0 * deviation).round()) {
                let (mut said, mut held) = (0.0, 0.0);
                // Chances of whole persons around the truth and, of those, around the limit.
                let from = limits.least;
                let to = truth.max(from) + 9.0 * deviation;
                for persons in (0..).map(|at| from + f64::from(at)).take_while(|persons| *persons <= to) {
                    let below = beyond((persons - 0.5 - truth) / deviation);
                    let chance = below - beyond((persons + 0.5 - truth) / deviation);
                    let (persons, half_width) = limits.said(persons).unwrap();
                    said += chance;
                    held += if (persons - truth).abs() <= half_width { chance } else { 0.0 };
                }
                let share = held / said;
                assert!(
                    share > 0.948,
                    "{truth} persons, a noise of {deviation}: held {share} of the times that it is said"
                );
                // Whole persons make the interval of a small noise wide.
                let far = truth > limits.least + 3.0 * deviation && deviation >= 20.0;
                assert!(!far || share < 0.98, "{truth} persons, a noise of {deviation}: {share} is too wide");
            }
        }
    }

    #[test]
    fn a_count_far_over_the_limit_has_the_plain_interval_and_one_at_the_limit_may_be_nobody() {
        let limits = limits(20.0);
        assert_eq!(limits.said(79.4), None);
        assert_eq!(limits.said(1_000.2), Some((1_000.0, 40.0)));
        assert_eq!(limits.said(79.6), Some((80.0, 80.0)));
        let (_, near) = limits.said(110.0).unwrap();
        assert!((45.0..80.0).contains(&near), "{near}");
        assert!((limits.upper() - (80.0 - 1.0 + 40.0)).abs() < 1e-9);
    }
}
