//! Whom a published record is shown to.

use crate::country::CountryCode;
use crate::member::MemberCode;
use async_graphql::{Enum, InputObject};
use serde::{Deserialize, Serialize};

/// Whom a published record is shown to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// To everyone: who reads it may pass it on, but for the persons whom one turns to, who agreed to be told of to the reader.
    Public,
    /// To every member of the federation.
    Members,
    /// To the members that it names, and to its own country.
    Named,
}

/// Whom a record is shown to, and who reviews it.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Serialize)]
#[graphql(name = "EntryShownInput")]
pub struct Shown {
    /// Whom it is shown to once it is published.
    pub visibility: Visibility,
    /// The members that it is shown to where it is shown to named ones.
    #[graphql(default)]
    pub named: Vec<MemberCode>,
    /// The members whose officers review it.
    #[graphql(default)]
    pub reviewers: Vec<MemberCode>,
}

impl Visibility {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::Members => "MEMBERS",
            Self::Named => "NAMED",
        }
    }

    /// Whether a member sees a country's published record that has this visibility and names these members.
    pub fn shows_to(self, member: MemberCode, country: CountryCode, named: &[MemberCode]) -> bool {
        member == country || self != Self::Named || named.contains(&member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_record_is_shown_to_its_country_and_to_those_it_names() {
        let (gha, named) = ("GHA".parse().unwrap(), ["COL".parse().unwrap()]);
        let shows = |visibility: Visibility, member: &str| visibility.shows_to(member.parse().unwrap(), gha, &named);
        for (visibility, seen_by) in [
            (Visibility::Public, [true, true, true, true]),
            (Visibility::Members, [true, true, true, true]),
            (Visibility::Named, [true, true, false, false]),
        ] {
            assert_eq!(["GHA", "COL", "PHL", "IOM"].map(|member| shows(visibility, member)), seen_by, "{visibility:?}");
            assert_eq!(serde_json::to_value(visibility).unwrap(), visibility.name());
        }
    }
}
