//! A study with its focus groups, as versioned TOML. `country-node/focus-groups.sample.toml` explains every field.

use super::group::{Group, is_line};
use super::quote;
use chrono::NaiveDate;
use schema::audience::Audience;
use schema::study::{StudyId, StudyWave};
use serde::{Deserialize, Serialize};

/// A study with its focus groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// The version of this form; 1.
    version: u32,
    /// The study's id: letters, digits and hyphens.
    pub study: String,
    /// Its title.
    pub title: String,
    /// Who made it.
    pub producer: String,
    /// Who may read in how many groups a theme came up.
    pub audience: Audience,
    /// The wave of a study that they belong to; nothing where no document describes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<WaveOf>,
    /// Its groups.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
}

/// A wave of a study, as a study's document names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaveOf {
    /// The study.
    pub study: StudyId,
    /// The wave's reference period.
    pub wave: String,
}

/// Why a study is not kept: all of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyFault {
    /// Not TOML of this form.
    #[error("the study does not read: {0}")]
    Unreadable(String),
    /// What stands in it cannot be kept.
    #[error("{} faults\n  {}", .0.len(), .0.join("\n  "))]
    Faults(Vec<String>),
}

/// The longest id, and the longest title and producer, in characters.
const LONGEST_ID: usize = 40;
const LONGEST_TITLE: usize = 300;
/// The most groups of a study.
const MOST_GROUPS: usize = 1000;

impl Study {
    /// Reads and checks a file on a day: no approval is of a later one.
    pub fn from_toml(text: &str, today: NaiveDate) -> Result<Self, StudyFault> {
        let study: Self = toml::from_str(text).map_err(|fault| StudyFault::Unreadable(fault.to_string()))?;
        let faults = study.faults(today);
        if faults.is_empty() { Ok(study) } else { Err(StudyFault::Faults(faults)) }
    }

    /// What contradicts the document's words on the wave that the groups belong to, as `from_toml` tells faults: groups in
    /// other countries, on other days or in other languages. And words of the document that quote somebody: they are told beside
    /// the groups' themes.
    pub fn misfits(&self, wave: &StudyWave) -> Vec<String> {
        let days = wave.fieldwork_from.as_str()..=wave.fieldwork_to.as_str();
        let days_in_words = format!("{} to {}", wave.fieldwork_from, wave.fieldwork_to);
        let mut faults = quotes(wave);
        for (number, group) in self.groups.iter().enumerate() {
            let mut expect = |holds: bool, field: &str, found: &str, expected: &str| {
                if !holds {
                    let of = &wave.study;
                    let number = number + 1;
                    faults.push(format!("group {number}, {field}: `{found}`; expected what {of} says: {expected}"));
                }
            };
            let country = group.country.as_str();
            let (destinations, languages) = (wave.destinations.join(", "), wave.languages.join(", "));
            expect(wave.destinations.iter().any(|code| code == country), "country", country, &destinations);
            expect(days.contains(&group.date.as_str()), "date", &group.date, &days_in_words);
            expect(wave.languages.contains(&group.language), "language", &group.language, &languages);
        }
        faults
    }

    fn faults(&self, today: NaiveDate) -> Vec<String> {
        let mut faults = Vec::new();
        if self.version != 1 {
            faults.push(format!("version: `{}`; expected 1", self.version));
        }
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if self.study.is_empty() || self.study.len() > LONGEST_ID || !self.study.chars().all(is_id) {
            faults.push(format!("study: expected letters, digits and hyphens, {LONGEST_ID} at most"));
        }
        for (field, text) in [("title", &self.title), ("producer", &self.producer)] {
            if text.trim().is_empty() || text.chars().count() > LONGEST_TITLE || !is_line(text) {
                faults.push(format!("{field}: expected one line of {LONGEST_TITLE} characters at most"));
            }
            // Both are told to others, who may know the one that is quoted.
            if let Some(quote) = quote::find(text) {
                faults.push(format!("{field}: {quote}"));
            }
        }
        if self.groups.is_empty() || self.groups.len() > MOST_GROUPS {
            faults.push(format!("group: expected one [[group]] at least, and {MOST_GROUPS} at most"));
        }
        for (number, group) in self.groups.iter().enumerate() {
            faults.extend(group.faults(today).into_iter().map(|fault| format!("group {}, {fault}", number + 1)));
        }
        faults
    }
}

/// The quotes in what a study's document says of a wave, each with the field that has it.
pub fn quotes(wave: &StudyWave) -> Vec<String> {
    let weights = wave.weights.iter().flat_map(|weight| [("weight", &weight.variable), ("weight", &weight.domain)]);
    let texts = [("title", &wave.title), ("owner", &wave.owner), ("universe", &wave.universe)].into_iter();
    let texts = texts.chain([("questionnaire", &wave.questionnaire)]).chain(weights);
    let texts = texts.chain(wave.break_before.iter().map(|text| ("break", text)));
    let faults = texts.filter_map(|(field, text)| Some(format!("of {}, {field}: {}", wave.study, quote::find(text)?)));
    faults.collect()
}
