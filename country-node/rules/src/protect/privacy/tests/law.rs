//! The noise against its law. Each test fails by chance less than once in a hundred million runs.

use super::super::noise;

#[expect(clippy::cast_possible_truncation, reason = "a few hundred deviations")]
fn steps(whole: f64) -> i32 {
    whole as i32
}

/// The quantile of the chi-square law with `degrees` that one in a billion draws exceeds (Wilson and Hilferty).
fn far_out(degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    degrees * (1.0 - spread + 5.998 * spread.sqrt()).powi(3)
}

/// How far draws lie from the discrete Gaussian law of a variance: chi-square, and its degrees of freedom. The bins are some
/// forty of equal width around zero, and one for both tails; each holds dozens of draws at least.
fn chi_square(draws: &[f64], variance: f64) -> (f64, f64) {
    let deviation = variance.sqrt();
    let mass = |v: f64| (-v * v / (2.0 * variance)).exp();
    let most = steps((12.0 * deviation).ceil()) + 5;
    let whole: f64 = (-most..=most).map(|v| mass(f64::from(v))).sum();
    // Bins of an odd width, the middle one around zero.
    let reach = steps((deviation / 14.0).floor());
    let width = 2 * reach + 1;
    let bins = steps((3.0 * deviation / f64::from(width)).floor()).max(1);
    let (mut distance, mut rest, mut rest_expected) = (0.0, draws.len() as f64, draws.len() as f64);
    for bin in -bins..=bins {
        let middle = bin * width;
        let law: f64 = (middle - reach..=middle + reach).map(|v| mass(f64::from(v))).sum();
        let expected = draws.len() as f64 * law / whole;
        let within = |draw: &&f64| (**draw - f64::from(middle)).abs() < f64::from(reach) + 0.5;
        let found = draws.iter().filter(within).count() as f64;
        assert!(expected > 24.0, "a bin for {expected} draws is too small for chi-square");
        distance += (found - expected).powi(2) / expected;
        rest -= found;
        rest_expected -= expected;
    }
    (distance + (rest - rest_expected).powi(2) / rest_expected, f64::from(2 * bins + 1))
}

#[test]
fn a_hundred_thousand_draws_of_each_scale_have_the_law_of_the_discrete_gaussian() {
    // Reach, rho in billionths, and the variance that they make: narrow, of some persons, of a default register, of a sum.
    for (reach, rho, variance) in
        [(1, 500_000_000, 1.0), (1, 20_000_000, 25.0), (1, 12_500_000 / 500, 20_000.0), (40, 20_000_000, 40_000.0)]
    {
        let (draws, said) = noise::add(vec![0; 100_000], reach, rho).unwrap();
        assert!((said / variance - 1.0).abs() < 1e-6, "reach {reach} and rho {rho}: the variance is {said}");
        let (distance, degrees) = chi_square(&draws, variance);
        println!("variance {variance}: chi-square {distance:.1} with {degrees} degrees of freedom");
        assert!(distance < far_out(degrees), "variance {variance}: chi-square is {distance} of {degrees}");
        assert!(chi_square(&draws, variance * 1.08).0 > far_out(degrees), "the test would not tell a wrong variance");
        let moved: Vec<f64> = draws.iter().map(|draw| draw + 1.0_f64.max((variance.sqrt() / 10.0).round())).collect();
        assert!(chi_square(&moved, variance).0 > far_out(degrees), "the test would not tell a noise that is off");
        assert!(draws.iter().all(|draw| draw.fract() == 0.0));
    }
}

#[test]
fn what_the_noise_is_added_to_is_kept_to_the_unit() {
    let sum = 4_000_000_000_000_123_i64;
    let (noisy, variance) = noise::add(vec![sum], 100_000_000, 4_000_000_000).unwrap();
    assert!((noisy[0] - sum as f64).abs() < 7.0 * variance.sqrt(), "{} is off by more than the noise", noisy[0]);
    assert!((variance.sqrt() - 1e8 * 0.125_f64.sqrt()).abs() < 1.0);
}

#[test]
fn the_noise_comes_from_a_generator_that_is_documented_as_cryptographic() {
    let lock = include_str!("../../../../../../Cargo.lock");
    let of = |name: &str, version: &str| lock.contains(&format!("name = \"{name}\"\nversion = \"{version}"));
    assert!(of("opendp", "0.16.") && of("rand", "0.7.") && of("rand_chacha", "0.2."), "see the head of noise.rs");
    let (one, _) = noise::add(vec![0; 64], 1, 1_000_000).unwrap();
    assert_ne!(one, noise::add(vec![0; 64], 1, 1_000_000).unwrap().0, "noise that comes again can be taken away");
}
