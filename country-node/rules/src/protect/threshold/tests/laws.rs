//! What holds for every table.

use super::*;
use proptest::prelude::*;

/// Counts as they are in practice: many cells of nobody, many of few, some large.
fn counts(cells: usize) -> impl Strategy<Value = Vec<u32>> {
    let count = prop_oneof![3 => Just(0_u32), 4 => 1_u32..10, 3 => 10_u32..40, 1 => 40_u32..200];
    prop::collection::vec(count, cells)
}

/// Sizes of two or three axes with counts for every cell of their cross.
fn crosses() -> impl Strategy<Value = (Vec<usize>, Vec<u32>)> {
    let sizes = prop_oneof![
        prop::collection::vec(1_usize..5, 2),
        prop::collection::vec(2_usize..4, 3),
        Just(vec![4, 3, 3]),
        Just(vec![2, 2, 2, 2]),
    ];
    sizes.prop_flat_map(|sizes| {
        let cells = sizes.iter().product();
        (Just(sizes), counts(cells))
    })
}

fn assert_unknown(tally: &Tally, shown: &[BTreeSet<usize>], width: f64, aspect: impl Fn(&Cell) -> f64) {
    for span in spans(tally, shown, aspect) {
        let slack = 1e-6 * (1.0 + span.truth);
        assert!(span.least <= span.truth + slack && span.truth <= span.most + slack, "the attacker errs: {span:?}");
        assert!(span.most - span.least >= width - slack, "withhold more, it can be told to within {width}: {span:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_withheld_cell_can_be_told_to_within_the_threshold(cross in crosses(), most in 2_usize..4, threshold in 3_u32..12) {
        let (sizes, counts) = cross;
        let tally = tally(&persons(&sizes, &counts, |_| 1.0), &tables(sizes.len(), most));
        let protected = protect(&tally, threshold);
        assert_unknown(&tally, &places(&protected.tables), f64::from(threshold), |cell| f64::from(cell.records));
    }

    #[test]
    fn what_is_released_is_exact_and_large_or_nobody_and_what_is_not_lies_within_its_interval(
        cross in crosses(), threshold in 3_u32..12,
    ) {
        let (sizes, counts) = cross;
        let tally = tally(&persons(&sizes, &counts, |_| 1.0), &tables(sizes.len(), 3));
        let protected = protect(&tally, threshold);
        for (table, raw) in protected.tables.iter().zip(&tally.tables) {
            for (place, cell) in (0_u32..).zip(&raw.cells) {
                let figure = table.at(place, protected.absent);
                let truth = f64::from(cell.records);
                prop_assert!(figure.lower() <= truth && figure.upper().is_none_or(|upper| truth <= upper));
                if let Some(value) = figure.value() {
                    prop_assert!((value - truth).abs() < f64::EPSILON);
                    prop_assert!(cell.records == 0 || cell.records >= threshold);
                }
            }
        }
    }

    #[test]
    fn of_weighted_records_neither_respondents_nor_the_persons_they_stand_for_can_be_told(
        cross in crosses(), weights in prop::collection::vec(1_u32..60, 1..9),
    ) {
        let (sizes, counts) = cross;
        let weight = |n: usize| f64::from(weights[n % weights.len()]) * 1.7;
        let tally = tally(&persons(&sizes, &counts, weight), &tables(sizes.len(), 3));
        let protected = protect(&tally, 5);
        let shown = places(&protected.tables);
        assert_unknown(&tally, &shown, 5.0, |cell| f64::from(cell.records));
        let mean = tally.whole.weight / f64::from(tally.whole.records.max(1));
        // Weights are counted in thousandths of their mean.
        assert_unknown(&tally, &shown, 5.0 * mean * 0.999, |cell| cell.weight);
        for (table, raw) in protected.tables.iter().zip(&tally.tables) {
            for (place, cell) in (0_u32..).zip(&raw.cells) {
                let figure = table.at(place, protected.absent);
                let (lower, upper) = match figure.value() {
                    Some(value) => (value - figure.protection_error(), value + figure.protection_error()),
                    None => (figure.lower(), figure.upper().unwrap_or(f64::INFINITY)),
                };
                prop_assert!(lower <= cell.weight + 1e-6 && cell.weight <= upper + 1e-6, "{} not in {lower}..{upper}", cell.weight);
            }
        }
    }

    #[test]
    fn where_work_ends_before_a_proof_is_found_tables_are_withheld_whole(cross in crosses(), most in 0_u64..3000) {
        let (sizes, counts) = cross;
        let tally = tally(&persons(&sizes, &counts, |_| 1.0), &tables(sizes.len(), 3));
        let shown = suppress::suppress(&tally, 10, most);
        let shown: Vec<BTreeSet<usize>> = (0..tally.tables.len())
            .map(|number| (0..tally.tables[number].cells.len()).filter(|place| shown.is((number, *place))).collect())
            .collect();
        for family in (0..tally.tables.len()).filter(|family| !shown[*family].is_empty()) {
            let records = |cell: &Cell| f64::from(cell.records);
            for span in spans_within(&tally, &shown, records, family, |_, _| true) {
                prop_assert!(span.most - span.least >= 10.0 - 1e-4, "a published table gives a cell away: {:?}", span);
            }
        }
    }

    #[test]
    fn the_same_persons_in_any_order_have_the_same_release(cross in crosses(), turn in 1_usize..50) {
        let (sizes, counts) = cross;
        let records = persons(&sizes, &counts, |_| 1.0);
        let mut turned = persons(&sizes, &counts, |_| 1.0);
        for column in &mut turned.dimensions {
            let by = turn % column.places.len().max(1);
            column.places.rotate_left(by);
        }
        let tables = tables(sizes.len(), 3);
        let release = |records: &Columns| protect(&tally(records, &tables), 10).tables;
        prop_assert!(release(&records) == release(&turned));
    }

    #[test]
    fn among_all_tables_of_whole_persons_that_fit_a_withheld_cell_is_as_wide_open(
        counts in prop::collection::vec(prop_oneof![Just(0_u32), 1_u32..4, 3_u32..7], 6),
    ) {
        let tally = tally(&persons(&[2, 3], &counts, |_| 1.0), &tables(2, 2));
        let shown = places(&protect(&tally, 3).tables);
        let total: u32 = counts.iter().sum();
        prop_assume!(shown[0].contains(&0));
        // Every table of six cells with this total, as the cells before each of five bars.
        let mut seen: Vec<Vec<(u32, u32)>> = tally.tables.iter().map(|raw| vec![(u32::MAX, 0); raw.cells.len()]).collect();
        let mut fits = 0;
        each_table(6, total, &mut vec![], &mut |cells| {
            let margins = [
                vec![total],
                vec![cells[0] + cells[1] + cells[2], cells[3] + cells[4] + cells[5]],
                vec![cells[0] + cells[3], cells[1] + cells[4], cells[2] + cells[5]],
                cells.to_vec(),
            ];
            let agrees = tally.tables.iter().zip(&shown).zip(&margins).all(|((raw, shown), margin)| {
                shown.iter().all(|place| raw.cells[*place].records == margin[*place])
            });
            if agrees {
                fits += 1;
                for (seen, margin) in seen.iter_mut().zip(&margins) {
                    for (seen, value) in seen.iter_mut().zip(margin) {
                        *seen = (seen.0.min(*value), seen.1.max(*value));
                    }
                }
            }
        });
        prop_assert!(fits > 0, "the truth fits");
        for (seen, shown) in seen.iter().zip(&shown) {
            for (place, (least, most)) in seen.iter().enumerate().filter(|(place, _)| !shown.contains(place)) {
                prop_assert!(most - least >= 3, "place {place} is {least} to {most}");
            }
        }
    }
}

/// Every way to spread `left` persons over so many cells.
fn each_table(cells: usize, left: u32, so_far: &mut Vec<u32>, each: &mut impl FnMut(&[u32])) {
    if so_far.len() + 1 == cells {
        so_far.push(left);
        each(so_far);
        so_far.pop();
        return;
    }
    for next in 0..=left {
        so_far.push(next);
        each_table(cells, left - next, so_far, each);
        so_far.pop();
    }
}
