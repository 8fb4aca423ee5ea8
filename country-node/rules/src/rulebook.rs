//! A country's disclosure policy as versioned data (TOML).

use schema::ask::MOST_DIMENSIONS;
use schema::audience::Audience;
use schema::concept::{Dataset, Dimension};
use schema::country::CountryCode;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a dataset's figures are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "name", deny_unknown_fields)]
pub enum Mechanism {
    /// Not at all: for totals that are public already.
    Exact,
    /// The cell-key method.
    CellKey {
        /// Figures of fewer respondents, after the noise, are withheld.
        threshold: u32,
    },
}

/// The policy for one dataset.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetRules {
    /// The dimensions that tables may have.
    pub dimensions: Vec<Dimension>,
    /// The most dimensions of one table, one to three.
    pub most_dimensions: usize,
    /// How figures are protected.
    pub mechanism: Mechanism,
    /// Who may ask: members outside this audience are declined.
    pub open_to: Audience,
}

impl DatasetRules {
    /// Every table of the catalogue: each set of up to `most_dimensions` dimensions, the total first.
    pub fn tables(&self) -> Vec<Vec<Dimension>> {
        let mut tables: Vec<Vec<Dimension>> = vec![vec![]];
        let mut sorted = self.dimensions.clone();
        sorted.sort_unstable();
        for dimension in sorted {
            let wider: Vec<Vec<Dimension>> = tables
                .iter()
                .filter(|table| table.len() < self.most_dimensions)
                .map(|table| [table.as_slice(), &[dimension]].concat())
                .collect();
            tables.extend(wider);
        }
        tables.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        tables
    }
}

/// A country's disclosure policy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
    Rule(Dataset, &'static str),
}

impl Rulebook {
    /// Reads and checks a rulebook.
    pub fn from_toml(text: &str) -> Result<Self, RulebookFault> {
        let rulebook: Self = toml::from_str(text)?;
        for (dataset, rules) in &rulebook.datasets {
            check(*dataset, rules).map_err(|why| RulebookFault::Rule(*dataset, why))?;
        }
        Ok(rulebook)
    }
}

fn check(dataset: Dataset, rules: &DatasetRules) -> Result<(), &'static str> {
    let unique: BTreeSet<_> = rules.dimensions.iter().collect();
    if rules.dimensions.is_empty() || unique.len() != rules.dimensions.len() {
        return Err("name at least one dimension, and none twice");
    }
    if !(1..=MOST_DIMENSIONS).contains(&rules.most_dimensions) {
        return Err("`most_dimensions` is one, two or three");
    }
    match (dataset, rules.mechanism) {
        (Dataset::Stock, Mechanism::Exact) => Ok(()),
        (Dataset::Stock, _) => Err("published totals are released exactly: the mechanism is EXACT"),
        (_, Mechanism::Exact) => Err("data on persons are never released exactly"),
        (_, Mechanism::CellKey { threshold: 3.. }) => Ok(()),
        (_, Mechanism::CellKey { .. }) => Err("a threshold under three protects nobody"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
        version = 1
        country = "COL"
        [dataset.SURVEY]
        dimensions = ["SEX", "AGE", "EDUCATION", "FIELD"]
        most_dimensions = 3
        mechanism = { name = "CELL_KEY", threshold = 10 }
        open_to = "MEMBER_GOVERNMENTS"
    "#;

    #[test]
    fn a_sound_rulebook_reads_and_lists_every_table_once() {
        let rulebook = Rulebook::from_toml(SOUND).unwrap();
        let tables = rulebook.datasets[&Dataset::Survey].tables();
        assert_eq!(tables.len(), 1 + 4 + 6 + 4);
        assert_eq!(tables[0], []);
        let unique: BTreeSet<_> = tables.iter().collect();
        assert_eq!(unique.len(), tables.len());
    }

    #[test]
    fn a_rulebook_that_cannot_be_kept_is_refused() {
        for (from, to) in [
            ("version = 1", "version = 1\nsurprise = 2"),
            ("\"FIELD\"", "\"SEX\""),
            ("\"FIELD\"", "\"SHOE_SIZE\""),
            ("most_dimensions = 3", "most_dimensions = 4"),
            ("most_dimensions = 3", "most_dimensions = 0"),
            ("{ name = \"CELL_KEY\", threshold = 10 }", "{ name = \"EXACT\" }"),
            ("threshold = 10", "threshold = 2"),
            ("threshold = 10", "threshold = -1"),
            ("threshold = 10", "threshold = 10, noise = 0"),
            ("MEMBER_GOVERNMENTS", "EVERYBODY"),
            ("[dataset.SURVEY]", "[dataset.STOCK]"),
            ("\"COL\"", "\"Colombia\""),
        ] {
            let text = SOUND.replace(from, to);
            assert_ne!(text, SOUND);
            assert!(Rulebook::from_toml(&text).is_err(), "must be refused: {to}");
        }
    }
}
