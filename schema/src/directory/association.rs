//! Associations of a diaspora.

use super::area::Area;
use super::date::PartialDate;
use super::mission::CapacityNeed;
use super::name::Name;
use super::sound::Sound;
use crate::country::CountryCode;
use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// An association of the diaspora.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "AssociationContent", input_name = "AssociationInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Association {
    /// Its names by language.
    pub names: Vec<Name>,
    /// In which country it has its seat.
    pub country_of_seat: CountryCode,
    /// In which place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it was founded, as exactly as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded: Option<PartialDate>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub areas: Vec<Area>,
    /// How many members it says to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// What it lacks, and what was done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub capacity_needs: Vec<CapacityNeed>,
}

impl Association {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("names", &self.names);
        sound.maybe_line("place", self.place.as_deref());
        sound.maybe_areas(&self.areas);
        sound.maybe_address("website", self.website.as_deref());
        super::mission::check_needs(&self.capacity_needs, sound);
    }
}
