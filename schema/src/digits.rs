//! How many digits a figure is said with, and what that rounding does to its interval.

use crate::figure::Z95;

/// Rounds to so many significant digits.
pub fn to_digits(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let place = digits - 1 - magnitude(x);
    let factor = 10_f64.powi(place.abs());
    if place >= 0 { (x * factor).round() / factor } else { (x / factor).round() * factor }
}

/// The most that rounding to so many digits moves a number.
pub fn half_of_last_digit(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() { 0.0 } else { 0.5 * 10_f64.powi(magnitude(x) + 1 - digits) }
}

/// The 95 % half-width of a noise and a rounding after it, which moves by up to `half` either way, all alike. `integral` is
/// that of the noise's distribution function from far left up to a point, and no draw in twenty lies further out than `most`.
pub fn half_width(integral: impl Fn(f64) -> f64, half: f64, most: f64) -> f64 {
    // A rounding that is small beside the noise is a difference of numbers that are nearly alike.
    let half = half.max(most / 1000.0);
    let held = |width: f64| (integral(width + half) - integral(width - half)) / half - 1.0;
    let (mut low, mut high) = (0.0, most + half);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if held(middle) < 0.95 { low = middle } else { high = middle }
    }
    high
}

/// The 95 % half-width of Gaussian noise that has one of `width` by itself, and a rounding of up to `half` after it.
pub fn rounded_width(width: f64, half: f64) -> f64 {
    if width <= 0.0 || half <= 0.0 {
        // Rounding by itself: 95 in 100 of what lies within one digit lie within 95 in 100 of it.
        return width.max(0.95 * half);
    }
    let deviation = width / Z95;
    let integral = |x: f64| {
        let x = x / deviation;
        let below = 0.5 * (1.0 + libm::erf(x / std::f64::consts::SQRT_2));
        deviation * (x * below + (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt())
    };
    half_width(integral, half, width)
}

/// The power of ten of a number's first digit.
#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a finite float lies between -324 and 309")]
fn magnitude(x: f64) -> i32 {
    x.abs().log10().floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_said_whatever_the_size() {
        for (x, said) in [(123_456.0, 123_000.0), (0.001_234_5, 0.001_23), (99.96, 100.0), (5.0, 5.0), (0.0, 0.0)] {
            assert_eq!(to_digits(x, 3).to_bits(), f64::to_bits(said), "{x}");
            assert!((to_digits(x, 3) - x).abs() <= half_of_last_digit(x, 3), "{x} moves by no more than half a digit");
        }
        assert!((half_of_last_digit(123_456.0, 3) - 500.0).abs() < 1e-9);
    }

    #[test]
    fn an_interval_holds_noise_and_rounding_together_95_times_in_100() {
        for half in [0.001, 0.3, 1.0, 3.0, 40.0] {
            let width = rounded_width(Z95, half);
            // The chance by adding up over 20,000 places of the rounding.
            let normal = |x: f64| 0.5 * (1.0 + libm::erf(x / std::f64::consts::SQRT_2));
            let held = |n: u32| {
                let moved = half * (2.0 * (f64::from(n) + 0.5) / 20_000.0 - 1.0);
                normal(width - moved) - normal(-width - moved)
            };
            let chance = (0..20_000).map(held).sum::<f64>() / 20_000.0;
            assert!((chance - 0.95).abs() < 1e-4, "a rounding of {half} beside a noise of 1: {chance}");
        }
        assert!((rounded_width(0.0, 2.0) - 1.9).abs() < 1e-12);
        assert!((rounded_width(2.0, 0.0) - 2.0).abs() < 1e-12);
    }
}
