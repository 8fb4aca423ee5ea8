//! What a release spends, and what it promises for it.

use super::super::*;
use super::{HOURS, TABLES, persons, privacy, tally_of, with_quantities};
use crate::count::count;
use crate::rulebook::quantity::{QuantityRules, SHARE, Unit};
use crate::tally::{RawSums, RawTable};
use proptest::prelude::*;
use schema::concept::Dimension;

/// A tally of nothing with the tables of a catalogue: so many dimensions, so wide, and quantities with their shares and
/// the most dimensions of their tables.
fn catalogue(dimensions: usize, most: usize, quantities: &[(f64, usize)]) -> Tally {
    let mut sets: Vec<Vec<Axis>> = vec![vec![]];
    for dimension in Dimension::ALL.into_iter().map(Axis::Shared).take(dimensions) {
        let wider: Vec<_> =
            sets.iter().filter(|set| set.len() < most).map(|set| [&set[..], &[dimension]].concat()).collect();
        sets.extend(wider);
    }
    let raw = |measured, dimensions: &[Axis]| RawTable { measured, dimensions: dimensions.to_vec(), cells: vec![] };
    let mut tally = count(&persons(0, 1.0), &[]).remove(0);
    tally.tables = sets.iter().map(|set| raw(Measured::Persons, set)).collect();
    for ((share, most), name) in quantities.iter().zip('A'..) {
        for set in sets.iter().filter(|set| set.len() <= *most) {
            let (of, grid) = (name.to_string(), crate::grid::Grid::of(0.0, 1.0));
            let counts = raw(Measured::Answering { of: of.clone() }, set);
            tally.tables.push(counts.clone());
            tally.sums.push(RawSums { of, bound: 1.0, range: 1.0, grid, share: *share, counts, cells: vec![] });
        }
    }
    tally
}

/// What the tables of something spend together.
fn spent(parts: &[Part], of: impl Fn(&Part) -> bool) -> NanoRho {
    parts.iter().filter(|part| of(part)).map(|part| part.rho).sum()
}

proptest! {
    #[test]
    fn the_tables_of_any_catalogue_spend_the_release_to_the_last_billionth(
        budget in 1_000_000_u64..4_000_000_000,
        (dimensions, most) in (1_usize..13, 1_usize..4),
        cuts in (0.05..1.0_f64, 0.05..1.0_f64, 0.05..1.0_f64),
        quantities in prop::collection::vec((0.01..1.0_f64, 0_usize..4), 0..5),
        left in 0.05..0.9_f64,
    ) {
        let whole = cuts.0 + cuts.1 + cuts.2;
        let shares = [cuts.0 / whole, cuts.1 / whole, cuts.2 / whole];
        let taken: f64 = quantities.iter().map(|(share, _)| share).sum();
        let quantities: Vec<(f64, usize)> =
            quantities.iter().map(|(share, wide)| (share / taken * (1.0 - left), (*wide).min(most))).collect();
        let tally = catalogue(dimensions, most, &quantities);
        let parts = share(budget, shares, &tally);
        prop_assert_eq!(parts.len(), tally.tables.len() + tally.sums.len());
        prop_assert_eq!(spent(&parts, |_| true), budget, "the whole budget, and no billionth over it");
        for ((share, _), name) in quantities.iter().zip('A'..) {
            let sums = spent(&parts, |part| part.measured == Measured::Sum { of: name.to_string() });
            let counts = spent(&parts, |part| part.measured == Measured::Answering { of: name.to_string() });
            prop_assert!(sums.abs_diff(counts) <= 1, "half for the counts, half for the sums");
            prop_assert!(((sums + counts) as f64 - share * budget as f64).abs() <= 1.0);
        }
        // Tables of one class spend alike.
        for one in &parts {
            for other in parts.iter().filter(|other| {
                let class = |part: &Part| part.dimensions.len().clamp(1, 3);
                other.measured == one.measured && class(other) == class(one)
            }) {
                prop_assert!(one.rho.abs_diff(other.rho) <= 1, "{:?} {:?}", one, other);
            }
        }
    }
}

#[test]
fn a_class_has_its_share_and_one_without_tables_leaves_it_to_the_others() {
    let widths = |parts: &[Part]| [1, 2, 3].map(|width| spent(parts, |part| part.dimensions.len().max(1) == width));
    let all = share(1_000_000, [0.3, 0.4, 0.3], &catalogue(5, 3, &[]));
    assert_eq!(widths(&all), [300_000, 400_000, 300_000]);
    let narrow = share(1_000_000, [0.3, 0.45, 0.25], &catalogue(5, 2, &[]));
    assert_eq!(widths(&narrow), [400_000, 600_000, 0]);
}

#[test]
fn records_with_weights_and_a_budget_for_nothing_are_refused() {
    let weighted = &count(&persons(100, 2.0), &TABLES.map(<[_]>::to_vec))[0];
    assert!(privacy(22_500_000, true).protect(weighted).is_err());
    let tally = &count(&persons(100, 1.0), &TABLES.map(<[_]>::to_vec))[0];
    assert!(privacy(2, true).protect(tally).is_err());
    let tally = tally_of(&with_quantities(persons(100, 2.0)));
    assert!(privacy(22_500_000, true).protect(&tally).is_err(), "weights are refused with quantities, too");
}

#[test]
fn the_promise_of_a_year_over_twelve_dimensions_is_55_in_100() {
    // 4 rho (.3 / 13 + .4 / 6 + .3 / 4) with the total in the first class.
    let parts = share(90_000_000, [0.3, 0.4, 0.3], &catalogue(12, 3, &[]));
    let guess = bound::best_guess(&parts);
    assert!((0.548..0.551).contains(&guess), "{guess}");
    let said = bound::words(&parts);
    assert!(said.contains("at most 54.9 times in 100") || said.contains("at most 55"), "{said}");
}

#[test]
fn a_value_of_a_quantity_is_a_fact_of_a_person_and_the_promise_holds_for_it() {
    let phi = |squared: f64| 0.5 * (1.0 + libm::erf(squared.sqrt() / 2.0 / std::f64::consts::SQRT_2));
    // A quantity of a large share moves most: 8 times the half of it that its sums spend.
    let parts = share(90_000_000, [0.3, 0.4, 0.3], &catalogue(2, 1, &[(0.9, 0)]));
    let guess = bound::best_guess(&parts);
    assert!((guess - phi(8.0 * 0.09 * 0.9 / 2.0)).abs() < 1e-6, "{guess}");
    // A small share: the dimension moves in its tables of persons, of those with a value and of sums, a third of each.
    let parts = share(90_000_000, [0.3, 0.4, 0.3], &catalogue(2, 1, &[(SHARE, 1)]));
    let guess = bound::best_guess(&parts);
    assert!((guess - phi(4.0 * 0.09 / 3.0)).abs() < 1e-6, "{guess}");
}

#[test]
fn one_person_moves_a_sum_by_no_more_than_the_noise_is_made_for() {
    let rules = |lower, upper| QuantityRules { lower, upper, unit: Unit("u".into()), most_dimensions: 1, share: None };
    for (lower, upper) in [(0.0, 99.0), (0.37, 250_000.0), (1e6, 1e6 + 1e-3)] {
        for value in [f64::MIN, lower, 40.123_456_789, upper, f64::MAX] {
            let mut records = persons(8, 1.0);
            let with = |values: Vec<f64>| vec![crate::columns::Quantity { of: HOURS.into(), values }];
            let sums = |records: &crate::columns::Columns| {
                let mut tallies = count(records, &[vec![]]);
                let rules = [(HOURS.to_owned(), rules(lower, upper))].into();
                crate::sums::sum_up(records, &rules, &[vec![]], &mut tallies);
                (tallies[0].sums[0].cells[0].over_middle, tallies[0].sums[0].grid.reach())
            };
            records.quantities = with(vec![7.0, 12.5, 99.0, 0.1, 55.5, 1e9, 3.0, f64::NAN]);
            let (without, reach) = sums(&records);
            records.quantities[0].values[7] = value;
            let (with, _) = sums(&records);
            assert!((with - without).unsigned_abs() <= u64::from(reach), "{value} within {lower} and {upper}");
        }
    }
}
