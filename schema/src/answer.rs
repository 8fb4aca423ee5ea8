//! What a node answers.

use crate::concept::{Dataset, Dimension};
use crate::country::CountryCode;
use crate::coverage::Outcome;
use crate::figure::NodeFigure;
use crate::provenance::{ItemSource, PopulationBasis, Source};
use crate::study::{StudyId, StudyWave};
use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// What a node answers to one question.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeAnswer {
    /// `ANSWERED`, `DECLINED` or `NOT_PUBLISHED`; the others are a gateway's words.
    pub outcome: Outcome,
    /// Why there are no figures; speaks of public facts only.
    pub reason: Option<String>,
    /// One figure for each combination of codes of the table's dimensions.
    pub figures: Vec<NodeFigure>,
    /// Where the figures come from; null where there are none.
    pub source: Option<Source>,
    /// When it was answered (RFC 3339, UTC).
    pub answered_at: String,
    /// The node's ed25519 signature (base64url) over the canonical JSON (RFC 8785) of this answer, its question, and who
    /// asked it.
    pub signature: String,
}

impl NodeAnswer {
    /// An answer without figures, not signed yet. `answered_at` is RFC 3339, UTC.
    pub fn without(outcome: Outcome, reason: impl Into<String>, answered_at: String) -> Self {
        let (reason, figures, signature) = (Some(reason.into()), Vec::new(), String::new());
        Self { outcome, reason, figures, source: None, answered_at, signature }
    }
}

/// The most questions of one request to a node.
pub const MOST_QUESTIONS: usize = 64;

/// The most series of one request to a node.
pub const MOST_SERIES: usize = 8;

/// The most waves of a series.
pub const MOST_WAVES: usize = 64;

/// What a node answers to a question of one wave.
#[derive(SimpleObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WaveAnswer {
    /// The wave's reference period: with `study`, what the question was asked of, and what the answer is signed for. Null
    /// where nothing is published that the question could be asked of.
    pub at: Option<String>,
    /// Its study; null for data of no study.
    pub study: Option<StudyId>,
    /// The answer.
    pub answer: NodeAnswer,
}

/// A wave that has a release in force.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublishedWave {
    /// The period that its figures speak of.
    pub reference_period: String,
    /// The dimensions that it asked for.
    pub dimensions: Vec<Dimension>,
    /// The items that it asked for: choices, and questions of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemSource>,
    /// Who was asked, when and how; null for data of no study.
    pub wave: Option<StudyWave>,
}

/// What a node has published of one dataset: public facts.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dataflow {
    /// What kind of data.
    pub dataset: Dataset,
    /// The dimensions that tables may have.
    pub dimensions: Vec<Dimension>,
    /// The reference periods with a release, oldest first.
    pub reference_periods: Vec<String>,
    /// The most dimensions of one table.
    pub most_dimensions: u32,
    /// Who is counted.
    pub population_basis: PopulationBasis,
    /// The data's title.
    pub title: String,
    /// The study that the data are of; null for data of no study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyId>,
    /// The waves with a release, oldest first.
    pub waves: Vec<PublishedWave>,
}

/// What a node says of itself.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
    /// The country whose node this is.
    pub country: CountryCode,
    /// The version of the contract that it speaks.
    pub contract: String,
    /// The version of its software.
    pub version: String,
}
