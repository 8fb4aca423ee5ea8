//! What names persons to an officer, or looks one up, as it is written down: what was opened, never whom.

use schema::campaign::letter::Means;
use schema::directory::sound::is_id;
use schema::purpose::ConsentPurpose;
use serde::{Deserialize, Serialize};

/// What is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Names {
    /// How the person of a match is reached.
    Match {
        /// The programme.
        programme: String,
        /// The match.
        entry: String,
    },
    /// How those persons of a campaign are reached whom one means leads to.
    Letters {
        /// The campaign.
        campaign: String,
        /// The means.
        means: Means,
    },
    /// Which candidacies in a programme are those of a person, who was named to the node and stands in no log.
    Candidacies {
        /// The programme.
        programme: String,
    },
}

impl Names {
    /// How the person of a match is reached.
    pub fn of_match(programme: &str, entry: &str) -> Self {
        Self::Match { programme: id(programme), entry: id(entry) }
    }

    /// How those persons of a campaign are reached whom one means leads to.
    pub fn of_letters(campaign: &str, means: Means) -> Self {
        Self::Letters { campaign: id(campaign), means }
    }

    /// Which candidacies in a programme are a person's.
    pub fn of_candidacies(programme: &str) -> Self {
        Self::Candidacies { programme: id(programme) }
    }

    /// The purpose for which contacts are opened; nothing where none is.
    pub const fn purpose(&self) -> Option<ConsentPurpose> {
        match self {
            Self::Match { .. } => Some(ConsentPurpose::ProgrammeMatching),
            Self::Letters { .. } => Some(ConsentPurpose::Outreach),
            Self::Candidacies { .. } => None,
        }
    }
}

impl std::fmt::Display for Names {
    /// Such as `MATCH trqn n1-c0fb2a90c6a11d83e`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Match { programme, entry } => write!(f, "MATCH {programme} {entry}"),
            Self::Letters { campaign, means } => write!(f, "LETTERS {campaign} {}", means.name()),
            Self::Candidacies { programme } => write!(f, "CANDIDACIES {programme}"),
        }
    }
}

/// An id as it is written down. Whoever asks can write anything in its place; only what can be one is kept.
fn id(asked: &str) -> String {
    if is_id(asked) { asked.to_owned() } else { "not an id".to_owned() }
}
