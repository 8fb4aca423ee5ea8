//! What a study document says: `country-node/study.sample.toml` shows every field.

use super::check::check;
use crate::release::Asked;
use chrono::NaiveDate;
use schema::concept::{Dimension, QuestionId};
use schema::provenance::{ItemCode, PopulationBasis};
use schema::study::{Mode, Sampling, StudyId, StudyWave, StudyWeight};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The language that a federation's figures are told in.
pub(super) const ENGLISH: &str = "eng";

/// A study. One that was read from its file has no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// The version of this format; 1.
    pub version: u32,
    /// Its id; countries that take part in one study give it one id.
    pub id: StudyId,
    /// Its title.
    pub title: String,
    /// Who owns it.
    pub owner: String,
    /// How persons were chosen.
    pub sampling: Sampling,
    /// Whom it speaks of, in words.
    pub universe: String,
    /// Who is counted.
    pub population_basis: PopulationBasis,
    /// Where they live: codes of DESTINATION.
    pub destinations: Vec<String>,
    /// Its questionnaires.
    #[serde(rename = "instrument")]
    pub instruments: Vec<Instrument>,
    /// Questions of its own, which can be asked about by id.
    #[serde(default, rename = "question", skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// Its waves, oldest first.
    #[serde(rename = "wave")]
    pub waves: Vec<Wave>,
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its version.
    pub version: String,
    /// The languages that it was asked in (ISO 639-3).
    pub languages: Vec<String>,
}

/// A question of the study's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id; it means the same in every wave and in every country that takes part in the study.
    pub id: QuestionId,
    /// What is asked, by language (ISO 639-3).
    pub text: BTreeMap<String, String>,
    /// What is answered.
    pub codes: Vec<OwnCode>,
    /// Whether the codes are places, such as towns or districts. Said of every question of more codes than a person can look over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<bool>,
}

/// The most codes of a question that need not say whether they are places.
pub const MOST_UNSAID: usize = 10;

/// A code of a question of the study's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnCode {
    /// The code.
    pub code: String,
    /// What it means, by language (ISO 639-3).
    pub label: BTreeMap<String, String>,
}

/// A wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// The reference period that its figures speak of.
    pub period: String,
    /// Its days in the field.
    pub fieldwork: Fieldwork,
    /// How persons were asked.
    pub modes: Vec<Mode>,
    /// The version of the questionnaire that was used.
    pub instrument: String,
    /// Its weights; none where each person counts one.
    #[serde(default, rename = "weight")]
    pub weights: Vec<Weight>,
    /// What changed since the wave before, so that figures before and after are not one series.
    #[serde(default)]
    pub break_before: Option<String>,
}

/// A weight of a wave's data, with the domain where it is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Its name in the data.
    pub variable: String,
    /// For whom it may be used, in words.
    pub domain: String,
    /// The same in codes, as far as the shared dimensions know it: by dimension the codes within which it is valid. Rows outside
    /// are not loaded with it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub within: BTreeMap<Dimension, Vec<String>>,
}

impl From<&Weight> for StudyWeight {
    fn from(weight: &Weight) -> Self {
        Self { variable: weight.variable.clone(), domain: weight.domain.clone() }
    }
}

impl Weight {
    /// Whether it is valid wherever a former one was.
    pub fn covers(&self, former: &Self) -> bool {
        self.within.iter().all(|(dimension, codes)| {
            former.within.get(dimension).is_some_and(|former| former.iter().all(|code| codes.contains(code)))
        })
    }
}

/// Days in the field, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fieldwork {
    /// The first (ISO 8601).
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

/// Why a study document is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyFault {
    /// Not TOML, or a field that no study has; with the line.
    #[error("line {line}: {message}")]
    Unreadable {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// What cannot be so, each on a line of its own.
    #[error("{}", .0.join("\n"))]
    Unsound(Vec<String>),
}

impl Study {
    /// Reads and checks a document.
    pub fn from_toml(text: &str) -> Result<Self, StudyFault> {
        let study: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(before).filter(|byte| *byte == b'\n').count();
            StudyFault::Unreadable { line, message: error.message().to_owned() }
        })?;
        let faults = check(&study);
        if faults.is_empty() { Ok(study) } else { Err(StudyFault::Unsound(faults)) }
    }

    /// A question of its own.
    pub fn question(&self, id: QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// What of a question of its own does not mean any more what a former document said: its text, or a label of a code, in a
    /// language that was there. A new wave may be asked in another language, and be given more answers; what is loaded keeps its
    /// meaning.
    pub fn says_otherwise(&self, former: &Self, id: QuestionId) -> Vec<String> {
        let (Some(new), Some(old)) = (self.question(id), former.question(id)) else { return Vec::new() };
        let differs = |new: &BTreeMap<String, String>, old: &BTreeMap<String, String>| {
            old.iter().any(|(language, text)| new.get(language) != Some(text))
        };
        let mut changed = Vec::new();
        if differs(&new.text, &old.text) {
            changed.push(format!("the text of question {}", id.as_str()));
        }
        for own in &old.codes {
            let now = new.codes.iter().find(|other| other.code == own.code);
            if now.is_some_and(|now| differs(&now.label, &own.label)) {
                changed.push(format!("what code {} of question {} meant", own.code, id.as_str()));
            }
        }
        changed
    }

    /// What figures by a question of its own say of it.
    pub fn asked(&self, id: QuestionId) -> Option<Asked> {
        let question = self.question(id)?;
        let code = |own: &OwnCode| ItemCode { code: own.code.clone(), label: self.told(&own.label) };
        Some(Asked { text: self.told(&question.text), codes: question.codes.iter().map(code).collect() })
    }

    /// A text in the language that figures are told in: English where there is one, else the language that the study asked in first.
    fn told(&self, text: &BTreeMap<String, String>) -> String {
        text.get(ENGLISH).or_else(|| text.get(self.first_language()?)).cloned().unwrap_or_default()
    }

    /// The language that the study asked in first.
    pub(super) fn first_language(&self) -> Option<&str> {
        Some(self.instruments.first()?.languages.first()?)
    }

    /// The wave of a period.
    pub fn wave(&self, period: &str) -> Option<&Wave> {
        self.waves.iter().find(|wave| wave.period == period)
    }

    /// The periods of its waves, oldest first.
    pub fn periods(&self) -> Vec<&str> {
        self.waves.iter().map(|wave| wave.period.as_str()).collect()
    }

    /// Which of these periods it has no wave of.
    pub fn lacks(&self, periods: &[String]) -> Vec<String> {
        periods.iter().filter(|period| self.wave(period).is_none()).cloned().collect()
    }

    /// What of its destinations, and of a wave's weights by which records are weighted, a former document had and this one has
    /// not: records that are loaded would be told of as something else than they were held to be.
    pub fn narrows(&self, former: &Self, period: &str, weighted_by: Option<&str>) -> Vec<String> {
        let gone = former.destinations.iter().filter(|code| !self.destinations.contains(code));
        let mut narrowed: Vec<String> = gone.map(|code| format!("destination {code}")).collect();
        // A wave that is gone is told as such.
        if let (Some(now), Some(was), Some(name)) = (self.wave(period), former.wave(period), weighted_by)
            && let Some(was) = was.weight(name)
            && !now.weight(name).is_some_and(|now| now.covers(was))
        {
            narrowed.push(format!("weight {name} of wave {period}, or a part of where it is valid"));
        }
        narrowed
    }

    /// What a figure of a wave says of it.
    pub fn said(&self, wave: &Wave) -> StudyWave {
        let instrument = self.instruments.iter().find(|instrument| instrument.version == wave.instrument);
        StudyWave {
            study: self.id.clone(),
            title: self.title.clone(),
            owner: self.owner.clone(),
            sampling: self.sampling,
            universe: self.universe.clone(),
            destinations: self.destinations.clone(),
            fieldwork_from: wave.fieldwork.from.to_string(),
            fieldwork_to: wave.fieldwork.to.to_string(),
            modes: wave.modes.clone(),
            questionnaire: wave.instrument.clone(),
            languages: instrument.map(|instrument| instrument.languages.clone()).unwrap_or_default(),
            weights: wave.weights.iter().map(StudyWeight::from).collect(),
            break_before: wave.break_before.clone(),
        }
    }
}

impl Wave {
    /// A weight by its name in the data.
    pub fn weight(&self, variable: &str) -> Option<&Weight> {
        self.weights.iter().find(|weight| weight.variable == variable)
    }
}
