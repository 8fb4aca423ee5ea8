//! Puts the answers together. Pure: what is added up depends on the figures alone, not on who answered first.
//!
//! What this room decides: which figures are added to which, and what is said of their differences.
//! What it must not know: why a country is absent; an absent country changes nothing here.
//!
//! - [`differences`](mod@differences): whether the figures are alike; [`breaks`](mod@breaks): the same of one country's
//!   waves. `scales`: on which scales they asked.

mod breaks;
mod differences;
mod scales;

#[cfg(test)]
mod tests;

use crate::fetch::Replies;
use crate::items::{gathered, rank};
use crate::told::{Row, Told};
use async_graphql::Enum;
pub use breaks::breaks;
use differences::{differences, no_sum};
use schema::amount::pooled;
use schema::ask::Question;
use schema::concept::Axis;
use schema::country::CountryCode;
use schema::figure::Estimate;
use schema::measure::MeasureKind;
use schema::provenance::{ItemSource, MechanismName};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whether the countries' figures may be read as one.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparability {
    /// Nothing that is known of them differs.
    Like,
    /// They differ in their period, producer, protection, codes or rows; `differences` says who in what.
    Mixed,
    /// They count different populations, or in different units, or asked on different scales, or mean different things by one code; put
    /// together they have no one meaning.
    Unlike,
}

/// The countries together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The rows of all countries, put together; none where they are of unlike units or scales, or a code means different things.
    pub rows: Vec<Row>,
    /// What the items mean that the rows are broken down by.
    pub items: Vec<ItemSource>,
    /// Whether they may be read as one.
    pub comparability: Comparability,
    /// Who differs, and in what.
    pub differences: Vec<String>,
}

/// What the answers are together: nothing where nobody answered. Made only by [`merge`].
#[derive(Clone, Debug, PartialEq)]
pub struct Merged(Option<Together>);

impl Merged {
    /// The countries together.
    pub fn together(&self) -> Option<&Together> {
        self.0.as_ref()
    }
}

/// Puts the answers together.
pub fn merge(question: &Question, replies: &Replies) -> Merged {
    // By country, so that floats are added in one order whatever order was asked for.
    let told: BTreeMap<CountryCode, &Told> =
        replies.iter().filter_map(|(node, reply)| Some((node.member.code, &**reply.as_ref().ok()?))).collect();
    if told.is_empty() {
        return Merged(None);
    }
    let tables: Vec<Table> = told.iter().map(|(country, told)| Table::of(question, *country, told)).collect();
    let items = gathered(told.values().copied());
    let keys = keys(question, &items, &tables);
    let no_sum = no_sum(question, &told);
    let rows = if no_sum.is_empty() {
        let bounds = scales::bounds(question, &told);
        keys.iter().map(|codes| put_together(question, codes, &tables, bounds)).collect()
    } else {
        Vec::new()
    };
    // Where nothing is added up, nothing is added up without a country.
    let lacking: Vec<(CountryCode, usize)> = tables
        .iter()
        .filter(|table| no_sum.is_empty() && !table.is_complete)
        .map(|table| (table.country, keys.iter().filter(|codes| table.lacks(codes)).count()))
        .filter(|(_, rows)| *rows > 0)
        .collect();
    let (comparability, differences) = differences(&told, no_sum, &lacking, keys.len());
    Merged(Some(Together { rows, items, comparability, differences }))
}

/// One country's rows, to be looked up.
struct Table<'a> {
    country: CountryCode,
    rows: HashMap<&'a [String], &'a Row>,
    /// Whether a row that is not there means nobody. It does where totals are released exactly; elsewhere it may be
    /// that the country does not know.
    is_complete: bool,
    /// The denominators of a complete table's shares, by the codes held fixed.
    bases: HashMap<Vec<&'a str>, Estimate>,
}

impl<'a> Table<'a> {
    fn of(question: &Question, country: CountryCode, told: &'a Told) -> Self {
        let is_complete = told.source.mechanism == MechanismName::Exact;
        let rows = told.rows.iter().map(|row| (row.codes(), row)).collect();
        let bases = if is_complete {
            told.rows.iter().map(|row| (fixed(question, row.codes()), row.base())).collect()
        } else {
            HashMap::new()
        };
        Self { country, rows, is_complete, bases }
    }

    /// The country's part in a row and in the denominator of its share; `None` where it has no part in either.
    fn part(&self, question: &Question, codes: &[String]) -> Option<(Estimate, Estimate)> {
        match self.rows.get(codes) {
            Some(row) if !row.was_not_asked() => Some((row.estimate(), row.base())),
            _ if self.is_complete => {
                let base = self.bases.get(&fixed(question, codes)).copied().unwrap_or(Estimate::ZERO);
                Some((Estimate::ZERO, base))
            }
            _ => None,
        }
    }

    /// Whether the country does not know this row: it is not there, or was not asked for.
    fn lacks(&self, codes: &[String]) -> bool {
        self.rows.get(codes).is_none_or(|row| row.was_not_asked())
    }
}

/// The codes of a row that its share's denominator holds fixed.
fn fixed<'a>(question: &Question, codes: &'a [String]) -> Vec<&'a str> {
    let held = question.by().iter().zip(codes).filter(|(dimension, _)| question.share_within().contains(dimension));
    held.map(|(_, code)| code.as_str()).collect()
}

/// Every row that any country has, sorted by the codelists.
fn keys<'a>(question: &Question, items: &[ItemSource], tables: &[Table<'a>]) -> Vec<&'a [String]> {
    // A code that no source tells of, because only a filter names it, comes last.
    let rank = |axis: &Axis, code: &String| rank(items, *axis, code).unwrap_or(usize::MAX);
    let ranks = |codes: &[String]| -> Vec<usize> {
        question.by().iter().zip(codes).map(|(axis, code)| rank(axis, code)).collect()
    };
    let all = tables.iter().flat_map(|table| table.rows.keys());
    let ranked: BTreeSet<(Vec<usize>, &[String])> = all.map(|codes| (ranks(codes), *codes)).collect();
    ranked.into_iter().map(|(_, codes)| codes).collect()
}

/// Counts and sums add up; means weigh as the persons that they are over, and lie between `bounds`.
fn put_together(question: &Question, codes: &[String], tables: &[Table], bounds: (f64, f64)) -> Row {
    let parts: Vec<_> = tables.iter().filter_map(|table| table.part(question, codes)).collect();
    let measure = question.measure().kind;
    if parts.is_empty() {
        return Row::together(codes.to_vec(), Estimate::not_asked(), &Estimate::not_asked(), measure);
    }
    let base = parts.iter().map(|(_, base)| *base).sum();
    let estimate = match measure {
        MeasureKind::Mean => pooled(&parts, bounds),
        MeasureKind::Persons | MeasureKind::Sum => parts.iter().map(|(estimate, _)| *estimate).sum(),
    };
    Row::together(codes.to_vec(), estimate, &base, measure)
}
