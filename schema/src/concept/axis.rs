//! Axes of a table: a dimension that countries share, or an item.

use super::{Codelist, Dimension, Item, MISSING, QuestionId};
use serde::{Deserialize, Serialize};

/// What one axis of a table is. Shared dimensions come first, in the contract's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Axis {
    /// A dimension that countries share.
    Shared(Dimension),
    /// A choice of a concept, or a study's own question.
    Item(Item),
}

/// A text that names no axis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0}, expected a dimension such as SEX, a choice such as NEED:VOTING, or a study's own question such as QUESTION:VISITS"
)]
pub struct NotAnAxis(String);

impl Axis {
    /// The dimension, where countries share it.
    pub const fn shared(self) -> Option<Dimension> {
        match self {
            Self::Shared(dimension) => Some(dimension),
            Self::Item(_) => None,
        }
    }

    /// The shared concept that it speaks of: a dimension's own, and that of a choice; nothing of a study's own question.
    pub const fn concept(self) -> Option<Dimension> {
        match self {
            Self::Shared(dimension) => Some(dimension),
            Self::Item(Item::Choice(choice)) => Some(choice.dimension()),
            Self::Item(Item::Question(_)) => None,
        }
    }

    /// The study's own question, where it is one.
    pub const fn question(self) -> Option<QuestionId> {
        match self {
            Self::Item(Item::Question(id)) => Some(id),
            _ => None,
        }
    }

    /// The item, where it is one.
    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Shared(_) => None,
            Self::Item(item) => Some(item),
        }
    }

    /// The codes that the axis has everywhere; nothing of a study's own question, whose codes its document has.
    pub fn codelist(self) -> Option<&'static Codelist> {
        match self {
            Self::Shared(dimension) => Some(dimension.codelist()),
            Self::Item(item) => item.codelist(),
        }
    }

    /// A short name for people; of a study's own question its id, for what it asks the study's document says.
    pub fn label(self) -> String {
        match self {
            Self::Shared(dimension) => dimension.label().to_owned(),
            Self::Item(Item::Choice(choice)) => format!("{}: {}", choice.dimension().label(), choice.label()),
            Self::Item(Item::Question(id)) => id.as_str().to_owned(),
        }
    }

    /// What a code means, in English; nothing for one that the axis does not have, and of a study's own question only why a value
    /// is missing.
    pub fn meaning(self, code: &str) -> Option<&'static str> {
        let label = self.codelist().and_then(|list| list.get(code)).map(|code| code.label.as_str());
        label.or_else(|| MISSING.iter().find(|(missing, _)| *missing == code).map(|(_, label)| *label))
    }

    /// Whether a code names no value that one could look for: a missing one, an unknown one, or a rest. Of a study's own question
    /// only the missing ones are known.
    pub fn is_residual(self, code: &str) -> bool {
        Codelist::is_missing(code) || self.codelist().is_some_and(|list| list.is_residual(code))
    }

    /// Where a code stands among the codes of the axis; nothing for one that it does not have, and for every code of a study's own
    /// question, which the study's document has.
    pub fn rank(self, code: &str) -> Option<usize> {
        self.codelist()?.rank(code)
    }

    /// The codes that a group stands for; a code that is no group stands for itself.
    pub fn leaves(self, code: &str) -> Vec<&str> {
        match self {
            Self::Shared(dimension) => dimension.codelist().leaves(code),
            Self::Item(_) => vec![code],
        }
    }

    /// The codes of an axis in their order; a study's own question has others in each study.
    pub fn sorted(self, mut codes: Vec<String>) -> Vec<String> {
        codes.sort_by(|one, other| (self.rank(one), one).cmp(&(self.rank(other), other)));
        codes
    }
}

impl From<Dimension> for Axis {
    fn from(dimension: Dimension) -> Self {
        Self::Shared(dimension)
    }
}

impl std::fmt::Display for Axis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shared(dimension) => dimension.fmt(f),
            Self::Item(item) => item.fmt(f),
        }
    }
}

impl std::str::FromStr for Axis {
    type Err = NotAnAxis;

    fn from_str(text: &str) -> Result<Self, NotAnAxis> {
        let shared = Dimension::from_name(text).map(Self::Shared);
        shared
            .or_else(|| text.parse().ok().map(Self::Item))
            .ok_or_else(|| NotAnAxis(text.chars().filter(|c| !c.is_control()).take(40).collect()))
    }
}

impl TryFrom<String> for Axis {
    type Error = NotAnAxis;

    fn try_from(text: String) -> Result<Self, NotAnAxis> {
        text.parse()
    }
}

impl From<Axis> for String {
    fn from(axis: Axis) -> Self {
        axis.to_string()
    }
}
