//! What a host institution needs, as matching sees it.

use super::code::{Field, Language, Section};
use super::occupation::Occupation;
use super::skill::SkillLevel;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::num::NonZeroU16;

/// A need's number at its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NeedId(pub u32);

/// How a person serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// By returning for good.
    Permanent,
    /// By coming for a time.
    Temporary,
    /// From abroad.
    Virtual,
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Permanent, Self::Temporary, Self::Virtual];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Permanent => "PERMANENT",
            Self::Temporary => "TEMPORARY",
            Self::Virtual => "VIRTUAL",
        }
    }
}

/// A name of no mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected PERMANENT, TEMPORARY or VIRTUAL")]
pub struct NoMode;

impl std::str::FromStr for Mode {
    type Err = NoMode;

    fn from_str(name: &str) -> Result<Self, NoMode> {
        Self::ALL.into_iter().find(|mode| mode.name() == name).ok_or(NoMode)
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Priority {
    /// First of all.
    High,
    /// As most.
    #[default]
    Normal,
    /// Once there is time.
    Low,
}

/// What a host institution needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its number; no two needs have the same.
    pub id: NeedId,
    /// The occupation that is asked for.
    pub occupation: Occupation,
    /// The skill level that is asked for at least.
    pub skill_level: SkillLevel,
    /// The sector of the host institution.
    pub sector: Section,
    /// The field of education that fits, where it matters.
    pub field: Option<Field>,
    /// Languages, each of which the person must have.
    pub languages: BTreeSet<Language>,
    /// How the person is to serve.
    pub mode: Mode,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, not before the first; nothing where it is for good.
    pub until: Option<NaiveDate>,
    /// The least years of experience that will do, where the host names any.
    pub least_years: Option<u8>,
    /// How many persons are wanted.
    pub positions: NonZeroU16,
    /// How much it matters: before whom it has its candidates.
    pub priority: Priority,
}

impl Need {
    /// The last day of one whose days are over. Nobody can serve it any more, and it is matched all the same: the work of a year may be
    /// written down after it.
    pub fn over(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.until.filter(|until| *until < today)
    }
}
