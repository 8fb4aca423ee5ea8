//! Tables that agree: wherever one can be added up to another of the same that is measured, the sums are the same.
//!
//! Weighted least squares over all tables at once. The noise of a table is alike in each of its cells, so the problem falls
//! apart into one small one for each set of dimensions: a table is the sum of its effects (the total, each dimension by
//! itself, each pair, ...), each effect is estimated by every table that has its dimensions, and the best estimate is the mean
//! of these, weighted by the inverse of their variances. Post-processing: it spends nothing.

use crate::measured::Measured;
use schema::concept::Axis;
use std::collections::BTreeMap;

/// A table with noise.
#[derive(Clone)]
pub(super) struct Noisy {
    pub(super) measured: Measured,
    pub(super) dimensions: Vec<Axis>,
    /// How many codes each dimension has.
    pub(super) sizes: Vec<usize>,
    /// Row-major.
    pub(super) cells: Vec<f64>,
    /// The noise's variance, the same in each cell.
    pub(super) variance: f64,
}

/// An effect: its weighted estimates added up, and the weights.
struct Effect {
    sizes: Vec<usize>,
    sum: Vec<f64>,
    weight: f64,
}

/// The effects of each thing that is measured.
type Effects = BTreeMap<(Measured, Vec<Axis>), Effect>;

/// Makes tables agree. Their variances are those of the tables that come out.
pub(super) fn agree(tables: &[Noisy]) -> Vec<Noisy> {
    let mut effects = Effects::new();
    for table in tables {
        for kept in subsets(table.dimensions.len()) {
            let (dimensions, sizes) = (pick(&table.dimensions, &kept), pick(&table.sizes, &kept));
            let mut estimate = margin(&table.cells, &table.sizes, &kept);
            centre(&mut estimate, &sizes);
            let added: usize = table.sizes.iter().product::<usize>() / sizes.iter().product::<usize>().max(1);
            let weight = 1.0 / (table.variance * added as f64);
            let empty = || Effect { sizes, sum: vec![0.0; estimate.len()], weight: 0.0 };
            let effect = effects.entry((table.measured.clone(), dimensions)).or_insert_with(empty);
            effect.sum.iter_mut().zip(&estimate).for_each(|(sum, part)| *sum += weight * part);
            effect.weight += weight;
        }
    }
    tables.iter().map(|table| rebuild(table, &effects)).collect()
}

fn rebuild(table: &Noisy, effects: &Effects) -> Noisy {
    let (mut cells, mut variance) = (vec![0.0; table.cells.len()], 0.0);
    for kept in subsets(table.dimensions.len()) {
        let key = (table.measured.clone(), pick(&table.dimensions, &kept));
        let Some(effect) = effects.get(&key) else { continue };
        let own: usize = effect.sizes.iter().product();
        let spread_over = (table.cells.len() / own.max(1)) as f64;
        let strides = strides(&table.sizes, &kept);
        for (place, cell) in cells.iter_mut().enumerate() {
            let at = project(place, &table.sizes, &strides);
            *cell += effect.sum.get(at).copied().unwrap_or_default() / effect.weight / spread_over;
        }
        let free: f64 = effect.sizes.iter().map(|size| 1.0 - 1.0 / *size as f64).product();
        variance += free / effect.weight / spread_over.powi(2);
    }
    Noisy { cells, variance, ..table.clone() }
}

/// Every subset of the places up to `count`, as flags.
fn subsets(count: usize) -> impl Iterator<Item = Vec<bool>> {
    (0..1_usize << count).map(move |bits| (0..count).map(|at| bits >> at & 1 == 1).collect())
}

fn pick<T: Copy>(all: &[T], kept: &[bool]) -> Vec<T> {
    all.iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| *one).collect()
}

/// For each axis of a table how far one step goes in the margin that keeps some axes; zero for those added up.
fn strides(sizes: &[usize], kept: &[bool]) -> Vec<usize> {
    let mut stride = 1;
    let mut strides: Vec<usize> = sizes
        .iter()
        .zip(kept)
        .rev()
        .map(|(size, kept)| {
            let own = if *kept { stride } else { 0 };
            stride *= if *kept { *size } else { 1 };
            own
        })
        .collect();
    strides.reverse();
    strides
}

/// Where a cell of a table lies in a margin.
fn project(place: usize, sizes: &[usize], strides: &[usize]) -> usize {
    let mut rest = place;
    let mut at = 0;
    for (size, stride) in sizes.iter().zip(strides).rev() {
        at += rest % size * stride;
        rest /= size;
    }
    at
}

fn margin(cells: &[f64], sizes: &[usize], kept: &[bool]) -> Vec<f64> {
    let strides = strides(sizes, kept);
    let mut margin = vec![0.0; pick(sizes, kept).iter().product()];
    for (place, cell) in cells.iter().enumerate() {
        if let Some(sum) = margin.get_mut(project(place, sizes, &strides)) {
            *sum += cell;
        }
    }
    margin
}

/// Takes the mean along each axis away: what is left is the effect of all axes together.
fn centre(cells: &mut [f64], sizes: &[usize]) {
    for axis in 0..sizes.len() {
        let kept: Vec<bool> = (0..sizes.len()).map(|at| at != axis).collect();
        let (sums, strides) = (margin(cells, sizes, &kept), strides(sizes, &kept));
        let size = sizes.get(axis).copied().unwrap_or(1) as f64;
        for (place, cell) in cells.iter_mut().enumerate() {
            *cell -= sums.get(project(place, sizes, &strides)).copied().unwrap_or_default() / size;
        }
    }
}
