//! How a quantity (amounts, days, scores) is added up.

use serde::{Deserialize, Serialize};

/// How a quantity is added up. Values outside the bounds are brought within them before they are added: what is protected
/// is protected for every value that the bounds allow.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityRules {
    /// The least that a person's value counts, zero or more.
    pub lower: f64,
    /// The most that a person's value counts. Noise grows with it.
    pub upper: f64,
    /// What it is counted in, such as `USD a year` or `days`.
    pub unit: Unit,
    /// The most dimensions of its tables.
    pub most_dimensions: usize,
    /// The part of a release's rho that the quantity spends, half of it on who has a value and half on the sums; tables of
    /// persons have what no quantity takes. Of differential privacy alone; left out, [`SHARE`].
    #[serde(default)]
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
