//! What a programme is measured by.

use schema::directory::sound::Sound;
use schema::money::Exact;
use serde::{Deserialize, Serialize};

/// The criteria of the OECD's Development Assistance Committee (2019).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Criterion {
    /// Is it the right thing?
    Relevance,
    /// Does it fit with what others do?
    Coherence,
    /// Does it reach what it is to reach?
    Effectiveness,
    /// Is it done well with what it costs?
    Efficiency,
    /// What difference does it make?
    Impact,
    /// Will it last?
    Sustainability,
}

impl Criterion {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relevance => "RELEVANCE",
            Self::Coherence => "COHERENCE",
            Self::Effectiveness => "EFFECTIVENESS",
            Self::Efficiency => "EFFICIENCY",
            Self::Impact => "IMPACT",
            Self::Sustainability => "SUSTAINABILITY",
        }
    }
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// The one who serves.
    Participant,
    /// Those who work beside.
    Colleague,
    /// The host institution.
    Host,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Participant, Self::Colleague, Self::Host];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Participant => "PARTICIPANT",
            Self::Colleague => "COLLEAGUE",
            Self::Host => "HOST",
        }
    }
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Indicator {
    /// What it is called.
    pub name: String,
    /// The unit of its values, such as `points of 5` or `1 is yes`.
    pub unit: String,
    /// Who says it.
    pub level: Level,
    /// The criterion that it belongs to.
    pub criterion: Criterion,
    /// The least value that there is, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Exact>,
    /// The greatest value that there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greatest: Option<Exact>,
    /// The mean before the programme, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Exact>,
    /// The mean that is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Exact>,
}

/// The indicator by which a programme tells who goes on after a year: at T2 its value is 1 where the cooperation goes on, else 0.
pub const FOLLOW_ON: &str = "follow-on";

impl Indicator {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.line("name", &self.name);
        sound.line("unit", &self.unit);
        bounded(sound, "least", self.least);
        bounded(sound, "greatest", self.greatest);
        let has_room = self.least.zip(self.greatest).is_none_or(|(least, greatest)| least < greatest);
        sound.expect(has_room, "greatest", "more than the least");
        for (field, mean) in [("baseline", self.baseline), ("target", self.target)] {
            bounded(sound, field, mean);
            sound.expect(mean.is_none_or(|mean| self.has(mean)), field, "a value that there is");
        }
    }

    /// Whether a value is within its scale.
    pub fn has(&self, value: Exact) -> bool {
        self.least.is_none_or(|least| least <= value) && self.greatest.is_none_or(|greatest| value <= greatest)
    }

    /// Whether what was measured by another one is measured by it: in the same unit, said by the same, from the same least to the same
    /// greatest where the other had any.
    pub fn measures_what(&self, other: &Self) -> bool {
        let is_same = |this: Option<Exact>, other: Option<Exact>| other.is_none_or(|other| this == Some(other));
        (&self.unit, self.level) == (&other.unit, other.level)
            && is_same(self.least, other.least)
            && is_same(self.greatest, other.greatest)
    }

    /// What its values are, in words.
    pub fn values(&self) -> String {
        let end = |name: &str, end: Option<Exact>| end.map_or(String::new(), |end| format!(", {name} {}", end.0));
        format!("a value in {}{}{}", self.unit, end("at least", self.least), end("at most", self.greatest))
    }
}

/// That a value can be added up with ten thousands of others.
pub(super) fn bounded(sound: &mut Sound, field: &str, value: Option<Exact>) {
    let fits = |value: Exact| value.0.abs() < Exact(1_000_000_000.into()).0 && value.0.scale() <= 6;
    sound.expect(value.is_none_or(fits), field, "a number under a thousand million, of six decimals at most");
}
