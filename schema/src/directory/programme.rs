//! Programmes of skills transfer (MIDA, TRQN and their kind), as they are told of. Who takes part stays at the node.

use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::concept::Dimension;
use crate::country::CountryCode;
use crate::money::Money;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// After which model a programme works.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProgrammeModel {
    /// Migration for Development in Africa.
    Mida,
    /// Temporary Return of Qualified Nationals.
    Trqn,
    /// Return of Qualified Nationals, for good.
    Rqn,
    /// Transfer of Knowledge through Expatriate Nationals.
    Tokten,
    /// Another.
    Other,
}

/// A part of a programme with its own time and money.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "ProgrammePhaseInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgrammePhase {
    /// Its number or name, such as `2`.
    pub phase: String,
    /// Its first day, as exactly as that is known.
    pub from: PartialDate,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// Its budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Money>,
    /// How many placements are planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_placements: Option<u32>,
}

/// A programme of skills transfer.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(name = "ProgrammeContent", input_name = "ProgrammeInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    /// Its names by language.
    pub names: Vec<Name>,
    /// After which model it works.
    pub model: ProgrammeModel,
    /// Who pays for it, such as the IOM Development Fund.
    pub donors: Vec<String>,
    /// At whose request, where it is at a member state's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<CountryCode>,
    /// Its phases, in their order.
    pub phases: Vec<ProgrammePhase>,
    /// In which sectors: codes of SECTOR (ISIC Rev.4).
    pub sectors: Vec<String>,
    /// To which countries its experts go.
    pub origins: Vec<CountryCode>,
    /// In which countries they live.
    pub destinations: Vec<CountryCode>,
    /// What it is to reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[graphql(default)]
    pub objectives: Vec<String>,
    /// Who runs it, by the id of the institution's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

impl Programme {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.names("names", &self.names);
        sound.texts("donors", &self.donors);
        sound.expect(!self.phases.is_empty(), "phases", "one phase at least");
        sound.most("phases", self.phases.len(), 50);
        for (at, phase) in self.phases.iter().enumerate() {
            sound.line(&format!("phases.{at}.phase"), &phase.phase);
            let is_first = self.phases.iter().position(|other| other.phase == phase.phase) == Some(at);
            sound.expect(is_first, &format!("phases.{at}.phase"), "each phase once");
            let (from, until) = (format!("phases.{at}.from"), format!("phases.{at}.until"));
            sound.in_order((&from, Some(phase.from)), (&until, phase.until));
            if let Some(budget) = &phase.budget {
                sound.money(&format!("phases.{at}.budget"), budget);
            }
        }
        for (at, sector) in self.sectors.iter().enumerate() {
            sound.maybe_code(&format!("sectors.{at}"), Dimension::Sector, Some(sector));
        }
        sound.most("sectors", self.sectors.len(), 30);
        sound.most("origins", self.origins.len(), 250);
        sound.most("destinations", self.destinations.len(), 250);
        sound.texts("objectives", &self.objectives);
        sound.maybe_id("institution", self.institution.as_deref());
        sound.maybe_address("website", self.website.as_deref());
    }
}
