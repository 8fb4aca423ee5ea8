//! What a table holds: persons, those who answered for a quantity, or the quantity's sum over them.

use schema::measure::{MeasureInput, MeasureKind};
use serde::{Deserialize, Serialize};

/// What a table holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "kind")]
pub enum Measured {
    /// Persons.
    #[default]
    Persons,
    /// Persons with a value of a quantity: what its mean is over.
    Answering {
        /// The quantity.
        of: String,
    },
    /// The sum of a quantity over the persons with a value.
    Sum {
        /// The quantity.
        of: String,
    },
}

impl Measured {
    /// The tables that a measure is read from.
    pub fn needed(measure: &MeasureInput) -> Vec<Self> {
        match (measure.kind, &measure.of) {
            (MeasureKind::Sum | MeasureKind::Mean, Some(of)) => {
                vec![Self::Answering { of: of.clone() }, Self::Sum { of: of.clone() }]
            }
            _ => vec![Self::Persons],
        }
    }

    /// Whether it is persons, as nearly every table is.
    pub fn is_persons(&self) -> bool {
        *self == Self::Persons
    }
}
