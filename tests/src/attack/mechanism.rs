//! The mechanisms that can be attacked, by name, and the rulebook of a node under each.

use super::files::{MOST_YEARS, QUANTITY};
use super::population::Population;
use clap::ValueEnum;
use node_rules::rulebook::{Rulebook, RulebookFault};
use schema::concept::Dataset;

/// A mechanism that can be attacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Attacked {
    /// What a register has where its rulebook names nothing.
    DifferentialPrivacy,
    /// The cell-key method.
    CellKey,
    /// A threshold with secondary suppression.
    Threshold,
    /// None: the same persons as published totals. What every attack is measured against first.
    Exact,
}

impl Attacked {
    /// What a rulebook says of the mechanism.
    const fn named(self) -> &'static str {
        match self {
            Self::DifferentialPrivacy => "",
            Self::CellKey => r#"mechanism = { name = "CELL_KEY", threshold = 10 }"#,
            Self::Threshold => r#"mechanism = { name = "THRESHOLD", threshold = 10 }"#,
            Self::Exact => r#"mechanism = { name = "EXACT" }"#,
        }
    }

    /// The dataset that is released under it.
    pub const fn dataset(self) -> Dataset {
        match self {
            Self::Exact => Dataset::Stock,
            _ => Dataset::Register,
        }
    }

    /// The rulebook of a node: all tables of up to three axes, none of them sensitive, for two segments of persons; with a
    /// quantity if it is wanted.
    ///
    /// # Errors
    /// Where the mechanism is unknown, or adds no quantities up.
    pub fn rulebook(self, population: &Population, quantity: bool) -> Result<String, RulebookFault> {
        let dimensions: Vec<String> = population.axes.iter().map(|axis| format!("\"{}\"", axis.dimension)).collect();
        let (dataset, dimensions) = (self.dataset(), dimensions.join(", "));
        let segments = if dataset == Dataset::Stock { "" } else { SEGMENTS };
        let quantity = if quantity {
            format!(
                "[dataset.{dataset}.quantity.{QUANTITY}]\nlower = 0\nupper = {MOST_YEARS}\nunit = \"years\"\n\
                 most_dimensions = 2\n"
            )
        } else {
            String::new()
        };
        let text = format!(
            "version = 1\ncountry = \"COL\"\n\n[dataset.{dataset}]\ndimensions = [{dimensions}]\nmost_dimensions = 3\n\
             open_to = \"MEMBER_GOVERNMENTS\"\nopen_without_agreement = true\n{}\n{segments}\n{quantity}",
            self.named()
        );
        Rulebook::from_toml(&text).map(|_| text)
    }
}

/// Persons agree to be counted for every member and purpose, or for IOM's statistics alone.
const SEGMENTS: &str = r#"segments = [
    { purposes = ["STATISTICS", "RESEARCH"], audience = "MEMBER_GOVERNMENTS" },
    { purposes = ["STATISTICS"], audience = "IOM" },
]"#;
