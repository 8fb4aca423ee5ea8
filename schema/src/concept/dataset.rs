//! What kind of data a figure comes from.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// What kind of data a figure comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Dataset {
    /// Official totals that are already public, such as the United Nations' migrant stock; released exactly.
    Stock,
    /// A country's register of its diaspora.
    Register,
    /// A sample survey; its figures are estimates with a sampling error.
    Survey,
    /// Skills transfer and other programmes (MIDA, TRQN and their kind).
    Programme,
}

impl Dataset {
    /// The name on the wire and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stock => "STOCK",
            Self::Register => "REGISTER",
            Self::Survey => "SURVEY",
            Self::Programme => "PROGRAMME",
        }
    }
}

impl std::fmt::Display for Dataset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
