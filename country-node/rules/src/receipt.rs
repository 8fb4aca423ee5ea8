//! The audit log as a hash chain: each entry holds the digest of the one before it.

use schema::coverage::Outcome;
use schema::seal::{SealFault, canonical, digest};
use serde::{Deserialize, Serialize};

/// What is written of one question before it is answered; refusals too. No figure, no token, no personal datum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Seconds since 1970.
    pub at: i64,
    /// The member that asked.
    pub member: String,
    /// The user who asked, by the name that the member gave.
    pub user: String,
    /// The user's role.
    pub role: String,
    /// Why it was asked.
    pub purpose: String,
    /// The question's canonical JSON.
    pub question: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The release it was read from, where it was answered.
    pub release: Option<String>,
}

#[derive(Serialize)]
struct Linked<'a> {
    number: i64,
    previous: &'a str,
    entry: &'a Entry,
}

/// The digest before the first entry.
pub const BEGINNING: &str = "";

/// The digest of an entry in its place of the chain.
pub fn link(number: i64, previous: &str, entry: &Entry) -> Result<String, SealFault> {
    canonical(&Linked { number, previous, entry }).map(|bytes| digest(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            at: 5,
            member: "IOM".into(),
            user: "ana".into(),
            role: "analyst".into(),
            purpose: "COMPARISON".into(),
            question: "{}".into(),
            outcome: Outcome::Declined,
            release: None,
        }
    }

    #[test]
    fn a_link_depends_on_entry_place_and_predecessor() {
        let link_of = |number, previous, entry: &Entry| link(number, previous, entry).unwrap();
        let first = link_of(1, BEGINNING, &entry());
        assert_eq!(first, link_of(1, BEGINNING, &entry()));
        assert_ne!(first, link_of(2, BEGINNING, &entry()));
        assert_ne!(first, link_of(1, &first, &entry()));
        assert_ne!(first, link_of(1, BEGINNING, &Entry { outcome: Outcome::Answered, ..entry() }));
    }
}
