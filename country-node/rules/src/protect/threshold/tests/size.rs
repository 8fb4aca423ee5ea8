//! Tables as large as those of a survey.

use super::*;

/// Persons over six axes of unlike sizes, their codes skewed, from a seed.
fn survey(persons: usize) -> Columns {
    let sizes: [u64; 6] = [20, 2, 7, 5, 9, 4];
    let mut state = 7_u64;
    let mut next = |size: u64| {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % size
    };
    let column = |(dimension, size): (Axis, u64)| Column {
        dimension,
        domain: (0..size).map(|code| code.to_string()).collect(),
        places: (0..persons).map(|_| u16::try_from(next(size).min(next(size))).unwrap()).collect(),
    };
    Columns {
        dimensions: AXES.into_iter().zip(sizes).map(column).collect(),
        weights: vec![1.0; persons],
        keys: vec![0; persons],
        segment: vec![Some(0); persons],
        segments: vec![Segment::open()],
        quantities: vec![],
    }
}

#[test]
fn a_survey_keeps_most_of_its_tables_and_cells_of_the_sparse_ones_are_unknown() {
    let tally = tally(&survey(3_000), &tables(6, 3));
    let shown = places(&protect(&tally, 10).tables);
    let large = large(&tally, 10);
    for (width, least) in [(1, 0.95), (2, 0.8), (3, 0.5)] {
        let of_width =
            tally.tables.iter().zip(shown.iter().zip(&large)).filter(|(raw, _)| raw.dimensions.len() == width);
        let (kept, all) = of_width.fold((0, 0), |(kept, all), (_, (shown, large))| {
            (kept + shown.intersection(large).count(), all + large.len())
        });
        let share = kept as f64 / all as f64;
        assert!(share >= least, "{kept} of {all} large cells of {width} dimensions are published");
    }
    // A table of the sparsest: one in some hundred of its withheld cells, by the attacker's own programme.
    let family = tally.tables.iter().position(|raw| raw.dimensions == [AXES[2], AXES[3], AXES[4]]).unwrap();
    let is_chosen = |table: usize, place: usize| (table * 31 + place).is_multiple_of(16);
    let found = spans_within(&tally, &shown, |cell| f64::from(cell.records), family, is_chosen);
    assert!(found.len() >= 10, "{} cells were looked at", found.len());
    for span in found {
        assert!(span.most - span.least >= 10.0 - 1e-4, "{span:?}");
    }
}
