//! The chain: the digest of each entry covers its number, the digest before it, and what it says.

use super::entry::Entry;
use crate::clock::Seconds;
use schema::member::MemberCode;
use schema::seal::{SealFault, digest};
use serde::{Deserialize, Serialize};

/// The digest before the first entry.
pub const BEGINNING: &str = "";

/// Where a chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The last entry's number; 0 where there is none.
    pub number: i64,
    /// Its digest.
    pub digest: String,
}

/// An entry in its place of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// 1 for the first.
    pub number: i64,
    /// The digest of the entry before it.
    pub previous: String,
    /// This entry's digest.
    pub digest: String,
    /// The entry's canonical JSON.
    pub entry: String,
}

/// What an entry is found by in a store, beside its number. It repeats what the entry says, which alone is in the digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundBy {
    /// The event's name.
    pub event: String,
    /// When.
    pub at: Seconds,
    /// The member that it was written for.
    pub member: Option<String>,
    /// The number of the entry that it closes.
    pub opened: Option<i64>,
}

impl FoundBy {
    /// What an entry is found by.
    pub fn of(entry: &Entry) -> Self {
        Self {
            event: entry.event.name().to_owned(),
            at: entry.at,
            member: entry.event.member().as_ref().map(MemberCode::to_string),
            opened: entry.event.closes(),
        }
    }
}

impl End {
    /// The end of a chain without entries.
    pub fn beginning() -> Self {
        Self { number: 0, digest: BEGINNING.to_owned() }
    }

    /// Puts an entry after the chain's end, which moves on to it.
    pub fn append(&mut self, entry: &Entry) -> Result<Link, SealFault> {
        let entry = entry.to_text()?;
        let number = self.number.saturating_add(1);
        let digest = link(number, &self.digest, &entry);
        let previous = std::mem::replace(&mut self.digest, digest.clone());
        self.number = number;
        Ok(Link { number, previous, digest, entry })
    }
}

/// The digest of an entry (its canonical JSON) in its place.
///
/// What is digested is the canonical JSON of `{entry, number, previous}`: the entry is canonical itself, and a digest is of
/// letters that need no escape, so it is put together here without reading the entry again.
pub fn link(number: i64, previous: &str, entry: &str) -> String {
    digest(format!("{{\"entry\":{entry},\"number\":{number},\"previous\":\"{previous}\"}}").as_bytes())
}
