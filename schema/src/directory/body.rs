//! A record's content, of one kind.

use super::activity::Activity;
use super::area::Area;
use super::association::Association;
use super::experience::Experience;
use super::institution::{FocalPoint, Institution, InstitutionLevel};
use super::kind::EntryKind;
use super::mission::{CapacityNeed, Mission};
use super::name::{Name, title};
use super::policy::Policy;
use super::programme::Programme;
use super::service::Service;
use super::sound::{Fault, Sound, read};
use crate::country::CountryCode;
use async_graphql::{Json, OneofObject};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The content of a record, of one kind.
#[derive(OneofObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "EntryContentInput")]
#[serde(rename_all = "camelCase")]
pub enum Body {
    /// An institution.
    Institution(Institution),
    /// A policy.
    Policy(Policy),
    /// A right or a service.
    Service(Service),
    /// An experience.
    Experience(Box<Experience>),
    /// A programme.
    Programme(Box<Programme>),
    /// An association.
    Association(Association),
    /// A mission.
    Mission(Mission),
    /// An activity.
    Activity(Activity),
}

impl Body {
    /// Reads a content of a kind, as it is stored and sent; or says the first field that has not its form.
    pub fn read(kind: EntryKind, content: Value) -> Result<Self, Fault> {
        Ok(match kind {
            EntryKind::Institution => Self::Institution(read(content)?),
            EntryKind::Policy => Self::Policy(read(content)?),
            EntryKind::Service => Self::Service(read(content)?),
            EntryKind::Experience => Self::Experience(read(content)?),
            EntryKind::Programme => Self::Programme(read(content)?),
            EntryKind::Association => Self::Association(read(content)?),
            EntryKind::Mission => Self::Mission(read(content)?),
            EntryKind::Activity => Self::Activity(read(content)?),
        })
    }

    /// The content as it is stored and sent, without its kind.
    pub fn value(&self) -> Value {
        let value = match self {
            Self::Institution(content) => serde_json::to_value(content),
            Self::Policy(content) => serde_json::to_value(content),
            Self::Service(content) => serde_json::to_value(content),
            Self::Experience(content) => serde_json::to_value(content),
            Self::Programme(content) => serde_json::to_value(content),
            Self::Association(content) => serde_json::to_value(content),
            Self::Mission(content) => serde_json::to_value(content),
            Self::Activity(content) => serde_json::to_value(content),
        };
        // Texts, numbers and lists of them have a JSON form, always.
        value.unwrap_or_default()
    }

    /// The content as it is told.
    pub fn told(&self) -> Json<Value> {
        Json(self.value())
    }

    /// Its kind.
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Institution(_) => EntryKind::Institution,
            Self::Policy(_) => EntryKind::Policy,
            Self::Service(_) => EntryKind::Service,
            Self::Experience(_) => EntryKind::Experience,
            Self::Programme(_) => EntryKind::Programme,
            Self::Association(_) => EntryKind::Association,
            Self::Mission(_) => EntryKind::Mission,
            Self::Activity(_) => EntryKind::Activity,
        }
    }

    /// All that is wrong with it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut sound = Sound::default();
        match self {
            Self::Institution(content) => content.check(&mut sound),
            Self::Policy(content) => content.check(&mut sound),
            Self::Service(content) => content.check(&mut sound),
            Self::Experience(content) => content.check(&mut sound),
            Self::Programme(content) => content.check(&mut sound),
            Self::Association(content) => content.check(&mut sound),
            Self::Mission(content) => content.check(&mut sound),
            Self::Activity(content) => content.check(&mut sound),
        }
        sound.faults()
    }

    /// Its names, by language.
    pub fn names(&self) -> &[Name] {
        match self {
            Self::Institution(content) => &content.names,
            Self::Policy(content) => &content.titles,
            Self::Service(content) => &content.names,
            Self::Experience(content) => &content.titles,
            Self::Programme(content) => &content.names,
            Self::Association(content) => &content.names,
            Self::Mission(content) => &content.names,
            Self::Activity(content) => &content.titles,
        }
    }

    /// Its name in English, or in the first language that it has.
    pub fn title(&self) -> &str {
        title(self.names())
    }

    /// The areas that it is about; nothing for a kind that has none.
    pub fn areas(&self) -> Option<&[Area]> {
        match self {
            Self::Policy(content) => Some(&content.areas),
            Self::Service(content) => Some(&content.areas),
            Self::Experience(content) => Some(&content.areas),
            Self::Association(content) => Some(&content.areas),
            Self::Activity(content) => Some(&content.areas),
            Self::Institution(_) | Self::Programme(_) | Self::Mission(_) => None,
        }
    }

    /// The countries abroad that it is of; nothing for a kind that has none.
    pub fn places(&self) -> Option<Vec<CountryCode>> {
        match self {
            Self::Experience(content) => Some(content.places.clone()),
            Self::Programme(content) => Some(content.destinations.clone()),
            Self::Association(content) => Some(vec![content.country_of_seat]),
            Self::Mission(content) => Some([&[content.host][..], &content.also_serves].concat()),
            Self::Activity(content) => Some(content.places.clone()),
            Self::Institution(_) | Self::Policy(_) | Self::Service(_) => None,
        }
    }

    /// What it says of itself in prose that is looked through for words: what it is to do or to reach, what it is, what was done.
    pub fn prose(&self) -> impl Iterator<Item = &str> {
        let (one, several) = match self {
            Self::Institution(content) => (content.mandate.as_deref(), &[][..]),
            Self::Policy(content) => (None, &content.objectives[..]),
            Self::Service(content) => (content.description.as_deref(), &[][..]),
            Self::Experience(content) => (Some(content.done.as_str()), &[][..]),
            Self::Programme(content) => (None, &content.objectives[..]),
            Self::Association(_) | Self::Mission(_) | Self::Activity(_) => (None, &[][..]),
        };
        one.into_iter().chain(several.iter().map(String::as_str))
    }

    /// What a mission or an association lacks.
    pub fn capacity_needs(&self) -> &[CapacityNeed] {
        match self {
            Self::Association(content) => &content.capacity_needs,
            Self::Mission(content) => &content.capacity_needs,
            _ => &[],
        }
    }

    /// The content of a policy.
    pub const fn policy(&self) -> Option<&Policy> {
        if let Self::Policy(content) = self { Some(content) } else { None }
    }

    /// The content of a right or a service.
    pub const fn service(&self) -> Option<&Service> {
        if let Self::Service(content) = self { Some(content) } else { None }
    }

    /// The content of a programme.
    pub fn programme(&self) -> Option<&Programme> {
        if let Self::Programme(content) = self { Some(content) } else { None }
    }

    /// The content of an activity.
    pub const fn activity(&self) -> Option<&Activity> {
        if let Self::Activity(content) = self { Some(content) } else { None }
    }

    /// The record of its own country that it names, where it does: in which field, of which kinds it can be, and its id.
    pub fn names_record(&self) -> Option<(&'static str, &'static [EntryKind], &str)> {
        use EntryKind::{Association, Institution, Mission};
        let (field, kinds, id): (_, &'static [EntryKind], _) = match self {
            Self::Institution(content) => ("partOf", &[Institution], &content.part_of),
            Self::Policy(content) => ("institution", &[Institution], &content.institution),
            Self::Service(content) => ("institution", &[Institution], &content.institution),
            Self::Programme(content) => ("institution", &[Institution], &content.institution),
            Self::Activity(content) => ("organiser", &[Institution, Mission, Association], &content.organiser),
            Self::Experience(_) | Self::Association(_) | Self::Mission(_) => return None,
        };
        id.as_deref().map(|id| (field, kinds, id))
    }

    /// The answers that an experience cites.
    pub fn citations(&self) -> &[String] {
        match self {
            Self::Experience(content) => &content.citations,
            _ => &[],
        }
    }

    /// The level of an institution.
    pub const fn level(&self) -> Option<InstitutionLevel> {
        match self {
            Self::Institution(content) => Some(content.level),
            _ => None,
        }
    }

    /// Whom one turns to, where the kind has anybody.
    pub fn focal_points(&self) -> &[FocalPoint] {
        match self {
            Self::Institution(content) => &content.focal_points,
            _ => &[],
        }
    }

    /// The same, to be changed.
    pub fn focal_points_mut(&mut self) -> &mut [FocalPoint] {
        match self {
            Self::Institution(content) => &mut content.focal_points,
            _ => &mut [],
        }
    }
}
