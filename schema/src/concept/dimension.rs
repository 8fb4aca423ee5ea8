//! The dimensions a table can be broken down by.

use super::Codelist;
use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// A dimension that a table can be broken down by. Its codes stand in its codelist.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Dimension {
    /// Country of destination: where the person lives (ISO 3166-1 alpha-3).
    Destination,
    /// Region of destination: a UN M49 region, or a first-level region inside a country (ISO 3166-2).
    DestinationRegion,
    /// Sex (SDMX `CL_SEX`).
    Sex,
    /// Age in bands of completed years (SDMX `CL_AGE` style).
    Age,
    /// Generation: from the person's own and the parents' country of birth.
    Generation,
    /// Status abroad, in the broad definition of a diaspora.
    Status,
    /// Duration of stay abroad (OECD DIOC bands).
    Duration,
    /// Highest level of education (ISCED 2011).
    Education,
    /// Field of education (ISCED-F 2013 broad fields).
    Field,
    /// Employment status (ILO).
    Employment,
    /// Occupation (ISCO-08 major groups).
    Occupation,
    /// Sector of activity (ISIC Rev.4 sections).
    Sector,
    /// Language (ISO 639-3).
    Language,
    /// Whether and how the person means to return.
    ReturnIntention,
    /// What the person offers to the country of origin.
    Offer,
    /// What the person needs of the country of origin.
    Need,
    /// Trust in an institution, on a named scale.
    Trust,
    /// Whether, how and through which channel money is sent.
    Remittances,
    /// Membership of a diaspora association.
    Association,
    /// Preferred channel of communication.
    Channel,
    /// How a person came back in a programme: for good, for a time, or from afar.
    ReturnMode,
}

impl Dimension {
    /// Every dimension, in the order of the contract.
    pub const ALL: [Self; 21] = [
        Self::Destination,
        Self::DestinationRegion,
        Self::Sex,
        Self::Age,
        Self::Generation,
        Self::Status,
        Self::Duration,
        Self::Education,
        Self::Field,
        Self::Employment,
        Self::Occupation,
        Self::Sector,
        Self::Language,
        Self::ReturnIntention,
        Self::Offer,
        Self::Need,
        Self::Trust,
        Self::Remittances,
        Self::Association,
        Self::Channel,
        Self::ReturnMode,
    ];

    /// The name on the wire and in files.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// A short name for people.
    pub const fn label(self) -> &'static str {
        self.row().1
    }

    /// The standard that the codes come from.
    pub const fn standard(self) -> &'static str {
        self.row().2
    }

    /// The codes of this dimension.
    pub fn codelist(self) -> &'static Codelist {
        Codelist::of(self)
    }

    /// Whether its codes are points of scales: answers on one scale stand beside those on another, and are never added to them.
    pub const fn has_scales(self) -> bool {
        matches!(self, Self::Trust)
    }

    /// Reads a name as it stands on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Destination => ("DESTINATION", "Country of destination", "ISO 3166-1 alpha-3"),
            Self::DestinationRegion => ("DESTINATION_REGION", "Region of destination", "UN M49, ISO 3166-2"),
            Self::Sex => ("SEX", "Sex", "SDMX CL_SEX"),
            Self::Age => ("AGE", "Age band", "SDMX CL_AGE style"),
            Self::Generation => ("GENERATION", "Generation", "own and parents' country of birth"),
            Self::Status => ("STATUS", "Status abroad", "broad definition of a diaspora"),
            Self::Duration => ("DURATION", "Duration abroad", "OECD DIOC"),
            Self::Education => ("EDUCATION", "Level of education", "ISCED 2011"),
            Self::Field => ("FIELD", "Field of education", "ISCED-F 2013"),
            Self::Employment => ("EMPLOYMENT", "Employment", "ILO"),
            Self::Occupation => ("OCCUPATION", "Occupation", "ISCO-08"),
            Self::Sector => ("SECTOR", "Sector", "ISIC Rev.4"),
            Self::Language => ("LANGUAGE", "Language", "ISO 639-3"),
            Self::ReturnIntention => ("RETURN_INTENTION", "Return intention", "IOM"),
            Self::Offer => ("OFFER", "Offer", "IOM"),
            Self::Need => ("NEED", "Need", "IOM"),
            Self::Trust => ("TRUST", "Trust", "scale named with the study"),
            Self::Remittances => ("REMITTANCES", "Remittances", "IOM"),
            Self::Association => ("ASSOCIATION", "Association member", "IOM"),
            Self::Channel => ("CHANNEL", "Preferred channel", "IOM"),
            Self::ReturnMode => ("RETURN_MODE", "Mode of return", "IOM"),
        }
    }
}

impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
