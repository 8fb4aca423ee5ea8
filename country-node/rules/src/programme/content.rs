//! What a record says, by its kind.

use super::candidate::Candidate;
use super::compensation::Compensation;
use super::indicator::Indicator;
use super::matched::Match;
use super::need::Need;
use super::observation::Observation;
use super::placement::Placement;
use super::reintegration::Reintegration;
use schema::directory::sound::{Fault, Sound, read_each};
use schema::programme::kind::Kind;
use serde_json::Value;

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A need.
    Need(Need),
    /// A candidate.
    Candidate(Candidate),
    /// A match.
    Match(Match),
    /// A placement.
    Placement(Placement),
    /// A compensation.
    Compensation(Compensation),
    /// A help to reintegrate.
    Reintegration(Reintegration),
    /// An indicator.
    Indicator(Indicator),
    /// A value of one.
    Observation(Observation),
}

impl Content {
    /// Reads what a record of a kind says, or says the first field that has not its form.
    pub fn read(kind: Kind, content: Value) -> Result<Self, Fault> {
        Self::read_each(kind, content).map_err(|faults| {
            let first = faults.into_iter().next().map(|(fault, _)| fault);
            first.unwrap_or_else(|| Fault { field: String::new(), expected: "what a record says".to_owned() })
        })
    }

    /// The same, or every field that has not its form, each with what stands there.
    pub fn read_each(kind: Kind, content: Value) -> Result<Self, Vec<(Fault, Value)>> {
        Ok(match kind {
            Kind::Need => Self::Need(read_each(content)?),
            Kind::Candidate => Self::Candidate(read_each(content)?),
            Kind::Match => Self::Match(read_each(content)?),
            Kind::Placement => Self::Placement(read_each(content)?),
            Kind::Compensation => Self::Compensation(read_each(content)?),
            Kind::Reintegration => Self::Reintegration(read_each(content)?),
            Kind::Indicator => Self::Indicator(read_each(content)?),
            Kind::Observation => Self::Observation(read_each(content)?),
        })
    }

    /// As it is stored and written.
    pub fn value(&self) -> Value {
        let value = match self {
            Self::Need(content) => serde_json::to_value(content),
            Self::Candidate(content) => serde_json::to_value(content),
            Self::Match(content) => serde_json::to_value(content),
            Self::Placement(content) => serde_json::to_value(content),
            Self::Compensation(content) => serde_json::to_value(content),
            Self::Reintegration(content) => serde_json::to_value(content),
            Self::Indicator(content) => serde_json::to_value(content),
            Self::Observation(content) => serde_json::to_value(content),
        };
        // Texts, numbers and lists of them have a JSON form, always.
        value.unwrap_or_default()
    }

    /// The need that it is, where it is one.
    pub const fn need(&self) -> Option<&Need> {
        if let Self::Need(need) = self { Some(need) } else { None }
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Need(_) => Kind::Need,
            Self::Candidate(_) => Kind::Candidate,
            Self::Match(_) => Kind::Match,
            Self::Placement(_) => Kind::Placement,
            Self::Compensation(_) => Kind::Compensation,
            Self::Reintegration(_) => Kind::Reintegration,
            Self::Indicator(_) => Kind::Indicator,
            Self::Observation(_) => Kind::Observation,
        }
    }

    /// All that is wrong with it by itself.
    pub fn faults(&self) -> Vec<Fault> {
        let mut sound = Sound::default();
        match self {
            Self::Need(content) => content.check(&mut sound),
            Self::Candidate(content) => content.check(&mut sound),
            Self::Match(content) => content.check(&mut sound),
            Self::Placement(content) => content.check(&mut sound),
            Self::Compensation(content) => content.check(&mut sound),
            Self::Reintegration(content) => content.check(&mut sound),
            Self::Indicator(content) => content.check(&mut sound),
            Self::Observation(content) => content.check(&mut sound),
        }
        sound.faults()
    }

    /// The records that it leans on, each with its field.
    pub fn leans_on(&self) -> Vec<(&'static str, Kind, &str)> {
        match self {
            Self::Need(_) | Self::Candidate(_) | Self::Indicator(_) => Vec::new(),
            Self::Match(of) => vec![("need", Kind::Need, &of.need), ("candidate", Kind::Candidate, &of.candidate)],
            Self::Placement(of) => vec![("match", Kind::Match, &of.of)],
            Self::Compensation(of) => vec![("placement", Kind::Placement, &of.placement)],
            Self::Reintegration(of) => vec![("placement", Kind::Placement, &of.placement)],
            Self::Observation(of) => {
                vec![("indicator", Kind::Indicator, &of.indicator), ("placement", Kind::Placement, &of.placement)]
            }
        }
    }
}
