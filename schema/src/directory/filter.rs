//! Which records are asked for.

use super::area::Area;
use super::body::Body;
use super::date::PartialDate;
use super::institution::InstitutionLevel;
use super::kind::EntryKind;
use super::sound::{ID, is_id};
use super::state::EntryState;
use crate::country::CountryCode;
use crate::error::{Code, Sayable};
use async_graphql::InputObject;
use serde::{Deserialize, Serialize};

/// Which records are asked for: those that fit everything that is named.
#[derive(InputObject, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DirectoryFilter {
    /// As it was on a day, in a month or a year, such as `2010`: records that held at any time of it, with what they said then. Left
    /// out: as it is today.
    pub on: Option<PartialDate>,
    /// About any of these areas; not of institutions, programmes and missions.
    pub areas: Option<Vec<Area>>,
    /// On any of these levels; of institutions alone.
    pub levels: Option<Vec<InstitutionLevel>>,
    /// Of any of these countries abroad; not of institutions, policies and services.
    pub places: Option<Vec<CountryCode>>,
    /// With these words in a name or title, in any language, whatever the case.
    pub text: Option<String>,
    /// Reviewed by one inside and two outside, or not; of experiences alone.
    pub reviewed: Option<bool>,
    /// By their ids.
    pub ids: Option<Vec<String>>,
    /// In any of these states; left out: published. Drafts and what is withdrawn are told to officers of their own country alone,
    /// what is in review to its reviewers too.
    pub states: Option<Vec<EntryState>>,
}

/// The most values of one condition.
const MOST: usize = 100;
/// The longest text that is looked for.
const LONGEST: usize = 100;

/// A record as a filter sees it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its content.
    pub body: &'a Body,
    /// Whether it is reviewed.
    pub reviewed: bool,
    /// Where it stands.
    pub state: EntryState,
}

impl DirectoryFilter {
    /// Whether it can be asked of a kind.
    pub fn check(&self, kind: EntryKind) -> Result<(), Sayable> {
        use EntryKind::{Experience, Institution, Mission, Policy, Programme, Service};
        let refused = |message: &str| Err(Sayable::new(Code::InvalidQuery, message));
        if self.areas.is_some() && matches!(kind, Institution | Programme | Mission) {
            return refused("`areas` asks what institutions, programmes and missions do not have.");
        }
        if self.levels.is_some() && kind != Institution {
            return refused("`levels` asks what institutions alone have.");
        }
        if self.places.is_some() && matches!(kind, Institution | Policy | Service) {
            return refused("`places` asks what institutions, policies and services do not have.");
        }
        if self.reviewed.is_some() && kind != Experience {
            return refused("`reviewed` asks what experiences alone have.");
        }
        let lists = [
            self.areas.as_ref().map(Vec::len),
            self.levels.as_ref().map(Vec::len),
            self.places.as_ref().map(Vec::len),
            self.ids.as_ref().map(Vec::len),
            self.states.as_ref().map(Vec::len),
        ];
        if lists.contains(&Some(0)) {
            return Err(Sayable::new(
                Code::EmptyFilter,
                "A condition without a value lets nothing through; leave it out.",
            ));
        }
        if lists.into_iter().flatten().any(|values| values > MOST) {
            return refused("A condition takes a hundred values at most.");
        }
        if self.text.as_ref().is_some_and(|text| text.trim().is_empty() || text.chars().count() > LONGEST) {
            return refused("`text` is words, a hundred characters at most.");
        }
        if self.ids.iter().flatten().any(|id| !is_id(id)) {
            return Err(Sayable::new(Code::InvalidQuery, format!("`ids` takes {ID}.")));
        }
        Ok(())
    }

    /// Whether a record fits. When it holds is not looked at here: which of its contents it has then is decided before.
    pub fn fits(&self, seen: Seen<'_>) -> bool {
        let any = |values: &Option<Vec<Area>>, of: Option<&[Area]>| {
            values.as_ref().is_none_or(|values| of.unwrap_or_default().iter().any(|area| values.contains(area)))
        };
        let places = || seen.body.places().unwrap_or_default();
        any(&self.areas, seen.body.areas())
            && self.levels.as_ref().is_none_or(|levels| seen.body.level().is_some_and(|level| levels.contains(&level)))
            && self.places.as_ref().is_none_or(|wanted| places().iter().any(|place| wanted.contains(place)))
            && self.reviewed.is_none_or(|wanted| wanted == seen.reviewed)
            && self.states.as_ref().map_or(seen.state == EntryState::Published, |states| states.contains(&seen.state))
            && self.ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == seen.id))
            && self.text.as_ref().is_none_or(|text| names_have(seen.body, text))
    }
}

/// Whether one of a record's names has all the words.
fn names_have(body: &Body, text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    body.names().iter().any(|name| {
        let name = name.text.to_lowercase();
        words.iter().all(|word| name.contains(word))
    })
}
