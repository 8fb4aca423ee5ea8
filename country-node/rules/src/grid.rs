//! Whole steps of a quantity: under differential privacy values are added as integers, so that what one person can change is
//! known to the last unit and no float is between the records and the noise.
//!
//! A value is told by how far it lies from the middle of its bounds, which is half as far as the bounds lie apart: the noise
//! that hides it is half as large as for the value itself. The sum is had again from the middle times the persons with a
//! value, who are counted with a noise of their own.

/// A quantity's bounds, cut into equal steps: a power of ten, where the bounds lie a decimal number apart. A value is moved by
/// half a step at most, a twenty-millionth of the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grid {
    lower: f64,
    upper: f64,
    steps: u32,
}

/// No range has fewer steps; the most are ten times as many.
const FEWEST_STEPS: f64 = 1e7;

impl Grid {
    /// The grid of values from `lower` to `upper`, which is larger.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "there are at most a hundred million steps"
    )]
    pub(crate) fn of(lower: f64, upper: f64) -> Self {
        let leading = (upper - lower).log10().rem_euclid(1.0);
        Self { lower, upper, steps: (FEWEST_STEPS * 10_f64.powf(leading)).round() as u32 }
    }

    /// How many half steps a value, brought within the bounds, lies over the middle of them.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a value within the bounds is at most a hundred million steps over"
    )]
    pub(crate) fn over_middle(&self, value: f64) -> i64 {
        let share = (value.clamp(self.lower, self.upper) - self.lower) / (self.upper - self.lower);
        2 * (share * f64::from(self.steps)).round() as i64 - i64::from(self.steps)
    }

    /// The most half steps that a value lies from the middle: what one person adds to a sum at most.
    pub(crate) fn reach(&self) -> u32 {
        self.steps
    }

    /// The middle of the bounds.
    pub(crate) fn middle(&self) -> f64 {
        f64::midpoint(self.lower, self.upper)
    }

    /// One half step in the quantity's unit.
    pub(crate) fn half_step(&self) -> f64 {
        (self.upper - self.lower) / f64::from(self.steps) / 2.0
    }

    /// The least and the most that a value counts.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        (self.lower, self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimal_values_lie_on_the_grid() {
        let wages = Grid::of(0.0, 250_000.0);
        assert_eq!((wages.reach(), wages.middle()), (25_000_000, 125_000.0));
        assert!((2.0 * wages.half_step() - 0.01).abs() < 1e-15, "a step is a hundredth");
        assert_eq!(wages.over_middle(1_234.56), 2 * 123_456 - 25_000_000);
        assert_eq!(wages.over_middle(-5.0), -25_000_000);
        assert_eq!(wages.over_middle(1e300), 25_000_000);
        assert_eq!(Grid::of(1.0, 5.0).over_middle(3.0), 0);
        assert_eq!(Grid::of(0.0, 1e-9).reach(), 10_000_000);
    }

    proptest! {
        #[test]
        fn no_value_counts_more_than_the_reach_and_none_moves_by_more_than_half_a_step(
            lower in 0.0..1e9_f64, range in 1e-3..1e12_f64, value in -1e12..1e13_f64,
        ) {
            let grid = Grid::of(lower, lower + range);
            prop_assert!((10_000_000..=100_000_000).contains(&grid.reach()));
            let over = grid.over_middle(value);
            prop_assert!(over.unsigned_abs() <= u64::from(grid.reach()));
            let back = grid.middle() + over as f64 * grid.half_step();
            let float = 1e-6 * grid.half_step() + 1e-14 * (lower + range);
            prop_assert!((back - value.clamp(lower, lower + range)).abs() <= grid.half_step() + float);
        }
    }
}
