//! Policies: what a government has decided about its diaspora.

use super::area::Area;
use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// How far a policy has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PolicyStatus {
    /// It is being prepared.
    InPreparation,
    /// It is decided, and not in force yet.
    Adopted,
    /// It is in force.
    InForce,
    /// Another took its place, or it ran out.
    Superseded,
}

/// What a government has decided about its diaspora.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "PolicyContent", input_name = "PolicyInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Policy {
    /// Its titles by language.
    pub titles: Vec<Name>,
    /// When it was adopted, as exactly as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<PartialDate>,
    /// How far it has come.
    pub status: PolicyStatus,
    /// What it is about.
    pub areas: Vec<Area>,
    /// What it is to reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub objectives: Vec<String>,
    /// Who answers for it, by the id of the institution's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Where its text stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_at: Option<String>,
}

impl Policy {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("titles", &self.titles);
        sound.areas(&self.areas);
        sound.texts("objectives", &self.objectives);
        sound.maybe_id("institution", self.institution.as_deref());
        sound.maybe_address("textAt", self.text_at.as_deref());
    }
}
