//! A synthetic register: persons from a seed, over twelve dimensions of unlike sizes, their codes skewed; and quantities of them.

use crate::chance::Chance;
use node_rules::columns::{Column, Columns, Quantity};
use node_rules::consent::Segment;
use schema::concept::{Axis, Dimension};

/// How many codes each of the dimensions has.
pub const SIZES: [u16; 12] = [60, 2, 7, 5, 9, 11, 10, 21, 7, 4, 4, 3];

/// Persons of one segment; whole weights of 1 to `heaviest`, keys of 64 bits.
pub fn register(seed: u64, persons: usize, heaviest: u64) -> Columns {
    let mut chance = Chance::new(seed);
    let mut dimensions: Vec<Column> = Dimension::ALL
        .into_iter()
        .zip(SIZES)
        .map(|(dimension, size)| Column {
            dimension: Axis::Shared(dimension),
            domain: (0..size).map(|code| code.to_string()).collect(),
            places: Vec::with_capacity(persons),
        })
        .collect();
    let (mut weights, mut keys) = (Vec::with_capacity(persons), Vec::with_capacity(persons));
    for _ in 0..persons {
        for (column, size) in dimensions.iter_mut().zip(SIZES) {
            let (a, b) = (chance.bits() % u64::from(size), chance.bits() % u64::from(size));
            column.places.push(u16::try_from(a.min(b)).expect("a code"));
        }
        weights.push((1 + chance.bits() % heaviest) as f64);
        keys.push(chance.bits());
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

/// Two quantities of so many persons: hours, most of them in the middle of a week's, and wages, most of them low and a few far
/// up. One person in five has none of one, one in five none of the other.
pub fn quantities(seed: u64, persons: usize) -> Vec<Quantity> {
    let mut chance = Chance::new(!seed);
    let mut share = || chance.share();
    let (mut hours, mut wages) = (Vec::with_capacity(persons), Vec::with_capacity(persons));
    for _ in 0..persons {
        let worked = (10.0 + 30.0 * (share() + share())).round();
        hours.push(if share() < 0.2 { f64::NAN } else { worked });
        let earned = (12_000.0 / (0.02 + share())).round();
        wages.push(if share() < 0.2 { f64::NAN } else { earned });
    }
    vec![Quantity { of: "HOURS_WORKED".into(), values: hours }, Quantity { of: "WAGES".into(), values: wages }]
}

/// All tables of up to three of the first dimensions, the total first.
pub fn tables(dimensions: usize) -> Vec<Vec<Axis>> {
    let all = Dimension::ALL.map(Axis::Shared);
    let all = &all[..dimensions];
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
