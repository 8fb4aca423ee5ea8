//! Studies: what a figure of a survey says of the survey behind it. Who was asked, when, how, and by which questionnaire.

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use serde::{Deserialize, Serialize};

/// The most characters of a study's id.
const MOST_CHARACTERS: usize = 20;

/// A study by its id, such as `ACS`. Countries that take part in one study give it one id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StudyId(String);

/// A text that is no study's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a study is named by a capital letter and up to 19 capital letters, digits or underscores")]
pub struct NotAStudyId;

impl StudyId {
    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for StudyId {
    type Err = NotAStudyId;

    fn from_str(text: &str) -> Result<Self, NotAStudyId> {
        let sound = text.len() <= MOST_CHARACTERS
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if sound { Ok(Self(text.to_owned())) } else { Err(NotAStudyId) }
    }
}

impl TryFrom<String> for StudyId {
    type Error = NotAStudyId;

    fn try_from(text: String) -> Result<Self, NotAStudyId> {
        text.parse()
    }
}

impl From<StudyId> for String {
    fn from(id: StudyId) -> Self {
        id.0
    }
}

impl std::fmt::Display for StudyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A study's id, such as `ACS`: a capital letter, then capital letters, digits or underscores, twenty at most.
#[Scalar(name = "StudyId")]
impl ScalarType for StudyId {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// How persons were chosen.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Sampling {
    /// Each person had a known chance: errors of sampling can be reckoned.
    Probability,
    /// So many of each group were looked for.
    Quota,
    /// One person led to the next.
    Snowball,
    /// All of a register, or a sample of it.
    Registry,
}

impl Sampling {
    /// In words, for a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Probability => "a probability sample",
            Self::Quota => "a quota sample",
            Self::Snowball => "a snowball sample",
            Self::Registry => "from a register",
        }
    }
}

/// How persons were asked.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Face to face.
    FaceToFace,
    /// By telephone.
    Telephone,
    /// On the web.
    Web,
    /// On paper.
    Paper,
}

/// A weight, and where it is valid.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StudyWeight {
    /// The variable's name in the study's own data.
    pub variable: String,
    /// The part of the population for which it may be used, in words.
    pub domain: String,
}

/// One wave of a study: who was asked, when and how.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StudyWave {
    /// The study.
    pub study: StudyId,
    /// Its title.
    pub title: String,
    /// Who owns it.
    pub owner: String,
    /// How persons were chosen.
    pub sampling: Sampling,
    /// Whom the study speaks of, in words.
    pub universe: String,
    /// Where they live: codes of DESTINATION.
    pub destinations: Vec<String>,
    /// The wave's first day in the field (ISO 8601).
    pub fieldwork_from: String,
    /// Its last day.
    pub fieldwork_to: String,
    /// How persons were asked.
    pub modes: Vec<Mode>,
    /// The questionnaire's version.
    pub questionnaire: String,
    /// The languages that it was asked in (ISO 639-3).
    pub languages: Vec<String>,
    /// Its weights.
    pub weights: Vec<StudyWeight>,
    /// What changed since the wave before, so that figures before and after are not one series; null where nothing did.
    pub break_before: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_capital_letter_and_then_letters_digits_and_underscores() {
        for sound in ["A", "ACS", "DIASPORA_2024", "ABCDEFGHIJKLMNOPQRST"] {
            assert_eq!(sound.parse::<StudyId>().map(|id| id.to_string()).as_deref(), Ok(sound));
        }
        for unsound in ["", "acs", "1A", "_A", "A-B", "A B", "ABCDEFGHIJKLMNOPQRSTU", "\u{c4}"] {
            assert_eq!(unsound.parse::<StudyId>(), Err(NotAStudyId), "{unsound}");
        }
    }
}
