//! How far a person's consent reaches.

use crate::country::CountryCode;
use crate::member::MemberCode;
use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// The widest audience that a person agreed to; each holds those before it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Audience {
    /// The person's own government.
    OwnGovernment,
    /// The own government and IOM.
    Iom,
    /// The own government, IOM and the member governments.
    MemberGovernments,
    /// Everyone.
    Public,
}

impl Audience {
    /// The audience that a member belongs to, as the persons of a country see it.
    pub fn of(member: MemberCode, country: CountryCode) -> Self {
        if member == country {
            Self::OwnGovernment
        } else if member.as_str() == "IOM" {
            Self::Iom
        } else {
            Self::MemberGovernments
        }
    }

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnGovernment => "OWN_GOVERNMENT",
            Self::Iom => "IOM",
            Self::MemberGovernments => "MEMBER_GOVERNMENTS",
            Self::Public => "PUBLIC",
        }
    }
}
