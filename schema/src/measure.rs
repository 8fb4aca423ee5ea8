//! What is counted or added up.

use async_graphql::{Enum, InputObject};
use serde::{Deserialize, Serialize};

/// What kind of figure is asked for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeasureKind {
    /// How many persons.
    Persons,
    /// The sum of a quantity over persons.
    Sum,
    /// The mean of a quantity over persons.
    Mean,
}

/// What is counted or added up.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MeasureInput {
    /// Persons, a sum or a mean.
    #[graphql(default_with = "MeasureKind::Persons")]
    pub kind: MeasureKind,
    /// The quantity that is added up or averaged; left out for persons.
    pub of: Option<String>,
}

impl Default for MeasureInput {
    fn default() -> Self {
        Self { kind: MeasureKind::Persons, of: None }
    }
}
