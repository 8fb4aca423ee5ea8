//! A person of the diaspora who may be matched, without a name or anything to write to.

use super::code::{Field, Language, Section};
use super::need::{Mode, NeedId};
use super::occupation::Occupation;
use super::skill::SkillLevel;
use chrono::NaiveDate;
use schema::country::CountryCode;
use std::collections::BTreeSet;

/// Stands for a candidate in one run of matching: a place in the caller's own list, and no pseudonym. The caller knows whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidateId(pub u32);

/// A candidate's sex. It counts in no condition and in no score; it is there for fairness to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Other.
    Other,
    /// Not known.
    Unknown,
}

impl Sex {
    /// By its code in the list; what is not told there is not known.
    pub fn of_code(code: &str) -> Self {
        match code {
            "F" => Self::Female,
            "M" => Self::Male,
            "_O" => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// A candidate.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Stands for the person; no two candidates have the same.
    pub id: CandidateId,
    /// Whether the person agreed to be matched with programmes, and that consent holds now. Of whom it does not, nothing else
    /// is looked at.
    pub may_be_matched: bool,
    /// Occupations, now and before.
    pub occupations: Vec<Occupation>,
    /// Sectors worked in.
    pub sectors: BTreeSet<Section>,
    /// Fields of education.
    pub fields: BTreeSet<Field>,
    /// The skill level that the highest education leads to ([`SkillLevel::of_education`]), where that is known.
    pub education: Option<SkillLevel>,
    /// Whole years of experience, where they are known.
    pub years: Option<u8>,
    /// Languages.
    pub languages: BTreeSet<Language>,
    /// How the person would serve.
    pub modes: BTreeSet<Mode>,
    /// The first day on which the person is free; nothing where any day will do.
    pub from: Option<NaiveDate>,
    /// The last such day; nothing where there is none.
    pub until: Option<NaiveDate>,
    /// When the person serves elsewhere in person: from a first day to a last one, or for good.
    pub busy: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Needs for which the person was decided against before, or with which it came to nothing.
    pub not_for: BTreeSet<NeedId>,
    /// Placements that the person completed before.
    pub placements: u16,
    /// Sex; for fairness alone.
    pub sex: Sex,
    /// The country of residence, where it is known; for fairness alone.
    pub destination: Option<CountryCode>,
}

impl Candidate {
    /// The skill level by education and, where that is not known, by the occupation of the highest level: ISCO-08 takes work
    /// that was done for a proof as well.
    pub fn skill_level(&self) -> Option<SkillLevel> {
        self.education.or_else(|| self.occupations.iter().map(|occupation| occupation.skill_level()).max())
    }
}

/// Shows nothing of the person: what is written of a program's state ends up in logs.
impl std::fmt::Debug for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Candidate")
    }
}
