//! One value of an indicator: of one placement, at one moment.

use super::day::Day;
use super::indicator::bounded;
use schema::directory::sound::Sound;
use schema::money::Exact;
use serde::{Deserialize, Serialize};

/// When it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Moment {
    /// Before the placement begins.
    T0,
    /// Once it is over.
    T1,
    /// A year later.
    T2,
}

impl Moment {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::T0, Self::T1, Self::T2];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::T0 => "T0",
            Self::T1 => "T1",
            Self::T2 => "T2",
        }
    }
}

/// The fewest days after a placement's end that are a year later: who is asked a little early is asked one year on too.
pub const A_YEAR_LATER: i64 = 270;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Observation {
    /// The indicator, by its id.
    pub indicator: String,
    /// The placement, by its id.
    pub placement: String,
    /// When in the course of it.
    pub moment: Moment,
    /// The day.
    pub on: Day,
    /// The value, in the indicator's unit.
    pub value: Exact,
    /// Which of several colleagues, or of several at the host institution, says it: 1 to 99. Each placement's value is the mean of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<u8>,
}

impl Observation {
    /// Whether another one is of the same placement, indicator and moment, and of the same voice.
    pub fn is_again(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.placement.clone(), one.indicator.clone(), one.moment, one.voice);
        of(self) == of(other)
    }

    pub(super) fn check(&self, sound: &mut Sound) {
        sound.maybe_id("indicator", Some(&self.indicator));
        sound.maybe_id("placement", Some(&self.placement));
        bounded(sound, "value", Some(self.value));
        sound.expect(self.voice.is_none_or(|voice| (1..=99).contains(&voice)), "voice", "1 to 99");
    }
}
