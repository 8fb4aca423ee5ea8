//! What changed between two measurements of one thing: the later figure less the earlier one, with the error of both.

use crate::amount::DIGITS;
use crate::digits::to_digits;
use crate::figure::{Estimate, Z95};
use async_graphql::SimpleObject;

/// The later mean less the earlier one.
#[derive(SimpleObject, Clone, Copy, Debug, PartialEq)]
#[graphql(name = "MeasuredDifference")]
pub struct Change {
    /// How much it rose; under zero where it fell.
    pub value: f64,
    /// Lower end of the 95 % interval, which holds sampling and protection of both waves. Where the interval holds zero, the difference
    /// may be noise.
    pub lower: f64,
    /// Upper end of the 95 % interval.
    pub upper: f64,
}

impl Change {
    /// From one figure to a later one of other persons, or of the same asked anew; nothing where one of them is withheld. It is said with as
    /// many digits as a mean is, and its interval holds what rounding moved. Waves are drawn and protected each for itself, so their
    /// variances add up; where the same persons were asked twice, the interval is wider than it had to be.
    pub fn between(before: &Estimate, after: &Estimate) -> Option<Self> {
        let differ = after.value()? - before.value()?;
        let value = to_digits(differ, DIGITS);
        let variance = |of: &Estimate| of.standard_error().powi(2) + (of.protection_error() / Z95).powi(2);
        let half_width = Z95 * (variance(before) + variance(after)).sqrt() + (value - differ).abs();
        Some(Self { value, lower: value - half_width, upper: value + half_width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::FigureStatus;

    #[test]
    fn a_difference_has_the_sampling_and_the_protection_error_of_both() {
        let (before, after) =
            (Estimate::published(2.0, 0.3, Z95 * 0.4, None), Estimate::published(3.5, 1.2, 0.0, None));
        let change = Change::between(&before, &after).unwrap();
        // 0.3² + 0.4² + 1.2² = 1.3².
        let half_width = 1.3 * Z95;
        for (found, expected) in
            [(change.value, 1.5), (change.lower, 1.5 - half_width), (change.upper, 1.5 + half_width)]
        {
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
        let back = Change::between(&after, &before).unwrap();
        assert!(
            (back.value + change.value).abs() < 1e-9 && (back.lower + change.upper).abs() < 1e-9,
            "what fell is less than nothing"
        );
    }

    #[test]
    fn a_difference_is_said_with_as_many_digits_as_its_figures_are() {
        for (before, after, said) in
            [(2.51, 3.54, 1.03), (3.54, 2.51, -1.03), (3.53, 3.54, 0.01), (9.87, 10.4, 0.53), (1.23, 999.0, 998.0)]
        {
            let change = Change::between(&Estimate::exact(before), &Estimate::exact(after)).unwrap();
            assert_eq!(change.value.to_string(), said.to_string(), "{after} less {before}");
            let differ = after - before;
            assert!(change.lower <= differ && differ <= change.upper, "{change:?} holds what was rounded");
        }
    }

    #[test]
    fn of_a_figure_that_is_withheld_no_difference_is_told() {
        let (known, withheld) = (Estimate::exact(3.0), Estimate::withheld(FigureStatus::SmallCount, 0.0, 5.0));
        assert_eq!(Change::between(&known, &withheld), None);
        assert_eq!(Change::between(&withheld, &known), None);
        assert_eq!(Change::between(&known, &known).map(|change| (change.lower, change.upper)), Some((0.0, 0.0)));
    }
}
