//! A person who may serve, as the programme knows the person. Who it is stands beside the record, by a pseudonym.

use super::coded::Coded;
use super::day::Day;
use crate::matching::code::{Field, Language, Section};
use crate::matching::need::Mode;
use crate::matching::occupation::Occupation;
use schema::concept::Dimension;
use schema::country::CountryCode;
use schema::directory::sound::Sound;
use serde::{Deserialize, Serialize};

/// A candidate.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Candidate {
    /// When the person applied.
    pub applied_on: Day,
    /// The country of residence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<CountryCode>,
    /// Sex: a code of SEX. It counts in no condition and no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// The highest education: a code of EDUCATION (ISCED 2011).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    /// Fields of education (ISCED-F 2013).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Coded<Field>>,
    /// Occupations, now and before (ISCO-08).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occupations: Vec<Coded<Occupation>>,
    /// Sectors worked in (ISIC Rev.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<Coded<Section>>,
    /// Whole years of experience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u8>,
    /// Languages (ISO 639-3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Coded<Language>>,
    /// How the person would serve.
    pub modes: Vec<Coded<Mode>>,
    /// The first day on which the person is free; nothing where any day will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last such day; nothing where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Candidate {
    pub(super) fn check(&self, sound: &mut Sound) {
        // `_U` is an answer too.
        let is_sex = |code: &String| Dimension::Sex.codelist().get(code).is_some();
        sound.expect(self.sex.as_ref().is_none_or(is_sex), "sex", "a code of SEX");
        sound.maybe_code("education", Dimension::Education, self.education.as_deref());
        for (field, found) in [
            ("fields", self.fields.len()),
            ("occupations", self.occupations.len()),
            ("sectors", self.sectors.len()),
            ("languages", self.languages.len()),
            ("modes", self.modes.len()),
        ] {
            sound.most(field, found, 20);
        }
        sound.expect(!self.modes.is_empty(), "modes", "one of PERMANENT, TEMPORARY, VIRTUAL at least");
        let in_order = self.from.zip(self.until).is_none_or(|(from, until)| from <= until);
        sound.expect(in_order, "until", "no day before the first one");
    }
}

/// Shows nothing of the person.
impl std::fmt::Debug for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Candidate")
    }
}
