//! Which records are asked for.

use super::activity::ActivityForm;
use super::area::Area;
use super::body::Body;
use super::date::PartialDate;
use super::institution::InstitutionLevel;
use super::kind::EntryKind;
use super::mission::Capacity;
use super::policy::PolicyStatus;
use super::programme::ProgrammeModel;
use super::service::ServiceNature;
use super::sound::{ID, is_id};
use super::state::EntryState;
use crate::concept::Dimension;
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
    /// Of policies alone: that have come this far.
    pub policy_statuses: Option<Vec<PolicyStatus>>,
    /// Of programmes alone: after any of these models.
    pub models: Option<Vec<ProgrammeModel>>,
    /// Of programmes alone: with these words in the name of one who pays, whatever the case.
    pub donor: Option<String>,
    /// Of programmes alone: at the request of any of these member states.
    pub requested_by: Option<Vec<CountryCode>>,
    /// Of activities alone: in any of these forms.
    pub forms: Option<Vec<ActivityForm>>,
    /// Of rights and services alone: whether they can be claimed.
    pub natures: Option<Vec<ServiceNature>>,
    /// Of rights and services alone: that meet any of these needs, by codes of NEED.
    pub needs: Option<Vec<String>>,
    /// Of missions and associations alone: that lack any of these, and nothing was done about it yet.
    pub lacks: Option<Vec<Capacity>>,
    /// Of experiences alone: that cite any of these answers, by the ids of their citations.
    pub cites: Option<Vec<String>>,
    /// With these words, whatever the case, in a name or title, in any language; or in what an institution is to do, what a policy or a
    /// programme is to reach, what a service is, or what was done. All of them stand in one text.
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
        let refused = |message: String| Err(Sayable::new(Code::InvalidQuery, message));
        let conditions = self.conditions();
        let other = conditions.iter().find(|condition| condition.values.is_some() && !condition.of.contains(&kind));
        if let Some(Condition { name, of, .. }) = other {
            let of: Vec<&str> = of.iter().map(|kind| kind.name()).collect();
            return refused(format!(
                "`{name}` asks what records of {kind} do not have; it is of {} alone.",
                of.join(", ")
            ));
        }
        if conditions.iter().any(|condition| condition.values == Some(0)) {
            return Err(Sayable::new(
                Code::EmptyFilter,
                "A condition without a value lets nothing through; leave it out.",
            ));
        }
        if conditions.iter().any(|condition| condition.values.is_some_and(|values| values > MOST)) {
            return refused("A condition takes a hundred values at most.".to_owned());
        }
        for (name, words) in [("text", &self.text), ("donor", &self.donor)] {
            if words.as_ref().is_some_and(|text| text.trim().is_empty() || text.chars().count() > LONGEST) {
                return refused(format!("`{name}` is words, a hundred characters at most."));
            }
        }
        if self.ids.iter().flatten().any(|id| !is_id(id)) {
            return refused(format!("`ids` takes {ID}."));
        }
        let of_need = Dimension::Need.codelist();
        if let Some(unknown) = self.needs.iter().flatten().find(|code| of_need.get(code).is_none()) {
            let unknown: String = unknown.chars().take(LONGEST).collect();
            return Err(Sayable::new(Code::UnknownCode, format!("`needs`: {unknown:?} is no code of NEED.")));
        }
        Ok(())
    }

    /// Each condition that is no words and no time: how many values it has, where it is named, and the kinds that it is of.
    fn conditions(&self) -> [Condition; 15] {
        use EntryKind::{Activity, Association, Experience, Institution, Mission, Policy, Programme, Service};
        const ALL: &[EntryKind] = &EntryKind::ALL;
        fn of<T>(name: &'static str, values: Option<&Vec<T>>, of: &'static [EntryKind]) -> Condition {
            Condition { name, values: values.map(Vec::len), of }
        }
        [
            of("areas", self.areas.as_ref(), &[Policy, Service, Experience, Association, Activity]),
            of("levels", self.levels.as_ref(), &[Institution]),
            of("places", self.places.as_ref(), &[Experience, Programme, Association, Mission, Activity]),
            of("policyStatuses", self.policy_statuses.as_ref(), &[Policy]),
            of("models", self.models.as_ref(), &[Programme]),
            Condition { name: "donor", values: self.donor.as_ref().map(|_| 1), of: &[Programme] },
            of("requestedBy", self.requested_by.as_ref(), &[Programme]),
            of("forms", self.forms.as_ref(), &[Activity]),
            of("natures", self.natures.as_ref(), &[Service]),
            of("needs", self.needs.as_ref(), &[Service]),
            of("lacks", self.lacks.as_ref(), &[Association, Mission]),
            of("cites", self.cites.as_ref(), &[Experience]),
            Condition { name: "reviewed", values: self.reviewed.map(|_| 1), of: &[Experience] },
            of("ids", self.ids.as_ref(), ALL),
            of("states", self.states.as_ref(), ALL),
        ]
    }

    /// Whether a record fits. When it holds is not looked at here: which of its contents it has then is decided before.
    pub fn fits(&self, seen: Seen<'_>) -> bool {
        let body = seen.body;
        any(self.areas.as_ref(), body.areas().unwrap_or_default())
            && any(self.levels.as_ref(), body.level().as_slice())
            && self.places.as_ref().is_none_or(|wanted| any(Some(wanted), &body.places().unwrap_or_default()))
            && self.fits_kind(body)
            && self.reviewed.is_none_or(|wanted| wanted == seen.reviewed)
            && self.states.as_ref().map_or(seen.state == EntryState::Published, |states| states.contains(&seen.state))
            && self.ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == seen.id))
            && self.text.as_ref().is_none_or(|text| {
                body.names().iter().any(|name| has_words(&name.text, text))
                    || body.prose().any(|said| has_words(said, text))
            })
    }

    /// The conditions that are of few kinds.
    fn fits_kind(&self, body: &Body) -> bool {
        let (policy, programme) = (body.policy(), body.programme());
        let (service, activity) = (body.service(), body.activity());
        let pays = |words: &String| programme.is_some_and(|of| of.donors.iter().any(|donor| has_words(donor, words)));
        let need = service.and_then(|of| of.need.as_ref());
        let lacked = || body.capacity_needs().iter().filter(|need| need.done.is_none()).map(|need| need.capacity);
        any(self.policy_statuses.as_ref(), policy.map(|of| of.status).as_slice())
            && any(self.models.as_ref(), programme.map(|of| of.model).as_slice())
            && self.donor.as_ref().is_none_or(pays)
            && any(self.requested_by.as_ref(), programme.and_then(|of| of.requested_by).as_slice())
            && any(self.forms.as_ref(), activity.map(|of| of.form).as_slice())
            && any(self.natures.as_ref(), service.map(|of| of.nature).as_slice())
            && self.needs.as_ref().is_none_or(|wanted| need.is_some_and(|need| wanted.contains(need)))
            && self.lacks.as_ref().is_none_or(|wanted| lacked().any(|capacity| wanted.contains(&capacity)))
            && any(self.cites.as_ref(), body.citations())
    }
}

/// A condition of a filter: how many values it has where it is named, and the kinds that it is of.
struct Condition {
    name: &'static str,
    values: Option<usize>,
    of: &'static [EntryKind],
}

/// Whether one of a record's values is wanted; all are where none is named.
fn any<T: PartialEq>(wanted: Option<&Vec<T>>, of: &[T]) -> bool {
    wanted.is_none_or(|wanted| of.iter().any(|value| wanted.contains(value)))
}

/// Whether a text has all the words.
fn has_words(said: &str, words: &str) -> bool {
    let said = said.to_lowercase();
    words.split_whitespace().all(|word| said.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests;
