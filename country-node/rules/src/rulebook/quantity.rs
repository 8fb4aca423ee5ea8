//! How a quantity (amounts, days, scores) is added up.

use schema::concept::Quantity;
use schema::scale::Scale;
use serde::{Deserialize, Serialize};

/// What the rulebook says of a quantity. Of a score it says neither bounds nor unit: these are its scale's, which the data say, and two
/// studies of one dataset may have asked on two scales.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityPolicy {
    /// The least that a person's value counts, zero or more.
    #[serde(default)]
    pub lower: Option<f64>,
    /// The most that a person's value counts. Noise grows with it.
    #[serde(default)]
    pub upper: Option<f64>,
    /// What it is counted in, such as `USD a year` or `days`.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// The most dimensions of its tables.
    pub most_dimensions: usize,
    /// The part of a release's rho that the quantity spends, half of it on who has a value and half on the sums; tables of
    /// persons have what no quantity takes. Of differential privacy alone; left out, [`SHARE`].
    #[serde(default)]
    pub share: Option<f64>,
}

impl QuantityPolicy {
    /// The part of a release's rho that the quantity spends, where a budget is spent.
    pub fn share(&self) -> f64 {
        self.share.unwrap_or(SHARE)
    }

    /// How some data's quantity is added up. Nothing for a score whose scale the data do not say.
    pub fn of(&self, quantity: &Quantity, scale: Option<Scale>) -> Option<QuantityRules> {
        let (lower, upper, unit) = if quantity.is_score() {
            let (lower, upper) = scale?.ends();
            (lower, upper, Unit(scale?.unit(quantity)?))
        } else {
            (self.lower?, self.upper?, self.unit.clone()?)
        };
        Some(QuantityRules { lower, upper, unit, most_dimensions: self.most_dimensions, share: self.share })
    }
}

/// How a quantity of some data is added up. Values outside the bounds are brought within them before they are added: what is protected
/// is protected for every value that the bounds allow.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityRules {
    /// The least that a person's value counts.
    pub lower: f64,
    /// The most that a person's value counts.
    pub upper: f64,
    /// What it is counted in.
    pub unit: Unit,
    /// The most dimensions of its tables.
    pub most_dimensions: usize,
    /// The part of a release's rho that it spends; left out, [`SHARE`].
    pub share: Option<f64>,
}

/// What a quantity spends of a release's rho where its rules say nothing.
pub const SHARE: f64 = 0.1;

impl QuantityRules {
    /// The part of a release's rho that the quantity spends, where a budget is spent.
    pub fn share(&self) -> f64 {
        self.share.unwrap_or(SHARE)
    }
}

/// What a quantity is counted in. Figures of unlike units are not put together without saying so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unit(pub String);
