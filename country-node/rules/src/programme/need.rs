//! What a host institution needs.

use super::coded::Coded;
use super::day::Day;
use crate::matching::code::{Field, Language, Section};
use crate::matching::need::{Mode, Priority};
use crate::matching::occupation::Occupation;
use schema::directory::sound::Sound;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;

/// A need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Need {
    /// The phase of the programme that it belongs to.
    pub phase: String,
    /// When the host asked.
    pub requested_on: Day,
    /// The host institution, by its name.
    pub host: String,
    /// The same by the id of its record in the directory, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Where: a first-level region (ISO 3166-2), such as `MD-CU`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Region>,
    /// The sector of the host (ISIC Rev.4).
    pub sector: Coded<Section>,
    /// The occupation (ISCO-08).
    pub occupation: Coded<Occupation>,
    /// The skill level that is asked for at least, 1 to 4 (ISCO-08).
    pub skill_level: u8,
    /// The field of education that fits (ISCED-F 2013), where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Coded<Field>>,
    /// Languages, each of which the person must have (ISO 639-3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Coded<Language>>,
    /// How the person is to serve: PERMANENT, TEMPORARY or VIRTUAL.
    pub mode: Coded<Mode>,
    /// The first day.
    pub from: Day,
    /// The last day; nothing where it is for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The least years of experience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_years: Option<u8>,
    /// How many persons are wanted.
    #[serde(default = "one")]
    pub positions: NonZeroU16,
    /// How much it matters.
    #[serde(default)]
    pub priority: Priority,
    /// What the person is to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<String>,
}

const fn one() -> NonZeroU16 {
    NonZeroU16::MIN
}

impl Need {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.line("phase", &self.phase);
        sound.line("host", &self.host);
        sound.maybe_id("institution", self.institution.as_deref());
        sound.expect((1..=4).contains(&self.skill_level), "skillLevel", "1, 2, 3 or 4");
        sound.most("languages", self.languages.len(), 10);
        sound.maybe_text("tasks", self.tasks.as_deref());
        in_time(sound, self.mode.0, self.from, self.until);
        sound.expect(self.requested_on <= self.from, "requestedOn", "no day after the first one");
    }
}

/// That a service has a last day, unless it is for good, and not before its first.
pub(super) fn in_time(sound: &mut Sound, mode: Mode, from: Day, until: Option<Day>) {
    let is_for_good = mode == Mode::Permanent;
    sound.expect(is_for_good == until.is_none(), "until", "a day, unless it is PERMANENT: then none");
    sound.expect(until.is_none_or(|until| from <= until), "until", "no day before the first one");
}

/// A first-level region of a country (ISO 3166-2). The list of them is long and changes every year: its form is checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// A text that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a first-level region (ISO 3166-2), such as MD-CU")]
pub struct NoRegion;

impl TryFrom<String> for Region {
    type Error = NoRegion;

    fn try_from(text: String) -> Result<Self, NoRegion> {
        let is_sign = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let is_one = text.split_once('-').is_some_and(|(country, region)| {
            country.len() == 2
                && country.bytes().all(|byte| byte.is_ascii_uppercase())
                && (1..=3).contains(&region.len())
                && region.bytes().all(is_sign)
        });
        if is_one { Ok(Self(text)) } else { Err(NoRegion) }
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl std::fmt::Display for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
