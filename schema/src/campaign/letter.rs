//! Where a letter stands, and by which means it goes.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Where a letter stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "LetterState")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LetterState {
    /// It waits for its turn.
    Waiting,
    /// It is being handed to the mail server, or it was when that was cut off: whether the server has it is not known yet.
    Offered,
    /// The mail server took it.
    Sent,
    /// The mail server refused it for good, while it took others.
    Refused,
    /// It came back: nobody is reached there.
    Bounced,
    /// It did not go out, because the person does not agree any more, or is reached no more.
    Withheld,
    /// The mail server did not take it for days.
    GivenUp,
    /// It waits for an officer, who reaches the person by another means than e-mail.
    ByHand,
    /// An officer was told how the person is reached, and has not said yet what came of it.
    Handed,
    /// An officer reached the person, and says so.
    Reached,
    /// An officer tried, and did not reach the person.
    NotReached,
    /// It did not go out, because the campaign was stopped.
    Cancelled,
}

impl LetterState {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Waiting,
        Self::Offered,
        Self::Sent,
        Self::Refused,
        Self::Bounced,
        Self::Withheld,
        Self::GivenUp,
        Self::ByHand,
        Self::Handed,
        Self::Reached,
        Self::NotReached,
        Self::Cancelled,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Offered => "OFFERED",
            Self::Sent => "SENT",
            Self::Refused => "REFUSED",
            Self::Bounced => "BOUNCED",
            Self::Withheld => "WITHHELD",
            Self::GivenUp => "GIVEN_UP",
            Self::ByHand => "BY_HAND",
            Self::Handed => "HANDED",
            Self::Reached => "REACHED",
            Self::NotReached => "NOT_REACHED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// By which means a person is reached.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "LetterMeans")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Means {
    /// By e-mail, which the node sends.
    Email,
    /// By telephone: a call, an SMS, a messenger; an officer does it.
    Telephone,
    /// By post; an officer does it.
    Post,
    /// By the country's embassy or consulate, which an officer tells how the person is reached.
    Embassy,
    /// By an association, which an officer tells how the person is reached.
    Association,
}

impl Means {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Email, Self::Telephone, Self::Post, Self::Embassy, Self::Association];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Telephone => "TELEPHONE",
            Self::Post => "POST",
            Self::Embassy => "EMBASSY",
            Self::Association => "ASSOCIATION",
        }
    }
}
