//! The attacker, in small: the default of registers holds, what does not protect is seen not to, and the figures by which an
//! attack is judged are right. `cargo run --release -p federation-tests --bin attack` does the same at full size.

use federation_tests::attack::differencing;
use federation_tests::attack::law::Law;
use federation_tests::attack::least_squares::{Sum, bits};
use federation_tests::attack::mechanism::Attacked;
use federation_tests::attack::plan::Plan;
use federation_tests::attack::population::{Population, Shape};
use federation_tests::attack::run;
use federation_tests::attack::score::{Guesses, Measured, balanced_accuracy};
use federation_tests::attack::world::{World, law};
use federation_tests::chance::Chance;

/// A small run measures little: a target is missed beyond chance where it lies four standard errors under the score, which
/// happens to a mechanism that meets it less than once in ten thousand.
fn missed_beyond_chance(measured: &Measured, target: f64) -> bool {
    measured.score - 2.0 * (measured.score - measured.low) > target
}

#[tokio::test]
async fn no_attack_breaks_the_default_of_registers_and_each_wins_where_nothing_protects() {
    let scores = run::all(Attacked::DifferentialPrivacy, &Plan::SMALL, 7).await.unwrap();
    for score in &scores {
        println!("{:.3} (at most {}) {}", score.measured.score, score.target, score.attack);
        assert!(score.control.low > score.target, "{score:?} must win where nothing protects");
        assert!(!missed_beyond_chance(&score.measured, score.target), "{score:?} misses its target");
        assert!(score.target > 0.0 || score.met, "{score:?}: not one may differ");
    }
    assert_eq!(scores.len(), 19);
}

#[tokio::test]
async fn an_attack_that_wins_says_so() {
    let world = World::asked(Shape::coarse(600), Attacked::CellKey, 3, 1, false).await;
    let found = balanced_accuracy(&[differencing::all_else_known(&world)]);
    assert!(found.low > 0.9, "whoever knows all else sees through the cell-key method: {found:?}");
}

#[test]
fn balanced_accuracy_is_the_mean_of_both_rates_whatever_the_base() {
    let mut guesses = Guesses::default();
    for nth in 0..1_000 {
        guesses.add(nth < 100, nth % 2 == 0);
    }
    let coin = balanced_accuracy(&[guesses]);
    assert!((coin.score - 0.5).abs() < 1e-9 && coin.low < 0.46 && coin.high > 0.54, "{coin:?}");
    let mut sure = Guesses::default();
    (0..1_000).for_each(|nth| sure.add(nth < 300, nth < 300));
    assert!(balanced_accuracy(&[sure]).low > 0.99);
}

#[test]
fn releases_that_differ_among_each_other_widen_the_interval() {
    let release = |right: u64| {
        let mut guesses = Guesses::default();
        for nth in 0..2_000 {
            guesses.add(nth % 2 == 0, (nth % 2 == 0) == (nth / 2 < right));
        }
        guesses
    };
    let alike = balanced_accuracy(&[release(550), release(550), release(550)]);
    let unlike = balanced_accuracy(&[release(500), release(550), release(600)]);
    assert!((alike.score - unlike.score).abs() < 1e-9 && alike.high - alike.low < 0.03, "{alike:?}");
    // Student's quantile for two degrees of freedom is 4.303, and the standard error of the mean 0.05 / sqrt 3.
    assert!((unlike.high - unlike.score - 4.303 * 0.05 / 3.0_f64.sqrt()).abs() < 0.01, "{unlike:?}");
}

#[test]
fn a_share_has_wilsons_interval() {
    // Newcombe (1998), table I: 81 of 263 and 0 of 20.
    let share = Measured::share(81, 263);
    assert!((share.low - 0.2553).abs() < 1e-4 && (share.high - 0.3662).abs() < 1e-4, "{share:?}");
    let none = Measured::share(0, 20);
    assert!(none.low == 0.0 && (none.high - 0.1611).abs() < 1e-4, "{none:?}");
}

#[test]
fn the_area_under_the_curve_is_a_half_for_the_same_law_and_sees_a_shift() {
    let mut chance = Chance::new(5);
    let mut draw = |shift: f64| -> Vec<f64> {
        (0..2_000).map(|_| (0..12).map(|_| chance.below(1_000) as f64).sum::<f64>() / 1_000.0 + shift).collect()
    };
    let alike = Measured::area(&[(draw(0.0), draw(0.0)), (draw(0.0), draw(0.0))]);
    assert!(alike.low < 0.5 && alike.score < 0.53, "{alike:?}");
    // Two normal laws a deviation apart: Phi(1 / sqrt 2).
    let apart = Measured::area(&[(draw(0.0), draw(1.0))]);
    assert!(apart.low < 0.7602 && apart.high > 0.7602, "{apart:?}");
}

#[test]
fn bits_are_found_from_enough_exact_sums() {
    let mut chance = Chance::new(9);
    let truth: Vec<f64> = (0..100).map(|_| f64::from(u8::from(chance.happens(0.3)))).collect();
    let sums: Vec<Sum> = (0..200)
        .map(|_| {
            let persons: Vec<u32> = (0..100).filter(|_| chance.happens(0.5)).collect();
            let value = persons.iter().map(|person| truth[*person as usize]).sum();
            Sum { persons, value, variance: 0.01 }
        })
        .collect();
    for (truth, found) in truth.iter().zip(bits(100, &sums, 0.3, 0.21)) {
        assert!((truth - 0.3 - found).abs() < 0.2, "{truth} was found as {}", found + 0.3);
    }
}

#[test]
fn the_attacker_knows_the_noise_of_each_mechanism() {
    let population = Population::drawn(Shape::coarse(10), 1);
    let Law::CellKey { chances, .. } = law(Attacked::CellKey, &population) else { panic!("another law") };
    for (count, row) in chances.iter().enumerate().skip(8) {
        let variance: f64 = (-5..=5).zip(row).map(|(noise, chance)| f64::from(noise * noise) * chance).sum();
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9, "chances of {count}");
        assert!((variance - 3.0).abs() < 0.05, "{count} persons: {variance}");
    }
    let Law::Gaussian { precision } = law(Attacked::DifferentialPrivacy, &population) else { panic!("another law") };
    // All of rho, over one table of none, seven of one, 21 of two and 35 of three axes.
    let rho: f64 =
        precision.iter().zip([1.0, 7.0, 21.0, 35.0]).map(|(precision, tables)| precision * tables / 2.0).sum();
    assert!((rho - 0.0125).abs() < 1e-9, "{rho}");
}

#[test]
fn a_table_knows_where_its_cells_are() {
    let population = Population::drawn(Shape::fine(50), 4);
    assert_eq!(population.catalogue().len(), 64);
    for table in population.catalogue() {
        for place in 0..table.cells() {
            assert_eq!(table.place(&table.codes(place)), place);
        }
        for person in &population.persons {
            let codes: Vec<usize> = table.axes.iter().map(|axis| usize::from(person.codes[*axis])).collect();
            assert_eq!(table.codes(table.of(person)), codes);
        }
    }
}
