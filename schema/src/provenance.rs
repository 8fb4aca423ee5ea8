//! Where a figure comes from.

use crate::concept::{Dataset, Dimension, Item};
use crate::study::StudyWave;
use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// Who is counted as belonging to a diaspora.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PopulationBasis {
    /// Born in the country of origin.
    Birthplace,
    /// Citizens of the country of origin.
    Citizenship,
    /// Of that origin by ancestry, whatever the birthplace.
    Ancestry,
    /// Those who registered.
    Registration,
}

impl PopulationBasis {
    /// The name as it stands on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Birthplace => "BIRTHPLACE",
            Self::Citizenship => "CITIZENSHIP",
            Self::Ancestry => "ANCESTRY",
            Self::Registration => "REGISTRATION",
        }
    }
}

/// How a release was protected.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MechanismName {
    /// Not at all: the data are open already.
    Exact,
    /// Differential privacy (zCDP).
    DifferentialPrivacy,
    /// A threshold with secondary suppression.
    Threshold,
    /// The cell-key method with a threshold.
    CellKey,
}

/// How well a country's own codes fit the shared concept.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fit {
    /// The same codes with the same meaning.
    Identical,
    /// Many to one; nothing lost that the concept needs.
    Mapped,
    /// Not quite the same; the note says where.
    Approximate,
}

/// How a dimension was filled from the country's own codes.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DimensionFit {
    /// The dimension.
    pub dimension: Dimension,
    /// How well the country's codes fit.
    pub fit: Fit,
    /// Why not better.
    pub note: Option<String>,
}

/// What an item is, and how it was filled.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemSource {
    /// The item.
    pub item: Item,
    /// What was asked, in English, or in the language that the study asked in first; of a choice its code's label.
    pub text: String,
    /// How well the country's codes fit a choice of a shared concept; null for a question of the study's own.
    pub fit: Option<Fit>,
    /// Why not better.
    pub note: Option<String>,
    /// The codes that figures can have, in the order of the study's document.
    pub codes: Vec<ItemCode>,
}

/// A code of an item.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemCode {
    /// The code.
    pub code: String,
    /// What it means.
    pub label: String,
}

/// Where a figure comes from: which release, of what, protected how, signed by whom.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The release's id, such as `COL-SURVEY-ACS-2024-1`. A release never changes.
    pub release: String,
    /// What kind of data.
    pub dataset: Dataset,
    /// The period that the figures speak of.
    pub reference_period: String,
    /// When the release was cut (RFC 3339, UTC).
    pub published_at: String,
    /// The data's title.
    pub title: String,
    /// Who made the data.
    pub producer: String,
    /// The data's limits.
    pub note: Option<String>,
    /// Who is counted.
    pub population_basis: PopulationBasis,
    /// The wave of a study that they were asked in; null for data of no study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyWave>,
    /// What a sum or a mean is counted in, such as `USD a year`; null for persons.
    pub unit: Option<String>,
    /// How the release was protected, by name.
    pub mechanism: MechanismName,
    /// How the figures were made and protected, in words with the parameters.
    pub method: String,
    /// What is promised to each person whose data are counted, in plain words; null where nothing is.
    pub bound: Option<String>,
    /// The share of the persons in the data whose consent covers this question, to a whole percent; null for totals.
    pub consent_share: Option<f64>,
    /// How well the country's codes fit the dimensions asked for.
    pub fits: Vec<DimensionFit>,
    /// The items asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemSource>,
    /// The node's ed25519 signature over the release's manifest (RFC 8785, base64url).
    pub signature: String,
}
