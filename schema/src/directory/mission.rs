//! Missions abroad, and what they and associations lack to engage a diaspora.

use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::country::CountryCode;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// What sort of mission it is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissionRank {
    /// An embassy or a high commission.
    Embassy,
    /// A consulate general or a consulate.
    Consulate,
    /// An honorary consulate.
    HonoraryConsulate,
    /// A permanent mission to an organisation.
    PermanentMission,
}

/// What a mission or an association can lack.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capacity {
    /// People.
    Staff,
    /// Knowledge: training and guidance.
    Training,
    /// Data on the diaspora.
    Data,
    /// Means of communication.
    Communication,
    /// Money.
    Funding,
    /// Rooms and equipment.
    Equipment,
    /// Other partners.
    Partners,
}

/// What is lacked, and what was done about it.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "CapacityNeedInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CapacityNeed {
    /// What is lacked.
    pub capacity: Capacity,
    /// What exactly.
    pub need: String,
    /// What was done about it; left out where nothing was yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// When that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<PartialDate>,
}

/// An embassy, a consulate or another mission abroad.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "MissionContent", input_name = "MissionInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mission {
    /// Its names by language.
    pub names: Vec<Name>,
    /// What sort of mission it is.
    pub rank: MissionRank,
    /// In which country it is.
    pub host: CountryCode,
    /// In which city.
    pub city: String,
    /// Which other countries it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub also_serves: Vec<CountryCode>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// What it lacks to engage the diaspora, and what was done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub capacity_needs: Vec<CapacityNeed>,
}

impl Mission {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("names", &self.names);
        sound.line("city", &self.city);
        sound.most("alsoServes", self.also_serves.len(), 100);
        sound.maybe_address("website", self.website.as_deref());
        check_needs(&self.capacity_needs, sound);
    }
}

pub(super) fn check_needs(needs: &[CapacityNeed], sound: &mut Sound) {
    sound.most("capacityNeeds", needs.len(), 50);
    for (at, need) in needs.iter().enumerate() {
        let field = |name: &str| format!("capacityNeeds.{at}.{name}");
        sound.text(&field("need"), &need.need);
        sound.maybe_text(&field("done"), need.done.as_deref());
        sound.expect(need.done_on.is_none() || need.done.is_some(), &field("doneOn"), "`done` with it: what was done");
    }
}
