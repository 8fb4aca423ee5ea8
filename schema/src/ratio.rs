//! One sum over another, such as placements completed over placements ended. Sums add up over countries and segments, and the ratio is
//! made at the end: a ratio of sums, never a mean of ratios.

use crate::amount::DIGITS;
use crate::digits::to_digits;
use crate::figure::{Estimate, FigureStatus, Z95};

/// The ratio of two sums, to three digits, between `bounds`; its 95 % interval holds the errors of both. It is withheld where either sum
/// is, and where the interval of `over` reaches down to zero: then nothing can be divided by it. What is known of both still bounds it.
///
/// The interval is what the two errors leave open (Fieller 1954): a ratio `m` is open where `of` lies no further from `m` times `over` than
/// the errors reach together. The two noises are taken to be drawn apart; where a part is divided by its whole they are partly one, and the
/// interval is the wider for it. How the sampling errors hang together is not known, so they are taken
/// to be as far against each other as they can be: the interval may be wide, never narrow.
pub fn ratio(of: &Estimate, over: &Estimate, bounds: (f64, f64)) -> Estimate {
    let (Some(value), Some(whole)) = (of.value(), over.value()) else {
        let why = if of.value().is_none() { of.status() } else { over.status() };
        return withheld(why, of, over, bounds);
    };
    if over.lower() <= 0.0 {
        return withheld(FigureStatus::SmallCount, of, over, bounds);
    }
    let ratio = value / whole;
    let sampling = [of, over].map(|sum| Z95 * sum.standard_error());
    let protection = [of, over].map(Estimate::protection_error);
    let [in_value, in_whole] = [0, 1].map(|at: usize| squared(&sampling, at) + squared(&protection, at));
    // The quadratic `a m^2 - 2 b m + c`, which is under zero where `m` is open; `a` is over zero, since `over` is surely so.
    let a = whole.powi(2) - in_whole;
    let b = value * whole + sampling.iter().product::<f64>();
    let c = value.powi(2) - in_value;
    let root = (b * b - a * c).max(0.0).sqrt();
    // From the figure as it is said to the further end of what is open, so that rounding leaves no end out.
    let shown = to_digits(ratio, DIGITS);
    let half_width = ((b + root) / a - shown).max(shown - (b - root) / a);
    let [by_sampling, by_protection] = [
        (sampling.iter().zip([1.0, ratio]).map(|(error, times)| error * times).sum::<f64>()).powi(2),
        squared(&protection, 0) + ratio.powi(2) * squared(&protection, 1),
    ];
    let both = by_sampling + by_protection;
    // Of two exact sums only the rounding is left, which is not of sampling.
    let of_sampling = if both > 0.0 { by_sampling / both } else { 0.0 };
    let [sampling, protection] = [of_sampling, 1.0 - of_sampling].map(|part: f64| half_width * part.sqrt());
    Estimate::published(shown, sampling / Z95, protection, None).between(bounds)
}

fn squared(errors: &[f64; 2], at: usize) -> f64 {
    errors.get(at).copied().unwrap_or_default().powi(2)
}

/// What is known of a ratio by the intervals of both sums.
fn withheld(why: FigureStatus, of: &Estimate, over: &Estimate, (lower, upper): (f64, f64)) -> Estimate {
    let least = over.upper().filter(|whole| *whole > 0.0).map_or(0.0, |whole| of.lower() / whole);
    let most = of.upper().filter(|_| over.lower() > 0.0).map_or(f64::INFINITY, |value| value / over.lower());
    let least = least.clamp(lower, upper);
    Estimate::withheld(why, least, most.clamp(least, upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPEN: (f64, f64) = (0.0, f64::INFINITY);

    fn sum(value: f64, sampling: f64, protection: f64) -> Estimate {
        Estimate::published(value, sampling / Z95, protection, None)
    }

    proptest! {
        #[test]
        fn errors_that_the_two_sums_allow_together_leave_the_truth_in_the_interval(
            truth in 0.0..2000.0_f64, whole in 50.0..2000.0_f64, sampling in prop::array::uniform2(0.0..0.2_f64),
            protection in prop::array::uniform2(0.0..0.3_f64), angle in 0.0..std::f64::consts::TAU, against in -1.0..1.0_f64,
        ) {
            // One draw of sampling moves both sums against each other; protection moves each by itself. All lie on the 95 % sphere.
            let noise = (1.0 - against * against).sqrt();
            let [drawn_of, drawn_over] = [noise * angle.cos(), noise * angle.sin()];
            let errors = |at: usize| (whole * sampling[at], whole * protection[at]);
            let ((s_of, p_of), (s_over, p_over)) = (errors(0), errors(1));
            let of = truth + s_of * against + p_of * drawn_of;
            let over = whole - s_over * against + p_over * drawn_over;
            prop_assume!(of >= 0.0 && over > 0.0);
            let made = ratio(&sum(of, s_of, p_of), &sum(over, s_over, p_over), OPEN);
            let truth = truth / whole;
            prop_assert!(made.lower() <= truth + 1e-9, "{} > {truth}", made.lower());
            prop_assert!(made.upper().is_none_or(|upper| truth <= upper + 1e-9), "{:?} < {truth}", made.upper());
        }

        #[test]
        fn larger_errors_never_narrow_a_ratio(of in 0.0..500.0_f64, over in 100.0..500.0_f64, error in 0.0..40.0_f64, more in 0.0..40.0_f64) {
            let width = |error: f64| {
                let made = ratio(&sum(of, error, error), &sum(over, error, error), OPEN);
                made.upper().map(|upper| upper - made.lower())
            };
            let (near, far) = (width(error), width(error + more));
            // No upper end is the widest of all.
            prop_assert!(far.is_none() || near.is_some_and(|near| near <= far.unwrap() + 1e-9), "{near:?} {far:?}");
        }

        #[test]
        fn two_countries_together_lie_between_them_and_weigh_as_their_sums(parts in prop::array::uniform2((0.0..500.0_f64, 1.0..500.0_f64))) {
            let [one, other] = parts.map(|(of, over)| (Estimate::exact(of), Estimate::exact(over)));
            let each = [one, other].map(|(of, over)| ratio(&of, &over, OPEN).value().unwrap());
            let together = ratio(&one.0.plus(other.0), &one.1.plus(other.1), OPEN).value().unwrap();
            let exactly = (parts[0].0 + parts[1].0) / (parts[0].1 + parts[1].1);
            prop_assert!((together - exactly).abs() <= 0.005 * exactly + 1e-12);
            let (least, most) = (each[0].min(each[1]), each[0].max(each[1]));
            prop_assert!(0.99 * least <= together && together <= 1.01 * most, "{least} {together} {most}");
        }
    }

    #[test]
    fn exact_sums_have_a_ratio_to_three_digits() {
        let made = ratio(&Estimate::exact(250.0), &Estimate::exact(300.0), (0.0, 1.0));
        assert_eq!((made.value(), made.status()), (Some(0.833), FigureStatus::Published));
        assert!(made.lower() <= 250.0 / 300.0 && 250.0 / 300.0 <= made.upper().unwrap());
        assert_eq!(ratio(&Estimate::ZERO, &Estimate::exact(7.0), OPEN).value(), Some(0.0));
    }

    #[test]
    fn noise_of_both_sums_is_in_the_interval_and_none_carries_a_share_over_one() {
        let made = ratio(&sum(95.0, 0.0, 6.0), &sum(100.0, 0.0, 8.0), (0.0, 1.0));
        // The root of 6^2 + (0.95 x 8)^2, over 100, and as much more as 100 may be less.
        let least = 36.0_f64 + 57.76;
        assert!((0.01 * least.sqrt()..0.011 * least.sqrt()).contains(&made.protection_error()));
        assert_eq!((made.value(), made.upper()), (Some(0.95), Some(1.0)));
        let over_one = ratio(&sum(103.0, 0.0, 6.0), &sum(100.0, 0.0, 8.0), (0.0, 1.0));
        assert_eq!((over_one.value(), over_one.upper()), (Some(1.0), Some(1.0)));
        assert!(over_one.lower() < 1.0);
    }

    #[test]
    fn nothing_is_divided_by_what_may_be_nothing() {
        let few = ratio(&sum(9.0, 0.0, 3.0), &sum(12.0, 0.0, 12.0), OPEN);
        assert_eq!((few.value(), few.status(), few.upper()), (None, FigureStatus::SmallCount, None));
        assert!((few.lower() - 6.0 / 24.0).abs() < 1e-9, "what is known still bounds it");
        assert_eq!(ratio(&Estimate::exact(1.0), &Estimate::ZERO, OPEN).value(), None);
    }

    #[test]
    fn a_sum_that_is_withheld_leaves_what_its_interval_bounds() {
        let hidden = Estimate::withheld(FigureStatus::Dominance, 0.0, 14.0);
        let made = ratio(&hidden, &Estimate::exact(20.0), (0.0, 1.0));
        assert_eq!((made.value(), made.status()), (None, FigureStatus::Dominance));
        assert_eq!((made.lower(), made.upper()), (0.0, Some(0.7)));
        let made = ratio(&Estimate::exact(5.0), &Estimate::not_asked(), (0.0, 1.0));
        assert_eq!((made.value(), made.lower(), made.upper()), (None, 0.0, Some(1.0)));
        assert_eq!(made.status(), FigureStatus::NotAsked);
    }
}
