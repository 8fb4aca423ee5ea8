//! What a study document says: `country-node/study.sample.toml` shows every field.

use super::check::check;
use crate::release::Asked;
use chrono::NaiveDate;
use schema::concept::QuestionId;
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
}

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
    pub weights: Vec<StudyWeight>,
    /// What changed since the wave before, so that figures before and after are not one series.
    #[serde(default)]
    pub break_before: Option<String>,
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
            weights: wave.weights.clone(),
            break_before: wave.break_before.clone(),
        }
    }
}
