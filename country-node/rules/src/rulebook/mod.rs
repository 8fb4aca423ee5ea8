//! A country's disclosure policy as versioned data (TOML).
//!
//! - [`dataset`]: what a dataset releases and to whom; its catalogue of tables.
//! - [`mechanism`]: how its figures are protected.
//! - [`quantity`]: what is added up, within which bounds; a score's are those of its scale, which the data say.
//! - [`schedule`]: how often a release is cut, and so when a withdrawal takes effect.
//! - `check`: whether the rules can be kept.

mod check;
pub mod dataset;
pub mod mechanism;
pub mod quantity;
pub mod schedule;

pub use dataset::DatasetRules;
pub use mechanism::Mechanism;
pub use schedule::Schedule;

use schema::ask::MOST_DIMENSIONS;
use schema::concept::Dataset;
use schema::country::CountryCode;
use schema::member::WideTable;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A country's disclosure policy.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rulebook {
    /// The policy's own version; it only grows.
    pub version: u32,
    /// Whose policy this is.
    pub country: CountryCode,
    /// The policy for each dataset that the country publishes.
    #[serde(rename = "dataset")]
    pub datasets: BTreeMap<Dataset, DatasetRules>,
}

/// Why a rulebook is refused.
#[derive(Debug, thiserror::Error)]
pub enum RulebookFault {
    /// Not TOML, or a field that no rulebook has.
    #[error("the rulebook does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A rule that cannot be kept.
    #[error("the rulebook's rules for {0}: {1}")]
    Rule(Dataset, String),
}

impl Rulebook {
    /// The tables of more than three dimensions that the policy names, as the membership document lists them.
    pub fn wide_tables(&self) -> Vec<WideTable> {
        let named = self.datasets.iter().flat_map(|(dataset, rules)| rules.wider.iter().map(|wide| (*dataset, wide)));
        let wide = named.filter(|(_, wide)| wide.len() > MOST_DIMENSIONS);
        wide.map(|(dataset, wide)| WideTable { dataset, dimensions: wide.clone() }).collect()
    }

    /// Reads and checks a rulebook.
    pub fn from_toml(text: &str) -> Result<Self, RulebookFault> {
        let mut rulebook: Self = toml::from_str(text)?;
        for (dataset, rules) in &mut rulebook.datasets {
            rules.settle(*dataset);
            check::check(*dataset, rules).map_err(|why| RulebookFault::Rule(*dataset, why))?;
        }
        Ok(rulebook)
    }
}

#[cfg(test)]
mod tests;
