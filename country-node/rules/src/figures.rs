//! Reading: from a permit and released tables to figures. Published cells are added up; nothing else is touched.
//!
//! Adding cells of one survey adds their sampling variances. The true covariance of disjoint groups is slightly negative,
//! so the interval of a sum is a little wide, never narrow.

use crate::decide::Permit;
use crate::measured::Measured;
use crate::release::{Absent, Table};
use schema::amount::Amount;
use schema::concept::Axis;
use schema::figure::{Estimate, NodeFigure};
use schema::measure::MeasureKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// One table of one segment.
pub type TableKey = (u16, Measured, Vec<Axis>);

/// The figures that answer one question. Made only here; what they hold leaves through [`Figures::into_spoken`], which
/// the node calls once the receipt is written.
pub struct Figures(Vec<NodeFigure>);

impl Figures {
    /// The figures in their wire form.
    pub fn into_spoken(self) -> Vec<NodeFigure> {
        self.0
    }
}

/// A figure; of a mean, with the persons that it is over.
struct Said {
    estimate: Estimate,
    over: Option<Estimate>,
}

/// Which cells answer a question: those of the figures, and those of the denominators of their shares.
pub struct Reading<'a> {
    permit: &'a Permit,
    figures: Selection,
    bases: Selection,
}

/// The cells of one table that are shown (by) or added up.
struct Selection {
    dimensions: Vec<Axis>,
    rows: Vec<Shown>,
    added: Vec<Added>,
    /// A filter names a code that the release does not have.
    lacking: bool,
}

/// A dimension that is shown: its codes in the codelist's order; a code without a place is not in the release.
struct Shown {
    codes: Vec<(String, Option<u32>)>,
    stride: u32,
}

/// A dimension that is only filtered: its places are added up.
struct Added {
    places: Vec<u32>,
    stride: u32,
}

impl<'a> Reading<'a> {
    /// What must be read for a permit.
    pub fn of(permit: &'a Permit) -> Self {
        let question = permit.question();
        Self {
            permit,
            figures: Selection::of(permit, question.by()),
            bases: Selection::of(permit, question.share_within()),
        }
    }

    /// The tables that are needed.
    pub fn tables(&self) -> BTreeSet<TableKey> {
        let measured = Measured::needed(self.permit.question().measure());
        let mut tables = BTreeSet::new();
        if !self.permit.is_asked() {
            return tables;
        }
        for segment in self.permit.segments() {
            for selection in [&self.figures, &self.bases] {
                tables.extend(measured.iter().map(|of| (*segment, of.clone(), selection.dimensions.clone())));
            }
        }
        tables
    }

    /// Reads the figures. `None` if a needed table is not there.
    pub fn read(&self, tables: &BTreeMap<TableKey, Arc<Table>>) -> Option<Figures> {
        let bases: HashMap<Vec<String>, Said> = self.rows(&self.bases, tables)?.into_iter().collect();
        let question = self.permit.question();
        let held: Vec<usize> =
            question.share_within().iter().filter_map(|d| question.by().iter().position(|by| by == d)).collect();
        let figures = self.rows(&self.figures, tables)?.into_iter().map(|(codes, said)| {
            let key: Vec<String> = held.iter().filter_map(|at| codes.get(*at).cloned()).collect();
            let whole = bases.get(&key).map_or_else(Estimate::not_asked, |whole| whole.estimate);
            NodeFigure::new(codes, &said.estimate, &said.over.unwrap_or(whole))
        });
        Some(Figures(figures.collect()))
    }

    /// One figure for each combination of shown codes, over the added places and the permitted segments.
    fn rows(&self, selection: &Selection, tables: &BTreeMap<TableKey, Arc<Table>>) -> Option<Vec<(Vec<String>, Said)>> {
        if !self.permit.is_asked() {
            let not_asked = |codes| (codes, Said { estimate: Estimate::not_asked(), over: None });
            return Some(selection.shown().into_iter().map(|(codes, _)| not_asked(codes)).collect());
        }
        let measure = self.permit.question().measure();
        let mut segments = Vec::new();
        for at in self.permit.segments() {
            let table = |of: Measured| tables.get(&(*at, of, selection.dimensions.clone())).map(AsRef::as_ref);
            let needed = Measured::needed(measure).into_iter().map(table).collect::<Option<Vec<&Table>>>()?;
            segments.push((needed, self.permit.release().segments.get(usize::from(*at))?.absent));
        }
        let quantity = measure.of.as_ref().and_then(|of| self.permit.release().quantity(of));
        let bounds = quantity.map_or((0.0, f64::INFINITY), |quantity| (quantity.lower, quantity.upper));
        let complete = segments.iter().all(|(_, absent)| *absent == Absent::Zero);
        let unknown = if complete { Estimate::exact(0.0) } else { Estimate::not_asked() };
        let added = offsets(&selection.added);
        let figure = |place: Option<u32>| {
            let cells = || {
                let places = added.iter().filter_map(|offset| Some(place? + offset));
                places.flat_map(|place| segments.iter().map(move |(tables, absent)| (tables, place, *absent)))
            };
            let unknown = (place.is_none() || selection.lacking).then_some(unknown);
            if measure.kind == MeasureKind::Persons {
                let counts = cells().filter_map(|(tables, place, absent)| Some(tables.first()?.at(place, absent)));
                return Said { estimate: counts.chain(unknown).sum(), over: None };
            }
            let amounts = cells().filter_map(|(tables, place, absent)| {
                let [answering, sum] = tables.as_slice() else { return None };
                let (persons, shared) = (answering.at(place, absent), sum.shared());
                Some(Amount::of(&persons, &sum.at(place, absent), bounds.1, shared))
            });
            let amount: Amount = amounts.chain(unknown.map(|part| Amount::of(&part, &part, bounds.1, 0.0))).sum();
            match measure.kind {
                MeasureKind::Sum => Said { estimate: amount.sum(), over: None },
                _ => Said {
                    estimate: amount.mean(bounds),
                    over: Some(amount.persons().map_or_else(Estimate::not_asked, Estimate::exact)),
                },
            }
        };
        Some(selection.shown().into_iter().map(|(codes, place)| (codes, figure(place))).collect())
    }
}

impl Selection {
    fn of(permit: &Permit, by: &[Axis]) -> Self {
        let question = permit.question();
        let mut dimensions: Vec<Axis> = by.to_vec();
        let mut lacking = false;
        for filter in question.filters().iter().filter(|f| !by.contains(&f.axis)) {
            let codes = permit.axis(filter.axis).map_or([].as_slice(), |axis| &axis.codes);
            let (places, missing) = filter.within(codes);
            lacking |= !missing.is_empty();
            // A filter that lets everything through is none: the narrower table says it with less error.
            if places.len() < codes.len() {
                dimensions.push(filter.axis);
            }
        }
        dimensions.sort_unstable();
        let width = |d: Axis| permit.axis(d).map_or(1, |axis| u32::try_from(axis.codes.len()).unwrap_or(u32::MAX));
        let stride = |d: Axis| dimensions.iter().filter(|other| **other > d).map(|other| width(*other)).product();
        let rows = by.iter().map(|d| Shown { codes: shown(permit, *d), stride: stride(*d) }).collect();
        let filtered = dimensions.iter().filter(|d| !by.contains(d)).filter_map(|d| question.filter(*d));
        let added = filtered.map(|filter| {
            let codes = permit.axis(filter.axis).map_or([].as_slice(), |axis| &axis.codes);
            let places = filter.within(codes).0.into_iter().filter_map(|at| u32::try_from(at).ok()).collect();
            Added { places, stride: stride(filter.axis) }
        });
        Self { rows, added: added.collect(), lacking, dimensions: dimensions.clone() }
    }

    /// Each combination of shown codes with its place, or without one if the release lacks a code.
    fn shown(&self) -> Vec<(Vec<String>, Option<u32>)> {
        let mut combinations = vec![(Vec::new(), Some(0_u32))];
        for row in &self.rows {
            combinations = combinations
                .into_iter()
                .flat_map(|(codes, place)| {
                    row.codes.iter().map(move |(code, at)| {
                        let codes = [codes.as_slice(), std::slice::from_ref(code)].concat();
                        (codes, place.zip(*at).map(|(place, at)| place + at * row.stride))
                    })
                })
                .collect();
        }
        combinations
    }
}

/// The codes of a shown dimension: the release's own, or those that its filter lets through and those it lacks.
fn shown(permit: &Permit, dimension: Axis) -> Vec<(String, Option<u32>)> {
    let axis = permit.axis(dimension).map_or([].as_slice(), |axis| &axis.codes);
    let placed_at = |at: usize| Some((axis.get(at)?.clone(), u32::try_from(at).ok()));
    let Some(filter) = permit.question().filter(dimension) else {
        return (0..axis.len()).filter_map(placed_at).collect();
    };
    let (let_through, lacking) = filter.within(axis);
    let mut codes: Vec<(String, Option<u32>)> = let_through.into_iter().filter_map(placed_at).collect();
    codes.extend(lacking.into_iter().map(|code| (code.to_owned(), None)));
    codes.sort_by(|(one, _), (other, _)| (dimension.rank(one), one).cmp(&(dimension.rank(other), other)));
    codes
}

/// Where the added cells lie, counted from a shown one.
fn offsets(added: &[Added]) -> Vec<u32> {
    added.iter().fold(vec![0], |offsets, axis| {
        offsets.iter().flat_map(|offset| axis.places.iter().map(move |at| offset + at * axis.stride)).collect()
    })
}

#[cfg(test)]
mod tests;
