//! Why somebody who agrees to be written to gets no letter of a campaign.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Why somebody who agrees to be written to gets no letter of a campaign.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "LeftOut")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LeftOut {
    /// The audience is of others.
    Unlike,
    /// Nothing that is loaded tells whether the person is like the audience.
    Unknown,
    /// The person is known to be under 18.
    Minor,
    /// The person prefers the radio, by which nobody is written to.
    Radio,
    /// The person prefers an association, and does not agree that anybody but governments is told of it.
    Association,
    /// No contact is kept that leads to the person.
    NoContact,
    /// Only an e-mail address is kept, from which a letter came back.
    CameBack,
}

impl LeftOut {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Unlike, Self::Unknown, Self::Minor, Self::Radio, Self::Association, Self::NoContact, Self::CameBack];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unlike => "UNLIKE",
            Self::Unknown => "UNKNOWN",
            Self::Minor => "MINOR",
            Self::Radio => "RADIO",
            Self::Association => "ASSOCIATION",
            Self::NoContact => "NO_CONTACT",
            Self::CameBack => "CAME_BACK",
        }
    }
}
