//! Why something ended. Reasons are codes: they can be compared, and no word about a person stands in a log or in a store for good.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Why something ended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "WorkReason")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Why {
    /// The person does not wish it.
    Person,
    /// The host institution does not wish it.
    Host,
    /// Health, of the person or of kin.
    Health,
    /// A visa, a permit or another paper was not had.
    Papers,
    /// Safety at the place.
    Safety,
    /// There is no money for it.
    Money,
    /// Somebody or something else fits better.
    BetterElsewhere,
    /// It does not fit the programme.
    OutOfScope,
    /// It was entered by mistake.
    Mistake,
    /// Another reason.
    Other,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Host,
        Self::Health,
        Self::Papers,
        Self::Safety,
        Self::Money,
        Self::BetterElsewhere,
        Self::OutOfScope,
        Self::Mistake,
        Self::Other,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Host => "HOST",
            Self::Health => "HEALTH",
            Self::Papers => "PAPERS",
            Self::Safety => "SAFETY",
            Self::Money => "MONEY",
            Self::BetterElsewhere => "BETTER_ELSEWHERE",
            Self::OutOfScope => "OUT_OF_SCOPE",
            Self::Mistake => "MISTAKE",
            Self::Other => "OTHER",
        }
    }
}
