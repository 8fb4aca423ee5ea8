//! Institutions: who in a country deals with its diaspora.

use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// At which level of the state an institution stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InstitutionLevel {
    /// A ministry of its own.
    Ministry,
    /// A part of a ministry.
    SubMinistry,
    /// An agency or a council of the state.
    Agency,
    /// An office of an embassy or a consulate.
    EmbassyOffice,
    /// A region's, a city's or a municipality's.
    Local,
    /// Half of the state, half private: a foundation, a public fund.
    SemiPublic,
}

/// Who in a country deals with its diaspora.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "InstitutionContent", input_name = "InstitutionInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Institution {
    /// Its names by language.
    pub names: Vec<Name>,
    /// At which level of the state it stands.
    pub level: InstitutionLevel,
    /// When it was founded, as exactly as that is known, whatever it was called then. Since when it is called and stands as it does, the
    /// record's own time says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded: Option<PartialDate>,
    /// What it is to do, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<String>,
    /// The law or the decree that it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// The institution that it belongs to, by the id of its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Whom one turns to there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub focal_points: Vec<FocalPoint>,
}

/// Whom one turns to. Who that is, is told only while the person agrees to stand in a directory.
#[derive(SimpleObject, InputObject, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "FocalPointInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FocalPoint {
    /// For what: the function, not the person.
    pub function: String,
    /// The person's id at the country's register. The node keeps a pseudonym in its place, and tells it to nobody. Left out, the
    /// person stays who has this function in the record; an empty text says that nobody has it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip_output)]
    pub person: Option<String>,
    /// The pseudonym.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip)]
    pub pseudonym: Option<String>,
    /// The person's name; null where the person does not agree to be told of to the one who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip_input)]
    pub name: Option<String>,
    /// The person's e-mail address; null as with the name, or where none is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip_input)]
    pub email: Option<String>,
    /// The person's telephone; null as with the name, or where none is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[graphql(skip_input)]
    pub telephone: Option<String>,
}

impl std::fmt::Debug for FocalPoint {
    /// Mute of the person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "whom one turns to for {:?}", self.function)
    }
}

impl Institution {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("names", &self.names);
        sound.maybe_text("mandate", self.mandate.as_deref());
        sound.maybe_text("legalBasis", self.legal_basis.as_deref());
        sound.maybe_id("partOf", self.part_of.as_deref());
        sound.maybe_address("website", self.website.as_deref());
        sound.most("focalPoints", self.focal_points.len(), 20);
        for (at, point) in self.focal_points.iter().enumerate() {
            sound.line(&format!("focalPoints.{at}.function"), &point.function);
            let is_told = point.name.is_some() || point.email.is_some() || point.telephone.is_some();
            sound.expect(!is_told, &format!("focalPoints.{at}"), "no name and no address: the register has them");
        }
    }
}
