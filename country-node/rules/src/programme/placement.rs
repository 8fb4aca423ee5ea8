//! A candidate's service at a host institution.

use super::coded::Coded;
use super::day::Day;
use super::need::{Region, in_time};
use crate::matching::need::Mode;
use schema::directory::sound::Sound;
use schema::programme::state::State;
use serde::{Deserialize, Serialize};

/// A placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Placement {
    /// The match that it comes of, by its id.
    #[serde(rename = "match")]
    pub of: String,
    /// How the person serves: PERMANENT, TEMPORARY or VIRTUAL.
    pub mode: Coded<Mode>,
    /// The first day.
    pub from: Day,
    /// The last day, as it is planned or as it came; nothing where it is for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Days of service, where they are not all days from the first to the last: a virtual one has some a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Where: a first-level region (ISO 3166-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Region>,
}

impl Placement {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.maybe_id("match", Some(&self.of));
        in_time(sound, self.mode.0, self.from, self.until);
        let fits = self.days.is_none_or(|days| self.calendar_days().is_some_and(|most| days <= most));
        sound.expect(fits, "days", "no more days than there are from the first to the last, and none of one for good");
    }

    /// Whether whoever serves so cannot serve in person elsewhere on the same days, up to the last day as it came. Of one for good that was
    /// broken off nobody knows the last day, and from afar one may serve beside another service.
    pub fn keeps_from_others(&self, state: State) -> bool {
        let is_known = state != State::BrokenOff || self.until.is_some();
        self.mode.0 != Mode::Virtual && !state.is_void() && is_known
    }

    /// All days from the first to the last; nothing where it is for good.
    pub fn calendar_days(&self) -> Option<u32> {
        let days = (self.until?.0 - self.from.0).num_days();
        u32::try_from(days + 1).ok()
    }

    /// Days of service; nothing where it is for good.
    pub fn days(&self) -> Option<u32> {
        let all = self.calendar_days()?;
        Some(self.days.unwrap_or(all))
    }
}
