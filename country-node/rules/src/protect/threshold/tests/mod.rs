//! The mechanism against an attacker who solves the linear programmes himself, and against plain enumeration.

mod attacker;
mod golden;
mod joint;
mod laws;
mod size;

use super::*;
use crate::columns::{Column, Columns};
use crate::consent::Segment;
use crate::count::count;
use attacker::{digits, published, spans, spans_within};
use schema::concept::{Axis, Dimension};
use std::collections::BTreeSet;

const AXES: [Axis; 6] = [
    Axis::Shared(Dimension::Destination),
    Axis::Shared(Dimension::Sex),
    Axis::Shared(Dimension::Age),
    Axis::Shared(Dimension::Education),
    Axis::Shared(Dimension::Sector),
    Axis::Shared(Dimension::Field),
];

/// Persons of one segment, as many in each cell of the cross of all axes as is said, each with the weight of its number.
fn persons(sizes: &[usize], counts: &[u32], weight: impl Fn(usize) -> f64) -> Columns {
    let cells: Vec<usize> =
        counts.iter().enumerate().flat_map(|(cell, count)| vec![cell; usize::try_from(*count).unwrap()]).collect();
    let column = |(axis, size): (usize, &usize)| Column {
        dimension: AXES[axis],
        domain: (0..*size).map(|code| code.to_string()).collect(),
        places: cells.iter().map(|cell| u16::try_from(digits(*cell, sizes)[axis]).unwrap()).collect(),
    };
    Columns {
        dimensions: sizes.iter().enumerate().map(column).collect(),
        weights: (0..cells.len()).map(weight).collect(),
        keys: vec![0; cells.len()],
        segment: vec![Some(0); cells.len()],
        segments: vec![Segment::open()],
        quantities: vec![],
    }
}

/// All tables of up to `most` of the first axes, narrow before wide.
fn tables(axes: usize, most: usize) -> Vec<Vec<Axis>> {
    let mut tables: Vec<Vec<Axis>> = (0..1_usize << axes)
        .map(|bits| (0..axes).filter(|at| bits >> at & 1 == 1).map(|at| AXES[at]).collect())
        .filter(|table: &Vec<Axis>| table.len() <= most)
        .collect();
    tables.sort_by_key(Vec::len);
    tables
}

fn tally(records: &Columns, tables: &[Vec<Axis>]) -> Tally {
    count(records, tables).remove(0)
}

/// The places that each table shows.
fn places(tables: &[Table]) -> Vec<BTreeSet<usize>> {
    tables.iter().map(|table| published(table).into_keys().collect()).collect()
}

/// The places that a threshold alone would show.
fn large(tally: &Tally, threshold: u32) -> Vec<BTreeSet<usize>> {
    let large = |raw: &RawTable| {
        let cells = raw.cells.iter().enumerate();
        cells.filter(|(_, cell)| cell.records >= threshold).map(|(place, _)| place).collect()
    };
    tally.tables.iter().map(large).collect()
}

fn protect(tally: &Tally, threshold: u32) -> Protected {
    Threshold { threshold }.protect(tally).unwrap()
}

/// The released places of one table.
fn shown(protected: &Protected, dimensions: &[Axis]) -> Vec<usize> {
    let table = protected.tables.iter().find(|table| table.dimensions() == dimensions).expect("a table");
    published(table).into_keys().collect()
}
