//! Experiences: what was done for a diaspora and what came of it, for others to learn from.

use super::area::Area;
use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::country::CountryCode;
use crate::money::Money;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// What an account of results rests on.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvidenceLevel {
    /// What those who did it say.
    OwnAccount,
    /// What was counted while it was done.
    Monitoring,
    /// An evaluation by others.
    IndependentEvaluation,
    /// An evaluation that compared with what would have been without it.
    ControlledEvaluation,
}

/// Whether it can be done elsewhere.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Repeatability {
    /// It was done elsewhere with like results.
    Repeated,
    /// It can be, under conditions that are named.
    Conditional,
    /// It hangs on what is there alone.
    Particular,
    /// Nobody knows.
    Unknown,
}

/// What was done, with whom, and what came of it.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ExperienceContent", input_name = "ExperienceInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Experience {
    /// Its titles by language.
    pub titles: Vec<Name>,
    /// What it is about.
    pub areas: Vec<Area>,
    /// What was done.
    pub done: String,
    /// In which countries.
    pub places: Vec<CountryCode>,
    /// Since when, as exactly as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<PartialDate>,
    /// Until when; left out where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<PartialDate>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub partners: Vec<String>,
    /// For how much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// What came of it.
    pub results: String,
    /// What the account of results rests on.
    pub evidence: EvidenceLevel,
    /// Where the evidence stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub sources: Vec<String>,
    /// What others can learn from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub lessons: Vec<String>,
    /// Whether it can be done elsewhere.
    pub repeatability: Repeatability,
    /// Under which conditions, or why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// Figures that belong to it, by the ids of their citations: answers that its own country was given at the gateway. There each is
    /// read with whether it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub citations: Vec<String>,
}

impl Experience {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("titles", &self.titles);
        sound.areas(&self.areas);
        sound.text("done", &self.done);
        sound.expect(!self.places.is_empty(), "places", "one country at least");
        sound.most("places", self.places.len(), 250);
        sound.in_order(("began", self.began), ("ended", self.ended));
        sound.texts("partners", &self.partners);
        sound.text("results", &self.results);
        if let Some(cost) = &self.cost {
            sound.money("cost", cost);
        }
        for (at, source) in self.sources.iter().enumerate() {
            sound.maybe_address(&format!("sources.{at}"), Some(source));
        }
        sound.most("sources", self.sources.len(), 50);
        sound.texts("lessons", &self.lessons);
        sound.maybe_text("conditions", self.conditions.as_deref());
        let needs_conditions = self.repeatability == Repeatability::Conditional;
        sound.expect(!needs_conditions || self.conditions.is_some(), "conditions", "which, because it is CONDITIONAL");
        sound.most("citations", self.citations.len(), 50);
        for (at, citation) in self.citations.iter().enumerate() {
            let is_one = (1..=100).contains(&citation.len())
                && citation.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            sound.expect(is_one, &format!("citations.{at}"), "the id of a citation");
        }
    }
}
