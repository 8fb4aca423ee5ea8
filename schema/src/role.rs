//! What a user does for a member.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// What a user does for a member.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees which members and dimensions there are; asks for no figures.
    Observer,
    /// Asks for figures.
    Analyst,
    /// Asks for figures and does the country's own business.
    Officer,
    /// Keeps the service running.
    Administrator,
}

impl Role {
    /// The name in a token and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Analyst => "analyst",
            Self::Officer => "officer",
            Self::Administrator => "administrator",
        }
    }

    /// Every role, from the one that may least.
    pub const ALL: [Self; 4] = [Self::Observer, Self::Analyst, Self::Officer, Self::Administrator];

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether figures may be asked for. An administrator keeps the service; that alone opens no data.
    pub const fn may_ask_figures(self) -> bool {
        matches!(self, Self::Analyst | Self::Officer)
    }
}
