//! Rights and services that members of a diaspora have.

use super::area::Area;
use super::name::Name;
use super::sound::Sound;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// Whether it can be claimed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServiceNature {
    /// A law gives it: voting from abroad, a second nationality, a pension that is paid abroad.
    Right,
    /// An institution offers it: documents, advice, courses.
    Service,
}

/// A right or a service that members of the diaspora have.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ServiceContent", input_name = "ServiceInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its names by language.
    pub names: Vec<Name>,
    /// Whether it can be claimed.
    pub nature: ServiceNature,
    /// What it is about.
    pub areas: Vec<Area>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who has it.
    pub open_to: String,
    /// How one comes to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
    /// The need of the diaspora that it meets: a code of NEED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<String>,
    /// Who offers it, by the id of the institution's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

impl Service {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("names", &self.names);
        sound.areas(&self.areas);
        sound.maybe_text("description", self.description.as_deref());
        sound.line("openTo", &self.open_to);
        sound.maybe_text("how", self.how.as_deref());
        sound.maybe_code("need", crate::concept::Dimension::Need, self.need.as_deref());
        sound.maybe_id("institution", self.institution.as_deref());
        sound.maybe_address("website", self.website.as_deref());
    }
}
