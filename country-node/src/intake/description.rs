//! What is kept of a mapping beside its records.

use node_rules::person::signed_up::SignedUpAt;
use node_rules::release::{Described, ReleasedDimension};
use schema::concept::Axis;
use schema::scale::Scale;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is kept of a mapping with the records: the axes and the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The data.
    pub described: Described,
    /// The axes, in the contract's order.
    pub dimensions: Vec<ReleasedDimension>,
    /// Whether rows are persons or totals.
    pub persons: bool,
    /// What can be added up, in the order of a person's stored numbers.
    #[serde(default)]
    pub quantities: Vec<String>,
    /// The scales of those that are scores.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, Scale>,
    /// Where its persons signed up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_up: Option<SignedUpAt>,
    /// What persons are weighted by.
    #[serde(default)]
    pub weighted: Weighted,
    /// The programmes whose records it was made from; none of what came from a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
}

impl Description {
    /// Whether the data have a dimension.
    pub fn has(&self, axis: impl Into<Axis>) -> bool {
        self.axis(axis).is_some()
    }

    /// A dimension's axis.
    pub fn axis(&self, axis: impl Into<Axis>) -> Option<&ReleasedDimension> {
        let axis = axis.into();
        self.dimensions.iter().find(|released| released.axis == axis)
    }
}

/// What persons are weighted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Weighted {
    /// Not known: a former version loaded them.
    #[default]
    Unknown,
    /// Nothing: each counts one.
    No,
    /// A weight, as the study's document calls it.
    By(String),
}
