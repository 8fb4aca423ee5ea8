//! What is paid for a placement.

use super::day::Day;
use schema::directory::sound::Sound;
use schema::money::Money;
use serde::{Deserialize, Serialize};

/// For what it is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompensationKind {
    /// The way there and back.
    Travel,
    /// Daily allowance.
    DailyAllowance,
    /// Insurance.
    Insurance,
    /// Honorarium.
    Honorarium,
    /// Tools and material.
    Equipment,
    /// Something else.
    Other,
}

impl CompensationKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Travel, Self::DailyAllowance, Self::Insurance, Self::Honorarium, Self::Equipment, Self::Other];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Travel => "TRAVEL",
            Self::DailyAllowance => "DAILY_ALLOWANCE",
            Self::Insurance => "INSURANCE",
            Self::Honorarium => "HONORARIUM",
            Self::Equipment => "EQUIPMENT",
            Self::Other => "OTHER",
        }
    }
}

/// A compensation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Compensation {
    /// The placement, by its id.
    pub placement: String,
    /// For what.
    pub kind: CompensationKind,
    /// How much.
    pub money: Money,
    /// When it was paid; nothing before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Day>,
}

impl Compensation {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.maybe_id("placement", Some(&self.placement));
        sound.money("money", &self.money);
    }
}
