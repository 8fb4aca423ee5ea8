//! How a node tells of its records: a question, and a page under the node's signature.

use super::body::Body;
use super::date::PartialDate;
use super::filter::DirectoryFilter;
use super::kind::EntryKind;
use super::order::{DirectoryOrder, Position};
use super::state::{EntryReview, EntryState, EntryStep, Verdict};
use super::visibility::Visibility;
use crate::error::{Code, Sayable};
use crate::member::MemberCode;
use async_graphql::{InputObject, Json, SimpleObject};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most records of a page.
pub const MOST: u32 = 100;

/// The most pages of one request to a node.
pub const MOST_PAGES: usize = 8;

/// What is asked of one country's directory.
#[derive(InputObject, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryQuestion {
    /// Of which kind.
    pub kind: EntryKind,
    /// Which records.
    #[graphql(default)]
    pub filter: DirectoryFilter,
    /// In which order.
    #[graphql(default)]
    pub order: DirectoryOrder,
    /// How many at most: 1 to 100.
    pub first: u32,
    /// Those after this place; left out: from the beginning.
    #[serde(default)]
    pub after: Option<Position>,
    /// As the directory was after the event of this number, so that pages belong together however much is written meanwhile; left
    /// out, or where that is more than a day ago: as it is now.
    #[serde(default)]
    pub as_of: Option<i64>,
}

impl DirectoryQuestion {
    /// Whether it can be answered.
    pub fn check(&self) -> Result<(), Sayable> {
        if !(1..=MOST).contains(&self.first) {
            return Err(Sayable::new(Code::InvalidQuery, "`first` is a number from 1 to 100."));
        }
        self.filter.check(self.kind)
    }
}

/// A record as it is told.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRow {
    /// Its id within its country.
    pub id: String,
    /// Its version: a number that grows each time it says something else.
    pub version: u32,
    /// Where it stands.
    pub state: EntryState,
    /// Whom it is shown to.
    pub visibility: Visibility,
    /// The members that it is shown to where these are named; told to the country's own officers alone.
    #[serde(default)]
    pub named: Vec<MemberCode>,
    /// The members whose officers review it; told to the country's own officers alone.
    #[serde(default)]
    pub reviewers: Vec<MemberCode>,
    /// When it changed last (RFC 3339, UTC). What reviewers say changes nothing.
    pub changed_at: String,
    /// Since when what it says holds; null where nobody knows.
    #[serde(default)]
    pub from: Option<PartialDate>,
    /// Until when; null where it goes on.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// Whether this version was approved by one reviewer inside and two outside; null of a kind that is not reviewed.
    #[serde(default)]
    pub reviewed: Option<bool>,
    /// What reviewers said of this version, oldest first.
    pub reviews: Vec<EntryReview>,
    /// What it says, in the form of its kind.
    pub content: Json<Value>,
}

/// A page of a country's directory, under its node's signature.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryPage {
    /// The records, in the order that was asked for.
    pub rows: Vec<DirectoryRow>,
    /// How many records fit in all, before and after this page too.
    pub total: u32,
    /// Whether more follow.
    pub more: bool,
    /// The number of the last event of the directory that this is read from.
    pub as_of: i64,
    /// When it was told (RFC 3339, UTC).
    pub answered_at: String,
    /// The node's ed25519 signature over the question, the page, whom it was told to, and when (RFC 8785, base64url).
    pub signature: String,
}

/// What is signed of a page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedPage<'a> {
    /// What was asked.
    pub question: &'a DirectoryQuestion,
    /// The records.
    pub rows: &'a [DirectoryRow],
    /// How many there are in all.
    pub total: u32,
    /// Whether more follow.
    pub more: bool,
    /// What it was read from.
    pub as_of: i64,
}

impl DirectoryPage {
    /// What is signed of it.
    pub fn signed<'a>(&'a self, question: &'a DirectoryQuestion) -> SignedPage<'a> {
        SignedPage { question, rows: &self.rows, total: self.total, more: self.more, as_of: self.as_of }
    }
}

/// One thing that was done to a record.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryEvent {
    /// Its number among all events of the directory.
    pub number: i64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// What was done.
    pub step: EntryStep,
    /// For which member.
    pub by: MemberCode,
    /// Which officer, by the pseudonym under which the audit log has him; or as the node's operator said it.
    pub officer: String,
    /// Why, where it was said.
    pub reason: String,
    /// Of a review, what the reviewer thinks.
    #[serde(default)]
    pub verdict: Option<Verdict>,
    /// What the record says from then on, with whom it is shown to; null where that was not written.
    #[serde(default)]
    pub content: Option<Json<Value>>,
}

/// What became of what was done to a record: the record as it is now, or why nothing was done.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryAnswer {
    /// The record as it is now; null where nothing was done.
    pub entry: Option<DirectoryRow>,
    /// Why nothing was done.
    pub reason: Option<String>,
}

impl DirectoryRow {
    /// What it says, where that has the form of the kind.
    pub fn body(&self, kind: EntryKind) -> Option<Body> {
        Body::read(kind, self.content.0.clone()).ok()
    }
}
