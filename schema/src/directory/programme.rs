//! Programmes of skills transfer (MIDA, TRQN and their kind), as they are told of. Who takes part stays at the node.

use super::date::PartialDate;
use super::name::Name;
use super::sound::Sound;
use crate::concept::Dimension;
use crate::country::CountryCode;
use crate::money::Money;
use async_graphql::{ComplexObject, Enum, InputObject, SimpleObject};
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
#[graphql(complex, input_name = "ProgrammePhaseInput")]
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
    /// How many positions hosts asked for, of needs that were taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub positions: Option<u32>,
    /// Of these, those that somebody came for, in whole tens and downwards: that is of persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<u32>,
}

/// The share of the positions that somebody came for.
#[derive(SimpleObject, Clone, Copy, Debug, PartialEq)]
pub struct FillRate {
    /// The share, from 0 to 1: the middle of what it can be.
    pub value: f64,
    /// The least that it can be.
    pub lower: f64,
    /// The most that it can be: positions filled are told in whole tens.
    pub upper: f64,
}

impl ProgrammePhase {
    /// How many of its positions were filled; nothing where one of the two is not told.
    pub fn filled_of_positions(&self) -> Option<FillRate> {
        let positions = f64::from(self.positions.filter(|positions| *positions > 0)?);
        let filled = self.filled?;
        let share = |filled: u32| (f64::from(filled) / positions).min(1.0);
        let (lower, upper) = (share(filled), share(filled.saturating_add(TENS - 1)));
        // A middle in six digits: no more of them say anything.
        let value = (f64::midpoint(lower, upper) * 1e6).round() / 1e6;
        Some(FillRate { value, lower, upper })
    }
}

#[ComplexObject]
impl ProgrammePhase {
    /// The share of the positions that somebody came for, with what it can be; null where either is not told.
    async fn fill_rate(&self) -> Option<FillRate> {
        self.filled_of_positions()
    }
}

/// In which steps counts of persons are told of without a release.
pub const TENS: u32 = 10;

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
            if let Some(filled) = phase.filled {
                let field = format!("phases.{at}.filled");
                sound.expect(filled % TENS == 0, &field, "whole tens");
                sound.expect(phase.positions.is_some_and(|of| filled <= of), &field, "no more than `positions`");
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::body::Body;
    use crate::directory::kind::EntryKind;
    use serde_json::{Value, json};

    fn programme(phase: &Value) -> Value {
        let names = json!([{ "language": "eng", "text": "Temporary return" }]);
        json!({ "names": names, "model": "TRQN", "donors": [], "phases": [phase], "sectors": [], "origins": [], "destinations": [] })
    }

    #[test]
    fn a_fill_rate_holds_whatever_the_tens_leave_open() {
        for filled in 20..=280_u32 {
            let said = filled / 10 * 10;
            let phase = json!({ "phase": "1", "from": "2025", "positions": 280, "filled": said });
            let phase: ProgrammePhase = serde_json::from_value(phase).unwrap();
            let FillRate { value, lower, upper } = phase.filled_of_positions().unwrap();
            let truth = f64::from(filled) / 280.0;
            assert!(lower <= truth && truth <= upper && lower <= value && value <= upper, "{filled}");
        }
    }

    #[test]
    fn what_is_filled_is_told_in_whole_tens_of_positions_that_are_told() {
        let faults = |phase: Value| {
            let body = Body::read(EntryKind::Programme, programme(&phase)).unwrap();
            body.faults().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        let phase = |positions: Option<u32>, filled: u32| json!({ "phase": "1", "from": "2025", "positions": positions, "filled": filled });
        assert_eq!(faults(phase(Some(280), 270)), "");
        assert!(faults(phase(Some(280), 272)).contains("whole tens"));
        for positions in [None, Some(250)] {
            assert!(faults(phase(positions, 270)).contains("no more than `positions`"));
        }
    }
}
