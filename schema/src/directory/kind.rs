//! Kinds of institutional records.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// What a record of the directory is about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntryKind {
    /// Who in a country deals with its diaspora.
    Institution,
    /// What a government has decided about its diaspora.
    Policy,
    /// A right or a service that members of the diaspora have.
    Service,
    /// What was done and what came of it: a comparative example.
    Experience,
    /// A programme of skills transfer, and its phases.
    Programme,
    /// An association of the diaspora.
    Association,
    /// An embassy, a consulate or another mission abroad.
    Mission,
    /// An activity of outreach.
    Activity,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Institution,
        Self::Policy,
        Self::Service,
        Self::Experience,
        Self::Programme,
        Self::Association,
        Self::Mission,
        Self::Activity,
    ];

    /// The name on the wire, in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Institution => "INSTITUTION",
            Self::Policy => "POLICY",
            Self::Service => "SERVICE",
            Self::Experience => "EXPERIENCE",
            Self::Programme => "PROGRAMME",
            Self::Association => "ASSOCIATION",
            Self::Mission => "MISSION",
            Self::Activity => "ACTIVITY",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether its records are reviewed by one inside and two outside.
    pub const fn is_reviewed(self) -> bool {
        matches!(self, Self::Experience)
    }

    /// Whether its records say whom one turns to.
    pub const fn has_focal_points(self) -> bool {
        matches!(self, Self::Institution)
    }
}

impl std::str::FromStr for EntryKind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, NotAKind> {
        Self::named(text).ok_or(NotAKind)
    }
}

impl std::fmt::Display for EntryKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that names no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one of INSTITUTION, POLICY, SERVICE, EXPERIENCE, PROGRAMME, ASSOCIATION, MISSION, ACTIVITY")]
pub struct NotAKind;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_read_by_its_name_and_no_other_text_is_one() {
        for kind in EntryKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert!(NotAKind.to_string().contains(kind.name()));
        }
        assert_eq!("institution".parse::<EntryKind>(), Err(NotAKind));
    }
}
