//! Activities of outreach: what was done to reach a diaspora, and who came.

use super::area::Area;
use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::country::CountryCode;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// How an activity reaches people.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ActivityForm {
    /// A website or a portal.
    Website,
    /// A session that informs: rights, services, programmes.
    SensitizationSession,
    /// A meeting that asks: for needs, for views on a policy.
    Consultation,
    /// A campaign in media, by e-mail or by messages.
    Campaign,
}

/// An activity of outreach.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ActivityContent", input_name = "ActivityInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Activity {
    /// Its titles by language.
    pub titles: Vec<Name>,
    /// How it reaches people.
    pub form: ActivityForm,
    /// What it is about.
    pub areas: Vec<Area>,
    /// In which countries.
    pub places: Vec<CountryCode>,
    /// Since when, as exactly as that is known.
    pub from: PartialDate,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// With whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub partners: Vec<String>,
    /// For whom, in words.
    pub audience: String,
    /// How many came, were written to or visited it, as it was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<u32>,
    /// What followed on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub follow_up: Vec<String>,
    /// What those it was for said of it, in the organiser's words. Nobody is quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
    /// Who answers for it: the id of an institution's, a mission's or an association's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
}

impl Activity {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("titles", &self.titles);
        sound.areas(&self.areas);
        sound.most("places", self.places.len(), 250);
        sound.in_order(("from", Some(self.from)), ("until", self.until));
        sound.texts("partners", &self.partners);
        sound.line("audience", &self.audience);
        sound.texts("followUp", &self.follow_up);
        sound.maybe_text("feedback", self.feedback.as_deref());
        sound.maybe_id("organiser", self.organiser.as_deref());
    }
}
