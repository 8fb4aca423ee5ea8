//! A column of numbers that can be added up over persons.

use super::concept::Wrong;
use super::mapping::QuantityColumn;
use super::scale;
use schema::concept::quantity;
use schema::scale::Scale;
use std::collections::BTreeSet;

/// A quantity's column, compiled.
#[derive(Debug)]
pub struct Quantity {
    /// Which quantity.
    pub of: String,
    /// The column.
    pub column: usize,
    /// The scale that a score was asked on.
    pub scale: Option<Scale>,
    /// The smallest and the largest number that are believed.
    believed: (f64, f64),
    /// Whether the high end of the column's scale is the low one of the score.
    reversed: bool,
    /// Exact values that mean that there is none.
    missing: BTreeSet<String>,
}

impl Quantity {
    /// Compiles a column. All that is wrong with it goes to `wrong`.
    pub fn compile(mapped: &QuantityColumn, column: usize, wrong: &mut Vec<Wrong>) -> Self {
        let of = mapped.of.get_ref();
        let known = quantity(of);
        if known.is_none() {
            wrong.push((mapped.of.span().start, of.clone(), "a code of the list of quantities".into()));
        }
        let score = known.filter(|of| of.is_score());
        let scale = scale::of_quantity(mapped, score, wrong);
        let believed =
            if score.is_some() { scale.map(Scale::ends).unwrap_or_default() } else { believed(mapped, wrong) };
        let (of, reversed, missing) = (of.clone(), mapped.reversed, mapped.missing.clone());
        Self { of, column, scale, believed, reversed, missing }
    }

    /// A value as a number, on the scale of a score with its low end low; not a number where there is none. `None` where it is not
    /// believed.
    pub fn read(&self, value: &str) -> Option<f64> {
        if self.missing.contains(value) {
            return Some(f64::NAN);
        }
        let number: f64 = value.parse().ok()?;
        let number = (self.believed.0..=self.believed.1).contains(&number).then_some(number)?;
        Some(self.scale.filter(|_| self.reversed).map_or(number, |scale| scale.turned(number)))
    }

    /// What is expected of a value.
    pub fn expected(&self) -> String {
        let (from, to) = self.believed;
        let scale = if self.scale.is_some() { ", which is the scale" } else { "" };
        format!("a number from {from} to {to}{scale}, or a missing value that the mapping names")
    }
}

/// The smallest and the largest number that are believed of what is no score.
fn believed(mapped: &QuantityColumn, wrong: &mut Vec<Wrong>) -> (f64, f64) {
    let (Some(at), Some(max)) = (mapped.min.as_ref(), mapped.max) else {
        wrong.push((mapped.of.span().start, mapped.of.get_ref().clone(), "a `min` and a `max`".into()));
        return (0.0, 0.0);
    };
    let min = *at.get_ref();
    if !(min >= 0.0 && min < max && max.is_finite()) {
        let expected = "`min` and `max` that run upward from zero or more";
        wrong.push((at.span().start, format!("{min} to {max}"), expected.into()));
    }
    (min, max)
}
