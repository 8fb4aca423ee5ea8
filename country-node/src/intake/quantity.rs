//! A column of numbers that can be added up over persons.

use super::concept::Wrong;
use super::mapping::QuantityColumn;
use std::collections::BTreeSet;

/// A quantity's column, compiled.
#[derive(Debug)]
pub struct Quantity {
    /// Which quantity.
    pub of: String,
    /// The column.
    pub column: usize,
    /// The smallest and the largest number that are believed.
    pub believed: (f64, f64),
    /// Exact values that mean that there is none.
    pub missing: BTreeSet<String>,
}

impl Quantity {
    /// Compiles a column. All that is wrong with it goes to `wrong`.
    pub fn compile(mapped: &QuantityColumn, column: usize, wrong: &mut Vec<Wrong>) -> Self {
        let (of, min) = (mapped.of.get_ref(), *mapped.min.get_ref());
        if schema::concept::quantity(of).is_none() {
            wrong.push((mapped.of.span().start, of.clone(), "a code of the list of quantities".into()));
        }
        if !(min >= 0.0 && min < mapped.max && mapped.max.is_finite()) {
            let shown = format!("{min} to {}", mapped.max);
            wrong.push((mapped.min.span().start, shown, "`min` and `max` that run upward from zero or more".into()));
        }
        Self { of: of.clone(), column, believed: (min, mapped.max), missing: mapped.missing.clone() }
    }

    /// A value as a number; not a number where there is none. `None` where it is not believed.
    pub fn read(&self, value: &str) -> Option<f64> {
        if self.missing.contains(value) {
            return Some(f64::NAN);
        }
        let number: f64 = value.parse().ok()?;
        (self.believed.0..=self.believed.1).contains(&number).then_some(number)
    }

    /// What is expected of a value.
    pub fn expected(&self) -> String {
        format!("a number from {} to {}, or a missing value that the mapping names", self.believed.0, self.believed.1)
    }
}
