//! Sums of a quantity over persons, and its means: the arithmetic of ratios.
//!
//! A mean is a sum over a count, both with their errors. Cells add up: sums add, counts add, and the mean is made at the
//! end. Its sampling variance is that of a ratio by linearisation, split into what lies within the cells (each cell's own
//! standard error) and what lies between them (Cochran 1977, 5.6 and 6.3).

use crate::digits::{half_of_last_digit, rounded_width, to_digits};
use crate::figure::{Estimate, FigureStatus};

/// Digits that a sum or a mean is said with.
pub(crate) const DIGITS: i32 = 3;

/// What a quantity's values over persons add up to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    sum: f64,
    persons: f64,
    respondents: Option<u32>,
    sum_protection: f64,
    persons_protection: f64,
    shared_protection: f64,
    within: f64,
    between: [f64; 3],
    withheld: Option<FigureStatus>,
    withheld_upper: f64,
}

impl Amount {
    /// Nobody's.
    pub const ZERO: Self = Self {
        sum: 0.0,
        persons: 0.0,
        respondents: Some(0),
        sum_protection: 0.0,
        persons_protection: 0.0,
        shared_protection: 0.0,
        within: 0.0,
        between: [0.0; 3],
        withheld: None,
        withheld_upper: 0.0,
    };

    /// One cell's: the persons with a value; their sum, of which the standard error is that of its mean; and the most that
    /// a value counts. The noise of the sum holds that of the persons `shared` times: none of it where the two are drawn
    /// apart. Where the persons or the sum are withheld, so is the amount.
    pub fn of(persons: &Estimate, sum: &Estimate, upper: f64, shared: f64) -> Self {
        let (Some(count), Some(value)) = (persons.value(), sum.value()) else {
            let why = match persons.status() {
                FigureStatus::Published | FigureStatus::Unreliable => sum.status(),
                why => why,
            };
            let most = persons.upper().map_or(f64::INFINITY, |persons| persons * upper);
            return Self { withheld: Some(why), withheld_upper: most, ..Self::ZERO };
        };
        let mean = if count > 0.0 { value / count } else { 0.0 };
        let between = persons.standard_error().powi(2);
        Self {
            sum: value,
            persons: count,
            respondents: persons.respondents(),
            sum_protection: sum.protection_error().powi(2),
            persons_protection: persons.protection_error().powi(2),
            shared_protection: shared * persons.protection_error().powi(2),
            within: (count * sum.standard_error()).powi(2),
            between: [between, between * mean, between * mean * mean],
            ..Self::ZERO
        }
    }

    /// The amount of two disjoint groups together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let mut between = self.between;
        between.iter_mut().zip(other.between).for_each(|(sum, part)| *sum += part);
        Self {
            sum: self.sum + other.sum,
            persons: self.persons + other.persons,
            respondents: self.respondents.zip(other.respondents).and_then(|(a, b)| a.checked_add(b)),
            sum_protection: self.sum_protection + other.sum_protection,
            persons_protection: self.persons_protection + other.persons_protection,
            shared_protection: self.shared_protection + other.shared_protection,
            within: self.within + other.within,
            between,
            withheld: self.withheld.max(other.withheld),
            withheld_upper: self.withheld_upper + other.withheld_upper,
        }
    }

    /// The sum, to three digits.
    pub fn sum(&self) -> Estimate {
        if let Some(why) = self.withheld {
            return Estimate::withheld(why, 0.0, self.sum + self.sum_protection.sqrt() + self.withheld_upper);
        }
        let sampling = (self.within + self.between[2]).sqrt();
        said(self.sum, sampling, self.sum_protection.sqrt(), self.respondents)
    }

    /// The mean, to three digits. It lies within the bounds of a value, as its interval does; where it is withheld, they are all that
    /// is known of it.
    pub fn mean(&self, bounds: (f64, f64)) -> Estimate {
        if let Some(why) = self.withheld {
            return Estimate::withheld(why, bounds.0, bounds.1);
        }
        if self.persons <= 0.0 {
            return Estimate::withheld(FigureStatus::SmallCount, bounds.0, bounds.1);
        }
        let mean = self.sum / self.persons;
        let [a, b, c] = self.between;
        let sampling = (self.within + (c - 2.0 * mean * b + mean * mean * a).max(0.0)).sqrt() / self.persons;
        said(mean, sampling, self.protection_of_mean(bounds), self.respondents).between(bounds)
    }

    /// The 95 % half-width of the mean's protection part: half as long as the means lie apart that the noise of sum and count
    /// leaves open (Fieller 1954), as far as the bounds reach. A mean `m` is open where the sum lies no further from `m` times
    /// the count than the two noises reach together.
    fn protection_of_mean(&self, (lower, upper): (f64, f64)) -> f64 {
        let mean = self.sum / self.persons;
        let widest = (mean - lower).max(upper - mean);
        // The quadratic `a m^2 - 2 b m + c`, which is under zero where `m` is open.
        let a = self.persons.powi(2) - self.persons_protection;
        let b = self.sum * self.persons - self.shared_protection;
        let c = self.sum.powi(2) - self.sum_protection;
        if a <= 0.0 {
            return widest;
        }
        ((b * b - a * c).max(0.0).sqrt() / a).min(widest)
    }

    /// Persons with a value.
    pub fn persons(&self) -> Option<f64> {
        self.withheld.is_none().then_some(self.persons)
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Self::plus)
    }
}

/// Means of disjoint groups together, each between `bounds`: each weighs as the persons that it is over. Where one of them is withheld,
/// so is the mean of all.
pub fn pooled(parts: &[(Estimate, Estimate)], bounds: (f64, f64)) -> Estimate {
    let unknown = |why| Estimate::withheld(why, bounds.0, bounds.1);
    let (mut persons, mut sum, mut sampling, mut protection) = (0.0, 0.0, 0.0, 0.0);
    let mut respondents = Some(0_u32);
    for (mean, over) in parts {
        let (Some(value), Some(over)) = (mean.value(), over.value()) else { return unknown(mean.status()) };
        persons += over;
        sum += over * value;
        sampling += (over * mean.standard_error()).powi(2);
        protection += (over * mean.protection_error()).powi(2);
        respondents = respondents.zip(mean.respondents()).and_then(|(a, b)| a.checked_add(b));
    }
    if persons <= 0.0 {
        return unknown(FigureStatus::SmallCount);
    }
    said(sum / persons, sampling.sqrt() / persons, protection.sqrt() / persons, respondents).between(bounds)
}

/// A value to three digits; its interval holds what rounding moved, too.
fn said(value: f64, sampling: f64, protection: f64, respondents: Option<u32>) -> Estimate {
    let rounded = to_digits(value, DIGITS);
    let moved = (rounded - value).abs() > 1e-9 * value.abs();
    let half = if moved { half_of_last_digit(value, DIGITS) } else { 0.0 };
    Estimate::published(rounded, sampling, rounded_width(protection, half), respondents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(persons: f64, mean: f64) -> Amount {
        let count = Estimate::published(persons, persons / 10.0, 4.0, Some(20));
        Amount::of(&count, &Estimate::published(persons * mean, 0.5, 30.0, Some(20)), 99.0, 0.0)
    }

    #[test]
    fn a_mean_is_a_sum_over_a_count_to_three_digits() {
        let together = cell(100.0, 40.0).plus(cell(300.0, 36.123));
        let mean = together.mean((0.0, 99.0));
        assert_eq!(mean.value(), Some(37.1));
        assert_eq!(together.sum().value(), Some(14_800.0));
        assert_eq!((together.persons(), mean.respondents()), (Some(400.0), Some(40)));
        // Within: (100 x .5)^2 + (300 x .5)^2; between: 10^2 (40 - m)^2 + 30^2 (36.123 - m)^2.
        let m = (4000.0 + 300.0 * 36.123) / 400.0;
        let sampling: f64 = 2500.0 + 22_500.0 + 100.0 * (40.0_f64 - m).powi(2) + 900.0 * (36.123_f64 - m).powi(2);
        assert!((mean.standard_error() - sampling.sqrt() / 400.0).abs() < 1e-9);
        let protection: f64 = 2.0 * 900.0 + m * m * 2.0 * 16.0;
        let expected = rounded_width(protection.sqrt() / 400.0, 0.05);
        assert!(
            (mean.protection_error() / expected - 1.0).abs() < 0.02,
            "the noise of 400 persons is small beside them"
        );
        assert!(mean.protection_error() > protection.sqrt() / 400.0, "rounding to three digits is in the interval");
    }

    #[test]
    fn a_mean_never_leaves_the_scale_of_its_values_however_noisy_its_sum_is() {
        // Twenty persons who all say 5, and a sum that noise has carried one over what they can add up to.
        let persons = Estimate::published(20.0, 0.0, 0.5, Some(20));
        let noisy = |sum: f64| Amount::of(&persons, &Estimate::published(sum, 0.0, 3.6, Some(20)), 5.0, 0.0);
        let (high, low) = (noisy(101.0).mean((1.0, 5.0)), noisy(18.0).mean((1.0, 5.0)));
        assert_eq!((high.value(), high.upper()), (Some(5.0), Some(5.0)));
        assert_eq!((low.value(), low.lower()), (Some(1.0), 1.0));
        assert!(high.lower() < 5.0 && low.upper() > Some(1.0), "the noise is still in the interval");
    }

    #[test]
    fn noise_that_a_sum_has_from_its_count_falls_out_of_a_mean_near_the_middle() {
        // 400 persons, give or take 20, and a sum of 50 times that count and a noise of 300 of its own.
        let (persons, own): (f64, f64) = (400.0, 300.0);
        let cell = |mean: f64, shared: f64| {
            let sum = Estimate::published(persons * mean, 0.0, (own.powi(2) + 1000.0_f64.powi(2)).sqrt(), None);
            Amount::of(&Estimate::published(persons, 0.0, 20.0, None), &sum, 100.0, shared)
        };
        let width = |mean: f64| cell(mean, 50.0).mean((0.0, 100.0)).protection_error();
        let about = |width: f64, expected: f64| (width / expected - 1.0).abs() < 0.06;
        assert!(about(width(50.0), own / persons), "{}", width(50.0));
        let off = (own.powi(2) + (40.0_f64 * 20.0).powi(2)).sqrt() / persons;
        assert!(about(width(10.0), off) && about(width(90.0), off), "{} {} for {off}", width(10.0), width(90.0));
        let apart = cell(50.0, 0.0).mean((0.0, 100.0)).protection_error();
        assert!(apart > width(50.0), "noises that are drawn apart add up");
        let two = cell(50.0, 50.0).plus(cell(50.0, 50.0)).mean((0.0, 100.0)).protection_error();
        assert!(about(two, own * 2.0_f64.sqrt() / (2.0 * persons)), "{two}");
    }

    #[test]
    fn a_mean_over_persons_who_may_be_nobody_is_open_within_its_bounds() {
        let of = |half_width: f64| {
            let persons = Estimate::published(60.0, 0.0, half_width, None);
            let sum = Estimate::published(60.0 * 50.0, 0.0, 300.0_f64.hypot(50.0 * half_width), None);
            Amount::of(&persons, &sum, 100.0, 50.0).mean((0.0, 100.0))
        };
        assert!((of(60.0).protection_error() - 50.0).abs() < 1e-9, "whatever the bounds allow");
        let (near, far) = (of(50.0).protection_error(), of(5.0).protection_error());
        assert!(near < 50.0 && far < near && far > 5.0, "{near} {far}");
    }

    #[test]
    fn what_is_withheld_of_a_mean_leaves_its_bounds_and_of_a_sum_what_it_can_be() {
        let hidden = Amount::of(&Estimate::withheld(FigureStatus::SmallCount, 0.0, 14.0), &Estimate::ZERO, 99.0, 0.0);
        let together = cell(100.0, 40.0).plus(hidden);
        let mean = together.mean((1.0, 99.0));
        assert_eq!((mean.value(), mean.lower(), mean.upper()), (None, 1.0, Some(99.0)));
        assert_eq!(mean.status(), FigureStatus::SmallCount);
        assert_eq!(together.sum().upper(), Some(4000.0 + 30.0 + 14.0 * 99.0));
        let dominated = Amount::of(
            &Estimate::published(10.0, 1.0, 4.0, None),
            &Estimate::withheld(FigureStatus::Dominance, 0.0, 1.0),
            9.0,
            0.0,
        );
        assert_eq!(dominated.sum().status(), FigureStatus::Dominance);
        assert_eq!(Amount::ZERO.mean((0.0, 9.0)).value(), None, "a mean over nobody");
    }

    #[test]
    fn countries_means_weigh_as_their_persons() {
        let part = |mean: f64, persons: f64| (Estimate::published(mean, 1.0, 2.0, Some(5)), Estimate::exact(persons));
        let open = (0.0, f64::INFINITY);
        let together = pooled(&[part(10.0, 100.0), part(20.0, 300.0)], open);
        assert_eq!((together.value(), together.respondents()), (Some(17.5), Some(10)));
        assert!((together.standard_error() - (0.0625_f64 + 0.5625).sqrt()).abs() < 1e-12);
        let scored = pooled(&[part(4.95, 100.0), part(4.9, 300.0)], (1.0, 5.0));
        assert_eq!(
            (scored.value(), scored.upper()),
            (Some(4.91), Some(5.0)),
            "together they stay on the scale of each"
        );
        assert_eq!(pooled(&[part(10.0, 0.0)], open).value(), None);
        let hidden = Estimate::withheld(FigureStatus::SmallCount, 0.0, 9.0);
        let together = pooled(&[part(10.0, 5.0), (hidden, Estimate::not_asked())], open);
        assert_eq!((together.value(), together.upper(), together.status()), (None, None, FigureStatus::SmallCount));
        let together = pooled(&[part(4.0, 5.0), (hidden, Estimate::not_asked())], (1.0, 5.0));
        assert_eq!((together.lower(), together.upper()), (1.0, Some(5.0)), "what is withheld is on the scale");
    }
}
