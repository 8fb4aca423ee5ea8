//! A synthetic register: persons from a seed, over twelve dimensions of unlike sizes, their codes skewed.

use node_rules::columns::{Column, Columns};
use node_rules::consent::Segment;
use schema::concept::Dimension;

/// How many codes each of the dimensions has.
pub const SIZES: [u16; 12] = [60, 2, 7, 5, 9, 11, 10, 21, 7, 4, 4, 3];

/// Persons of one segment; whole weights of 1 to `heaviest`, keys of 64 bits.
pub fn register(seed: u64, persons: usize, heaviest: u64) -> Columns {
    let mut state = seed;
    let mut next = || {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut dimensions: Vec<Column> = Dimension::ALL
        .into_iter()
        .zip(SIZES)
        .map(|(dimension, size)| Column {
            dimension,
            domain: (0..size).map(|code| code.to_string()).collect(),
            places: Vec::with_capacity(persons),
        })
        .collect();
    let (mut weights, mut keys) = (Vec::with_capacity(persons), Vec::with_capacity(persons));
    for _ in 0..persons {
        for (column, size) in dimensions.iter_mut().zip(SIZES) {
            let (a, b) = (next() % u64::from(size), next() % u64::from(size));
            column.places.push(u16::try_from(a.min(b)).expect("a code"));
        }
        weights.push((1 + next() % heaviest) as f64);
        keys.push(next());
    }
    Columns {
        dimensions,
        weights,
        keys,
        segment: vec![Some(0); persons],
        segments: vec![Segment::open()],
        quantities: vec![],
    }
}

/// All tables of up to three of the first dimensions, the total first.
pub fn tables(dimensions: usize) -> Vec<Vec<Dimension>> {
    let all = &Dimension::ALL[..dimensions];
    let mut tables = vec![vec![]];
    for (a, first) in all.iter().enumerate() {
        tables.push(vec![*first]);
        for (b, second) in all.iter().enumerate().skip(a + 1) {
            tables.push(vec![*first, *second]);
            tables.extend(all.iter().skip(b + 1).map(|third| vec![*first, *second, *third]));
        }
    }
    tables
}
