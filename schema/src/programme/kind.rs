//! What is kept of a programme's work.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// A kind of record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "WorkKind")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// What a host institution needs.
    Need,
    /// A person who may serve.
    Candidate,
    /// A candidate proposed for a need.
    Match,
    /// A candidate's service at a host institution.
    Placement,
    /// What is paid for a placement.
    Compensation,
    /// What helps one who returned for good.
    Reintegration,
    /// What the programme is measured by.
    Indicator,
    /// One value of an indicator.
    Observation,
}

impl Kind {
    /// All of them; each asks for those before it alone.
    pub const ALL: [Self; 8] = [
        Self::Need,
        Self::Candidate,
        Self::Match,
        Self::Placement,
        Self::Compensation,
        Self::Reintegration,
        Self::Indicator,
        Self::Observation,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Need => "NEED",
            Self::Candidate => "CANDIDATE",
            Self::Match => "MATCH",
            Self::Placement => "PLACEMENT",
            Self::Compensation => "COMPENSATION",
            Self::Reintegration => "REINTEGRATION",
            Self::Indicator => "INDICATOR",
            Self::Observation => "OBSERVATION",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one of NEED, CANDIDATE, MATCH, PLACEMENT, COMPENSATION, REINTEGRATION, INDICATOR, OBSERVATION")]
pub struct NoKind;

impl std::str::FromStr for Kind {
    type Err = NoKind;

    fn from_str(text: &str) -> Result<Self, NoKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or(NoKind)
    }
}
