//! How well an eligible candidate fits a need: points from 0 to 1000, each part with its reason.
//!
//! Points are for what is known to fit. What a need does not ask for, and what is not known of a candidate, gives none.

use super::candidate::Candidate;
use super::need::Need;
use super::occupation::Shared;
use super::weights::{ENOUGH_LANGUAGES, ENOUGH_PLACEMENTS, ENOUGH_YEARS, Weights};

/// What points are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The narrowest group of ISCO-08 that an occupation of the person shares with the one that is asked for.
    Occupation(Shared),
    /// Whether the person has worked in the sector.
    Sector(bool),
    /// Whether the person was educated in the field; nothing where none is asked for.
    Field(Option<bool>),
    /// Years of experience over the least that is asked.
    Experience(u16),
    /// Languages beyond those that are asked for.
    Languages(u16),
    /// Placements completed before.
    Placements(u16),
}

/// A part of a score.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What it is for.
    pub ground: Ground,
    /// How many points it gives.
    pub points: u16,
    /// How many it can give.
    pub most: u16,
}

/// How well a candidate fits a need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Score {
    reasons: [Reason; 6],
}

impl Score {
    /// How well a candidate fits a need. It says nothing of the hard conditions.
    pub fn of(need: &Need, candidate: &Candidate, weights: &Weights) -> Self {
        let table = weights.table();
        let groups = candidate.occupations.iter().map(|occupation| occupation.shared(need.occupation));
        let shared = groups.min().unwrap_or(Shared::Nothing);
        let occupation = match shared {
            Shared::UnitGroup => table.unit_group,
            Shared::MinorGroup => table.minor_group,
            Shared::SubMajorGroup => table.sub_major_group,
            Shared::MajorGroup => table.major_group,
            Shared::Nothing => 0,
        };
        let sector = candidate.sectors.contains(&need.sector);
        let field = need.field.map(|field| candidate.fields.contains(&field));
        let over = candidate.years.unwrap_or(0).saturating_sub(need.least_years.unwrap_or(0)).into();
        let further = candidate.languages.iter().filter(|language| !need.languages.contains(language)).count();
        let further = u16::try_from(further).unwrap_or(u16::MAX);
        let before = candidate.placements;
        let reason = |ground, points, most| Reason { ground, points, most };
        let whole = |holds: bool, most| if holds { most } else { 0 };
        let rising = |ground, have, enough, most| Reason { ground, points: risen(have, enough, most), most };
        Self {
            reasons: [
                reason(Ground::Occupation(shared), occupation, table.unit_group),
                reason(Ground::Sector(sector), whole(sector, table.sector), table.sector),
                reason(Ground::Field(field), whole(field == Some(true), table.field), table.field),
                rising(Ground::Experience(over), over, ENOUGH_YEARS, table.experience),
                rising(Ground::Languages(further), further, ENOUGH_LANGUAGES, table.languages),
                rising(Ground::Placements(before), before, ENOUGH_PLACEMENTS, table.placements),
            ],
        }
    }

    /// All points, from 0 to [`MOST`](super::weights::MOST).
    pub fn points(&self) -> u16 {
        self.reasons.iter().map(|reason| reason.points).sum()
    }

    /// The parts, in the order of the table of weights.
    pub const fn reasons(&self) -> &[Reason; 6] {
        &self.reasons
    }
}

/// Points that rise the less the more there already is, up to all of them where there is enough: of the first of three five
/// ninths, of two eight.
fn risen(have: u16, enough: u16, most: u16) -> u16 {
    let (have, enough, most) = (u64::from(have), u64::from(enough), u64::from(most));
    let (lacking, all) = (enough.saturating_sub(have), enough * enough);
    u16::try_from(most * (all - lacking * lacking) / all.max(1)).unwrap_or(u16::MAX)
}

/// As an officer reads it, such as `occupation: the same minor group (300 of 400)`.
impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.ground {
            Ground::Occupation(shared) => write!(f, "occupation: {}", shared.label())?,
            Ground::Sector(true) => f.write_str("sector: has worked in it")?,
            Ground::Sector(false) => f.write_str("sector: has not worked in it")?,
            Ground::Field(Some(true)) => f.write_str("field of education: the one that is asked for")?,
            Ground::Field(Some(false)) => f.write_str("field of education: another one")?,
            Ground::Field(None) => f.write_str("field of education: none is asked for")?,
            Ground::Experience(years) => write!(f, "experience: {years} years over the least")?,
            Ground::Languages(further) => write!(f, "languages: {further} beyond those that are asked for")?,
            Ground::Placements(before) => write!(f, "placements: {before} completed before")?,
        }
        write!(f, " ({} of {})", self.points, self.most)
    }
}

/// Shows nothing of the person but the points.
impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({} of {})", self.points, self.most)
    }
}

/// Shows nothing of the person but the points.
impl std::fmt::Debug for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Score({})", self.points())
    }
}
