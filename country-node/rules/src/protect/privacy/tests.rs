//! The mechanism against its law, its budget and its promise.

use super::*;
use crate::columns::{Column, Columns};
use crate::consent::Segment;
use crate::count::count;
use proptest::prelude::*;

/// The quantile of the chi-square law with `degrees` that one in a billion draws exceeds (Wilson and Hilferty).
fn far_out(degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    degrees * (1.0 - spread + 5.998 * spread.sqrt()).powi(3)
}

/// How far draws lie from the discrete Gaussian law of a variance: chi-square, and its degrees of freedom.
fn chi_square(draws: &[f64], variance: f64) -> (f64, f64) {
    let density = |v: i32| (-f64::from(v * v) / (2.0 * variance)).exp();
    let whole: f64 = (-400..=400).map(density).sum();
    let (mut distance, mut cells, mut rest, mut rest_expected) = (0.0, 0.0, draws.len() as f64, draws.len() as f64);
    for v in -12..=12 {
        let expected = draws.len() as f64 * density(v) / whole;
        let found = draws.iter().filter(|draw| (**draw - f64::from(v)).abs() < 0.5).count() as f64;
        distance += (found - expected).powi(2) / expected;
        cells += 1.0;
        rest -= found;
        rest_expected -= expected;
    }
    (distance + (rest - rest_expected).powi(2) / rest_expected, cells)
}

#[test]
fn a_hundred_thousand_draws_have_the_law_of_the_discrete_gaussian() {
    let (draws, variance) = noise::add(vec![0; 100_000], 20_000_000).unwrap();
    assert!((variance - 25.0).abs() < 1e-6, "rho of 0.02 is a variance of 25");
    let (distance, degrees) = chi_square(&draws, 25.0);
    assert!(distance < far_out(degrees), "chi-square is {distance}");
    assert!(chi_square(&draws, 27.0).0 > far_out(degrees), "the test would not tell a wrong variance");
    assert!(draws.iter().all(|draw| draw.fract() == 0.0));
}

#[test]
fn the_noise_comes_from_a_generator_that_is_documented_as_cryptographic() {
    let lock = include_str!("../../../../../Cargo.lock");
    let of = |name: &str, version: &str| lock.contains(&format!("name = \"{name}\"\nversion = \"{version}"));
    assert!(of("opendp", "0.16.") && of("rand", "0.7.") && of("rand_chacha", "0.2."), "see the head of noise.rs");
    let (one, _) = noise::add(vec![0; 64], 1_000_000).unwrap();
    assert_ne!(one, noise::add(vec![0; 64], 1_000_000).unwrap().0, "noise that comes again can be taken away");
}

proptest! {
    #[test]
    fn the_tables_never_spend_more_than_the_release_and_hardly_less(
        budget in 1_000_000_u64..1_000_000_000, narrow in 1_usize..12, wide in 0_usize..220,
    ) {
        let widths: Vec<usize> = [vec![0], vec![1; narrow], vec![2; narrow * 2], vec![3; wide]].concat();
        let parts = share::share(budget, [0.3, 0.4, 0.3], &widths);
        let spent: u64 = parts.iter().sum();
        prop_assert!(spent <= budget && budget - spent <= widths.len() as u64 + 1, "{} of {}", spent, budget);
    }

    #[test]
    fn tables_without_noise_stay_as_they_are_and_tables_with_noise_agree(
        counts in prop::collection::vec(0_u32..500, 24), noise in prop::collection::vec(-20_i32..20, 100),
    ) {
        let sizes = [2, 3, 4];
        let dimensions = [Dimension::Sex, Dimension::Age, Dimension::Education];
        let whole: Vec<f64> = counts.iter().map(|count| f64::from(*count)).collect();
        let exact: Vec<Noisy> = (0..8_usize).map(|bits| {
            let kept: Vec<bool> = (0..3).map(|at| bits >> at & 1 == 1).collect();
            let pick = |at: usize| kept[at];
            let mut cells = vec![0.0; (0..3).filter(|at| pick(*at)).map(|at| sizes[at]).product()];
            for (place, count) in whole.iter().enumerate() {
                let codes = [place / 12, place / 4 % 3, place % 4];
                let at = (0..3).filter(|at| pick(*at)).fold(0, |to, at| to * sizes[at] + codes[at]);
                cells[at] += count;
            }
            Noisy {
                dimensions: (0..3).filter(|at| pick(*at)).map(|at| dimensions[at]).collect(),
                sizes: (0..3).filter(|at| pick(*at)).map(|at| sizes[at]).collect(),
                cells,
                variance: [4.0, 9.0, 16.0, 25.0][bits.count_ones() as usize],
            }
        }).collect();
        for (made, exact) in agree::agree(&exact).iter().zip(&exact) {
            for (one, other) in made.cells.iter().zip(&exact.cells) {
                prop_assert!((one - other).abs() < 1e-6, "{} became {}", other, one);
            }
            prop_assert!(made.variance <= exact.variance + 1e-9, "agreement never adds error");
        }
        let mut noise = noise.iter().cycle();
        let noisy: Vec<Noisy> = exact.iter().map(|table| Noisy {
            cells: table.cells.iter().map(|cell| cell + f64::from(*noise.next().unwrap())).collect(), ..table.clone()
        }).collect();
        let made = agree::agree(&noisy);
        let total = made[0].cells[0];
        for table in &made {
            prop_assert!((table.cells.iter().sum::<f64>() - total).abs() < 1e-6, "{:?}", table.dimensions);
        }
        let women: f64 = made[7].cells[..12].iter().sum();
        prop_assert!((women - made[1].cells[0]).abs() < 1e-6, "the widest table adds up to the narrow one");
    }
}

/// Persons over three dimensions, most of them in few cells.
fn persons(count: usize, weight: f64) -> Columns {
    // Half of the codes of each dimension but sex occur.
    let column = |dimension, size: usize, step: usize| Column {
        dimension,
        domain: (0..size * 2).map(|code| code.to_string()).collect(),
        places: (0..count).map(|n| u16::try_from((n * step / 7 % size).min(n * step / 3 % size)).unwrap()).collect(),
    };
    Columns {
        dimensions: vec![
            column(Dimension::Sex, 2, 5),
            column(Dimension::Age, 7, 11),
            column(Dimension::Education, 9, 13),
        ],
        weights: vec![weight; count],
        keys: vec![0; count],
        segment: vec![Some(0); count],
        segments: vec![Segment::open()],
        quantities: vec![],
    }
}

const TABLES: [&[Dimension]; 5] = [
    &[],
    &[Dimension::Sex],
    &[Dimension::Age],
    &[Dimension::Sex, Dimension::Age],
    &[Dimension::Sex, Dimension::Age, Dimension::Education],
];

fn privacy(budget: NanoRho, consistent: bool) -> Privacy {
    Privacy { budget, threshold: 10, shares: [0.3, 0.4, 0.3], consistent }
}

#[test]
fn intervals_cover_the_truth_of_all_cells_95_times_in_100_with_agreement_and_without() {
    let tally = &count(&persons(20_000, 1.0), &TABLES.map(<[_]>::to_vec))[0];
    for consistent in [true, false] {
        let (mut cells, mut covered) = (0_u32, 0_u32);
        for _ in 0..60 {
            let noisy = privacy(22_500_000, consistent).noisy(tally).unwrap();
            let made = if consistent { agree::agree(&noisy) } else { noisy };
            for (table, raw) in made.iter().zip(&tally.tables) {
                let half = (Z95 * (table.variance + 1.0 / 12.0).sqrt()).ceil();
                for (value, truth) in table.cells.iter().zip(&raw.cells) {
                    cells += 1;
                    covered += u32::from((value.round() - f64::from(truth.records)).abs() <= half);
                }
            }
        }
        let share = 100.0 * f64::from(covered) / f64::from(cells);
        assert!((93.0..98.0).contains(&share), "{share} % of {cells} cells, consistent: {consistent}");
    }
}

#[test]
fn small_figures_are_withheld_after_the_noise_and_empty_cells_have_noise_too() {
    let tally = &count(&persons(3_000, 1.0), &TABLES.map(<[_]>::to_vec))[0];
    let noisy = privacy(22_500_000, true).noisy(tally).unwrap();
    let empty = tally.tables[4].cells.iter().zip(&noisy[4].cells).filter(|(raw, _)| raw.records == 0);
    let drawn: Vec<f64> = empty.map(|(_, cell)| *cell).collect();
    assert!(drawn.len() > 10 && drawn.iter().any(|cell| *cell != 0.0), "an empty cell would show that it is");
    let protected = privacy(22_500_000, true).protect(tally).unwrap();
    let few = protected.tables[4].published();
    assert!(few < tally.tables[4].cells.len() - drawn.len() / 2, "{few} cells of the widest table are published");
    assert_eq!(protected.spent, Some(22_500_000));
    assert!(protected.persons > 2_800.0 && protected.persons < 3_200.0, "{}", protected.persons);
}

#[test]
fn records_with_weights_and_a_budget_for_nothing_are_refused() {
    let weighted = &count(&persons(100, 2.0), &TABLES.map(<[_]>::to_vec))[0];
    assert!(privacy(22_500_000, true).protect(weighted).is_err());
    let tally = &count(&persons(100, 1.0), &TABLES.map(<[_]>::to_vec))[0];
    assert!(privacy(2, true).protect(tally).is_err());
}

#[test]
fn the_promise_of_a_year_over_twelve_dimensions_is_55_in_100() {
    let all = &Dimension::ALL[..12];
    let mut tables: Vec<Vec<Dimension>> = vec![vec![]];
    for (a, one) in all.iter().enumerate() {
        tables.push(vec![*one]);
        for (b, two) in all.iter().enumerate().skip(a + 1) {
            tables.push(vec![*one, *two]);
            tables.extend(all.iter().skip(b + 1).map(|three| vec![*one, *two, *three]));
        }
    }
    // 4 rho (.3 / 13 + .4 / 6 + .3 / 4) with the total in the first class.
    let guess = bound::best_guess(90_000_000, [0.3, 0.4, 0.3], &tables);
    assert!((0.548..0.551).contains(&guess), "{guess}");
    let said = bound::words(90_000_000, [0.3, 0.4, 0.3], &tables);
    assert!(said.contains("at most 54.9 times in 100") || said.contains("at most 55"), "{said}");
}
