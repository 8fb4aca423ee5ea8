//! What is not promised: an attacker who puts tables of several families together, beyond the margins that they share.

use super::*;

/// Persons over a cross, skewed, from a seed.
fn spread(cells: usize, persons: u64, seed: u64) -> Vec<u32> {
    let mut counts = vec![0; cells];
    let mut state = seed;
    for _ in 0..persons {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let share = ((z ^ (z >> 31)) >> 11) as f64 / 2_f64.powi(53);
        let cell = (0..cells).find(|cell| ((cell + 1) as f64 / cells as f64).powf(0.6) > share).unwrap_or(0);
        counts[cell] += 1;
    }
    counts
}

#[test]
fn all_tables_of_four_dimensions_together_give_no_cell_of_these_away_and_narrow_few() {
    let (mut withheld, mut narrowed) = (0, 0);
    for seed in 1..=16_u64 {
        let sizes = [[3, 3, 2, 2], [4, 2, 2, 2], [3, 2, 3, 2], [2, 2, 2, 2]][usize::try_from(seed % 4).unwrap()];
        let counts = spread(sizes.iter().product(), 60 + seed * 137 % 600, seed);
        let records = persons(&sizes, &counts, |_| 1.0);
        let mut shown = places(&protect(&tally(&records, &tables(4, 3)), 10).tables);
        // The cross of all four dimensions, of which no figure is published, ties the tables together.
        let cross = tally(&records, &tables(4, 4));
        shown.push(BTreeSet::new());
        let last = shown.len() - 1;
        for span in spans_within(&cross, &shown, |cell| f64::from(cell.records), last, |table, _| table != last) {
            assert!(span.most - span.least > 0.5, "given away: {span:?}");
            withheld += 1;
            narrowed += usize::from(span.most - span.least < 10.0 - 1e-4);
        }
    }
    println!("of {withheld} withheld cells {narrowed} can be told to within the threshold, none is given away");
    assert!(withheld > 250 && narrowed * 10 < withheld, "{narrowed} of {withheld} cells can be told to within ten");
}
