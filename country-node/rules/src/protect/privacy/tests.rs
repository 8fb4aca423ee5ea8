//! The mechanism: tables that agree, intervals of counts; [`law`] of its noise, its [`budget`] and promise, [`amounts`].

mod amounts;
mod budget;
mod law;

use super::*;
use crate::columns::{Column, Columns, Quantity};
use crate::consent::Segment;
use crate::count::count;
use crate::rulebook::quantity::{QuantityRules, Unit};
use crate::sums::sum_up;
use proptest::prelude::*;
use schema::concept::Dimension;
use schema::figure::Z95;

proptest! {
    #[test]
    fn tables_without_noise_stay_as_they_are_and_tables_with_noise_agree(
        counts in prop::collection::vec(0_u32..500, 24), noise in prop::collection::vec(-20_i32..20, 100),
    ) {
        let sizes = [2, 3, 4];
        let dimensions = [SEX, AGE, EDUCATION];
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
                measured: Measured::Persons,
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
        dimensions: vec![column(SEX, 2, 5), column(AGE, 7, 11), column(EDUCATION, 9, 13)],
        weights: vec![weight; count],
        keys: vec![0; count],
        segment: vec![Some(0); count],
        segments: vec![Segment::open()],
        quantities: vec![],
    }
}

const SEX: Axis = Axis::Shared(Dimension::Sex);
const AGE: Axis = Axis::Shared(Dimension::Age);
const EDUCATION: Axis = Axis::Shared(Dimension::Education);

const TABLES: [&[Axis]; 5] = [&[], &[SEX], &[AGE], &[SEX, AGE], &[SEX, AGE, EDUCATION]];

fn privacy(budget: NanoRho, consistent: bool) -> Privacy {
    Privacy { budget, threshold: 10, shares: [0.3, 0.4, 0.3], consistent }
}

fn drawn(privacy: &Privacy, tally: &Tally) -> Vec<Noisy> {
    noisy(tally, &share(privacy.budget, privacy.shares, tally)).unwrap()
}

const HOURS: &str = "HOURS_WORKED";
const WAGES: &str = "WAGES";

/// Two quantities: hours around the middle of their bounds, and wages of which most lie far under it and some over the upper
/// one. One in five has none.
fn with_quantities(records: Columns) -> Columns {
    let count = records.keys.len();
    let draw = |n: usize, salt: u64| (n as u64 * 2_654_435_761 + salt * 40_503) % 1_000_003;
    let share = |n, salt| draw(n, salt) as f64 / 1_000_003.0;
    let answers = |n, salt| draw(n, salt) % 5 != 0;
    let hours = |n| if answers(n, 1) { (30.0 * (share(n, 2) + share(n, 3)) + 10.0).round() } else { f64::NAN };
    let wages = |n| if answers(n, 4) { (20_000.0 / (0.05 + share(n, 5))).round() } else { f64::NAN };
    let quantities = vec![
        Quantity { of: HOURS.into(), values: (0..count).map(hours).collect() },
        Quantity { of: WAGES.into(), values: (0..count).map(wages).collect() },
    ];
    Columns { quantities, ..records }
}

/// Counts, and sums of the two quantities in tables of up to two dimensions.
fn tally_of(records: &Columns) -> Tally {
    let rules = |upper, unit: &str, share| {
        let unit = Unit(unit.into());
        QuantityRules { lower: 0.0, upper, unit, most_dimensions: 2, share }
    };
    let rules =
        [(HOURS.to_owned(), rules(99.0, "hours a week", None)), (WAGES.to_owned(), rules(150_000.0, "USD", Some(0.3)))];
    let tables = TABLES.map(<[_]>::to_vec);
    let mut tallies = count(records, &tables);
    sum_up(records, &rules.into(), &tables, &mut tallies);
    tallies.remove(0)
}

#[test]
fn intervals_cover_the_truth_of_all_cells_95_times_in_100_with_agreement_and_without() {
    let tally = &count(&persons(20_000, 1.0), &TABLES.map(<[_]>::to_vec))[0];
    for consistent in [true, false] {
        let (mut cells, mut covered) = (0_u32, 0_u32);
        for _ in 0..60 {
            let noisy = drawn(&privacy(22_500_000, consistent), tally);
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
    let noisy = drawn(&privacy(22_500_000, true), tally);
    let empty = tally.tables[4].cells.iter().zip(&noisy[4].cells).filter(|(raw, _)| raw.records == 0);
    let drawn: Vec<f64> = empty.map(|(_, cell)| *cell).collect();
    assert!(drawn.len() > 10 && drawn.iter().any(|cell| *cell != 0.0), "an empty cell would show that it is");
    let protected = privacy(22_500_000, true).protect(tally).unwrap();
    let few = protected.tables[4].published();
    assert!(few < tally.tables[4].cells.len() - drawn.len() / 2, "{few} cells of the widest table are published");
    assert_eq!(protected.spent, Some(22_500_000));
    assert!(protected.persons > 2_800.0 && protected.persons < 3_200.0, "{}", protected.persons);
}
