//! What helps one who returned for good.

use super::day::Day;
use schema::directory::sound::Sound;
use schema::money::Money;
use serde::{Deserialize, Serialize};

/// What kind of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReintegrationKind {
    /// A home.
    Housing,
    /// Work.
    Employment,
    /// A business of one's own.
    Business,
    /// School or training, of the person or of the family.
    Education,
    /// Health.
    Health,
    /// Advice.
    Counselling,
    /// Something else.
    Other,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// What was meant.
    Reached,
    /// A part of it.
    PartlyReached,
    /// Nothing.
    NotReached,
}

/// A help to reintegrate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reintegration {
    /// The placement, which is PERMANENT, by its id.
    pub placement: String,
    /// What kind of help.
    pub kind: ReintegrationKind,
    /// When.
    pub on: Day,
    /// What it costs, where it costs anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// What came of it; nothing before it is completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl Reintegration {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.maybe_id("placement", Some(&self.placement));
        if let Some(money) = &self.money {
            sound.money("money", money);
        }
    }
}
