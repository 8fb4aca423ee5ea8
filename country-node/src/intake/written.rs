//! Where in its file a mapping says what is held against its study's document, so that a fault can name the line.

use super::fault::Fault;
use super::mapping::{Mapping, Period};
use schema::concept::Axis;
use std::collections::BTreeMap;
use toml::Spanned;

/// Lines of a mapping, counted from 1.
#[derive(Debug)]
pub struct Written {
    /// The mapping's file.
    pub file: String,
    /// Whom it counts.
    pub basis: u64,
    /// The period that all rows speak of; the study where a column holds it.
    pub period: u64,
    /// The weight; the person's id where there is none.
    pub weight: u64,
    /// What fills each axis.
    pub axes: BTreeMap<Axis, u64>,
}

impl Written {
    /// The lines of a mapping that was read from this text.
    pub fn of(file: &str, text: &str, mapping: &Mapping) -> Self {
        let at = |byte: usize| line(text, byte);
        let study = mapping.study.as_ref().map_or(0, |study| study.span().start);
        let period = match &mapping.period {
            Period::Value(value) => value.span().start,
            Period::Column(_) => study,
        };
        let filled = mapping.concept.iter().chain(&mapping.item).map(|concept| &concept.dimension);
        let axes = filled.map(|of: &Spanned<Axis>| (*of.get_ref(), at(of.span().start))).collect();
        let id = mapping.person.as_ref().map(|person| person.id.span().start);
        let weight = mapping.person.as_ref().and_then(|person| person.weight.as_ref());
        let weight = weight.map(|weight| weight.column.span().start).or(id).unwrap_or_default();
        let basis = at(mapping.population_basis.span().start);
        Self { file: file.to_owned(), basis, period: at(period), weight: at(weight), axes }
    }

    /// A fault of what fills an axis.
    pub fn axis(&self, axis: Axis, value: &str, expected: impl Into<String>) -> Fault {
        self.fault(self.axes.get(&axis).copied().unwrap_or(1), value, expected)
    }

    /// A fault at a line.
    pub fn fault(&self, line: u64, value: &str, expected: impl Into<String>) -> Fault {
        Fault::in_file(&self.file, line, value, expected)
    }
}

/// The line on which a byte of a text stands.
pub fn line(text: &str, byte: usize) -> u64 {
    let before = text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count();
    u64::try_from(before).map_or(1, |lines| lines + 1)
}
