//! An agreement between two members: what one may ask of the other, why, and until when. Its rules are a node's
//! (`node_rules::agreement`); these are the words that both sides use for it.

use crate::audience::Audience;
use crate::concept::{Dataset, Dimension, Item};
use crate::country::CountryCode;
use crate::member::MemberCode;
use crate::purpose::Purpose;
use async_graphql::{Enum, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// What an agreement allows.
#[derive(InputObject, SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "AgreementTermsInput")]
#[serde(rename_all = "camelCase")]
pub struct AgreementTerms {
    /// Which data may be asked of.
    pub datasets: Vec<Dataset>,
    /// Which dimensions tables and filters may have; left out: all that are published.
    #[serde(default)]
    pub dimensions: Option<Vec<Dimension>>,
    /// Where dimensions are named, which items beside: choices of other dimensions, and questions of a study's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Item>>,
    /// For which purposes.
    pub purposes: Vec<Purpose>,
    /// To whom the member may pass answers on: persons are counted whose consent reaches this far, and no others.
    pub audience: Audience,
    /// Until when, such as `2028-01-01T00:00:00Z` (RFC 3339), at most five years on.
    pub until: String,
}

/// What an agreement is at the moment.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementStatus {
    /// Questions are answered under it.
    InForce,
    /// One side, or both, has suspended it.
    Suspended,
    /// The other side has not accepted it yet.
    Proposed,
    /// Its time is over.
    Expired,
    /// One side has ended it, or declined it.
    Ended,
}

/// What one side does to an agreement that is there.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementChange {
    /// The side that did not propose it agrees.
    Accept,
    /// Nothing is answered under it until the side that suspended it resumes it.
    Suspend,
    /// Takes one's own suspension back.
    Resume,
    /// Ends it for good; before it is accepted, declines it or takes the proposal back.
    End,
}

/// What happened to an agreement.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementStep {
    /// One side proposed it.
    Proposed,
    /// The other side accepted it.
    Accepted,
    /// One side suspended it.
    Suspended,
    /// That side resumed it.
    Resumed,
    /// One side ended it.
    Ended,
}

/// One thing that happened to an agreement.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreementEvent {
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Which side did it.
    pub by: MemberCode,
    /// What.
    pub step: AgreementStep,
}

/// An agreement: what `member` may ask of `country`.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    /// Its id, such as `GHA-COL-1`: the country that is asked, the member that asks, and a number.
    pub id: String,
    /// The country that is asked.
    pub country: CountryCode,
    /// The member that asks.
    pub member: MemberCode,
    /// What it allows.
    pub terms: AgreementTerms,
    /// What it is at the moment.
    pub status: AgreementStatus,
    /// What happened to it, oldest first.
    pub events: Vec<AgreementEvent>,
}

/// The agreements that a node tells of, under its signature.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreementsAnswer {
    /// Those that the member that asked is a side of.
    pub agreements: Vec<Agreement>,
    /// When it was told (RFC 3339, UTC).
    pub answered_at: String,
    /// The node's ed25519 signature over the agreements, whom they were told to, and when (RFC 8785, base64url).
    pub signature: String,
}

/// What became of a proposal or a change: the agreement as it is now, or why nothing changed.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreementAnswer {
    /// The agreement as it is now; null where nothing changed.
    pub agreement: Option<Agreement>,
    /// Why nothing changed.
    pub reason: Option<String>,
}

impl AgreementStatus {
    /// In words, to stand after "is".
    pub const fn words(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::Suspended => "suspended",
            Self::Proposed => "proposed and not accepted yet",
            Self::Expired => "over",
            Self::Ended => "ended",
        }
    }
}

impl AgreementStep {
    /// The name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "PROPOSED",
            Self::Accepted => "ACCEPTED",
            Self::Suspended => "SUSPENDED",
            Self::Resumed => "RESUMED",
            Self::Ended => "ENDED",
        }
    }

    /// The step with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Proposed, Self::Accepted, Self::Suspended, Self::Resumed, Self::Ended]
            .into_iter()
            .find(|step| step.name() == name)
    }
}

impl From<AgreementChange> for AgreementStep {
    fn from(change: AgreementChange) -> Self {
        match change {
            AgreementChange::Accept => Self::Accepted,
            AgreementChange::Suspend => Self::Suspended,
            AgreementChange::Resume => Self::Resumed,
            AgreementChange::End => Self::Ended,
        }
    }
}
