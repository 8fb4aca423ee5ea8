//! Who asked what of a country, for what purpose, and what became of it: for those who watch over it.

use crate::member::MemberCode;
use crate::purpose::Purpose;
use crate::role::Role;
use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

/// What became of a question that was asked of a country.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Became {
    /// Figures were handed over.
    Answered,
    /// The country's rules said no.
    Declined,
    /// The country has published no such release.
    NotPublished,
    /// Something failed, and nothing was said.
    Failed,
    /// Nothing was said yet, or ever: the question is under way, or was cut off.
    Open,
}

/// A question that was asked of a country.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedQuestion {
    /// Its entry's number in the country's audit log.
    pub number: i64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// The member that asked.
    pub member: MemberCode,
    /// The user who asked, by a pseudonym that this country's node alone makes; only the country itself is told.
    pub user: Option<String>,
    /// What the user does for the member.
    pub role: Role,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The question (canonical JSON).
    pub question: String,
    /// What became of it.
    pub outcome: Became,
    /// The releases that it was answered from.
    pub releases: Vec<String>,
}

/// Questions that were asked of a country, oldest first.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedPage {
    /// The questions.
    pub questions: Vec<AskedQuestion>,
    /// Whether there are more: ask again with `after` the last one's number.
    pub more: bool,
}
