//! Why a question is asked, and what a person agreed to.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Why a question is asked.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// To compare one country's diaspora with another's.
    Comparison,
    /// Research in the public interest.
    Research,
    /// To design or adjust a programme.
    ProgrammeDesign,
    /// To design outreach to a diaspora.
    OutreachDesign,
}

/// A purpose that a person agrees to in a consent record (after W3C DPV).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConsentPurpose {
    /// To be counted in compared statistics.
    Statistics,
    /// To be counted in statistics for research.
    Research,
    /// To be matched with a programme's need, by name.
    ProgrammeMatching,
    /// To be written to.
    Outreach,
    /// To stand in a directory.
    Directory,
}

impl Purpose {
    /// What a person must have agreed to for being counted in the answer. To design a programme or an outreach from
    /// counts is a use of statistics; matching and writing to persons by name are other purposes, never met here.
    pub const fn needs(self) -> ConsentPurpose {
        match self {
            Self::Comparison | Self::ProgrammeDesign | Self::OutreachDesign => ConsentPurpose::Statistics,
            Self::Research => ConsentPurpose::Research,
        }
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison => "COMPARISON",
            Self::Research => "RESEARCH",
            Self::ProgrammeDesign => "PROGRAMME_DESIGN",
            Self::OutreachDesign => "OUTREACH_DESIGN",
        }
    }
}
