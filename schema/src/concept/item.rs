//! Items: yes-or-no choices of a concept that takes several, and questions that are a study's own.

use super::{Codelist, Dimension};
use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use serde::{Deserialize, Serialize};

/// The most characters of a question's id.
const MOST_CHARACTERS: usize = 24;

/// What a study's own question is called beside choices of concepts.
const OWN: &str = "QUESTION";

/// A study's own question by its id, such as `VISITS`. It means what the study's document says, in every country that takes part
/// in the study.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuestionId {
    // Unused bytes are zero, so ids compare as their texts do.
    bytes: [u8; MOST_CHARACTERS],
}

/// One item of a questionnaire that a table can be broken down by, beside the dimensions that countries share.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Item {
    /// One choice of a concept that a person may choose several of: whether it was chosen.
    Choice(Choice),
    /// A question of a study's own.
    Question(QuestionId),
}

/// One code of a concept that a person may choose several of, such as `NEED:VOTING`. Its own codes are `YES` and `NO`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choice {
    dimension: Dimension,
    /// The code's place in its codelist.
    rank: u16,
}

/// A text that names no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "an item is a choice such as NEED:VOTING, with a code of its dimension, or a study's own question such as \
     QUESTION:VISITS, with a capital letter and up to 23 capital letters, digits or underscores"
)]
pub struct NotAnItem;

impl QuestionId {
    /// The id.
    pub fn as_str(&self) -> &str {
        let text = self.bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

impl std::str::FromStr for QuestionId {
    type Err = NotAnItem;

    fn from_str(text: &str) -> Result<Self, NotAnItem> {
        let sound = text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let mut bytes = [0; MOST_CHARACTERS];
        match bytes.get_mut(..text.len()).filter(|_| sound) {
            Some(place) => place.copy_from_slice(text.as_bytes()),
            None => return Err(NotAnItem),
        }
        Ok(Self { bytes })
    }
}

impl TryFrom<String> for QuestionId {
    type Error = NotAnItem;

    fn try_from(text: String) -> Result<Self, NotAnItem> {
        text.parse()
    }
}

impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.as_str().to_owned()
    }
}

impl std::fmt::Debug for QuestionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Choice {
    /// A code of a dimension; nothing where its codelist does not have it, or has it for a missing value.
    pub fn of(dimension: Dimension, code: &str) -> Option<Self> {
        let rank = dimension.codelist().rank(code).filter(|_| !Codelist::is_missing(code))?;
        Some(Self { dimension, rank: u16::try_from(rank).ok()? })
    }

    /// The concept.
    pub const fn dimension(self) -> Dimension {
        self.dimension
    }

    /// The code that was chosen, or not.
    pub fn code(self) -> &'static str {
        self.row().map_or("", |(code, _)| code)
    }

    /// What the code means, in English.
    pub fn label(self) -> &'static str {
        self.row().map_or("", |(_, label)| label)
    }

    fn row(self) -> Option<(&'static str, &'static str)> {
        let code = self.dimension.codelist().codes().get(usize::from(self.rank))?;
        Some((&code.code, &code.label))
    }
}

impl Ord for Choice {
    /// By their texts: the order of a stored table's axes must not change where a codelist's does.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.dimension, self.code()).cmp(&(other.dimension, other.code()))
    }
}

impl PartialOrd for Choice {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Item {
    /// The codes of a choice; nothing of a study's own question, whose codes its document has.
    pub fn codelist(&self) -> Option<&'static Codelist> {
        matches!(self, Self::Choice(_)).then(Codelist::of_choices)
    }
}

impl std::str::FromStr for Item {
    type Err = NotAnItem;

    fn from_str(text: &str) -> Result<Self, NotAnItem> {
        match text.split_once(':').ok_or(NotAnItem)? {
            (OWN, id) => id.parse().map(Self::Question),
            (dimension, code) => {
                let choice = Dimension::from_name(dimension).and_then(|dimension| Choice::of(dimension, code));
                choice.map(Self::Choice).ok_or(NotAnItem)
            }
        }
    }
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Choice(choice) => write!(f, "{}:{}", choice.dimension, choice.code()),
            Self::Question(id) => write!(f, "{OWN}:{}", id.as_str()),
        }
    }
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Item {
    type Error = NotAnItem;

    fn try_from(text: String) -> Result<Self, NotAnItem> {
        text.parse()
    }
}

impl From<Item> for String {
    fn from(item: Item) -> Self {
        item.to_string()
    }
}

/// What a table can be broken down by beside dimensions: `NEED:VOTING`, one choice of a concept that a person may choose several of,
/// with the codes `YES` and `NO`; or `QUESTION:VISITS`, a question of the study's own, with the codes that its document gives.
#[Scalar(name = "Item")]
impl ScalarType for Item {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_as_it_is_written() {
        for sound in ["NEED:VOTING", "OFFER:TEACHING", "QUESTION:V", "QUESTION:ABCDEFGHIJKLMNOPQRSTUV_8"] {
            let item: Item = sound.parse().unwrap();
            assert_eq!(item.to_string(), sound);
            assert_eq!(serde_json::to_value(item).unwrap(), sound);
        }
        for unsound in [
            "NEED",
            "NEED:",
            "NEED:_N",
            "NEED:GOLD",
            "VISITS",
            "QUESTION:",
            "QUESTION:visits",
            "QUESTION:1A",
            "QUESTION:A-B",
            "QUESTION:ABCDEFGHIJKLMNOPQRSTUVWXY",
            "QUESTION:\u{c4}",
            "need:VOTING",
            ":",
            "",
        ] {
            assert_eq!(unsound.parse::<Item>(), Err(NotAnItem), "{unsound}");
        }
    }

    #[test]
    fn a_choice_is_of_a_concept_and_was_made_or_not() {
        let Item::Choice(choice) = "NEED:VOTING".parse().unwrap() else { panic!("it is a choice") };
        assert_eq!((choice.dimension(), choice.code(), choice.label()), (Dimension::Need, "VOTING", "Voting"));
        let codes: Vec<&str> = Codelist::of_choices().codes().iter().map(|code| code.code.as_str()).collect();
        assert_eq!(codes, ["YES", "NO", "_Z", "_W", "_N", "_R", "_K"]);
        assert!("QUESTION:VISITS".parse::<Item>().unwrap().codelist().is_none());
    }
}
