//! Verifying: the log is read from its first entry to its last, and the first one that is not as it was written is named.
//!
//! The chain alone shows every change but two: that its end was cut off, and that it was made anew from some entry on to its
//! end. These the checkpoints show, up to the latest of them.

use super::chain::{BEGINNING, FoundBy, Link, link};
use super::checkpoint::{Checkpoint, Signed, Unbelieved};
use super::entry::Entry;
use crate::clock::{Seconds, text};
use schema::country::CountryCode;
use schema::seal::{PublicKey, canonical};
use std::collections::{BTreeMap, BTreeSet};

/// The first bad entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {number}: {why}")]
pub struct Bad {
    /// Its number, or the one that it should have.
    pub number: i64,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Another stands in its place, with a later number.
    #[error("it is missing; the next one there is entry {0}")]
    Missing(i64),
    /// It stands where its number does not belong.
    #[error("it stands out of its order, or twice; entry {0} is expected there")]
    OutOfOrder(i64),
    /// The digest that it names is not the one before it.
    #[error("it does not follow the entry before it: it was put in or exchanged")]
    DoesNotFollow,
    /// Its digest is not of what it says.
    #[error("it was changed: it is not what its digest was made of")]
    Changed,
    /// Its digest was made anew: the entry after it, which others follow, names another.
    #[error("it was changed or put in, and its digest made anew: the entry after it names another")]
    Exchanged,
    /// The columns that it is found by do not say what it says.
    #[error("it was changed: the columns that it is found by do not say what it says")]
    FoundByOther,
    /// It is of no version that this one knows.
    #[error("it is none that this version writes or knows from a former one")]
    Unreadable,
    /// It closes what was not open.
    #[error("it closes entry {0}, which was not open")]
    ClosesNothing(i64),
    /// The chain is another than was signed.
    #[error("the log up to entry {to} is not the one that was signed at {}: from here on, or later, it was made anew", text(*.at))]
    Rewritten {
        /// The checkpoint's entry.
        to: i64,
        /// When it was signed.
        at: Seconds,
    },
    /// The log ends before a checkpoint.
    #[error("it is missing: the log was cut off here; at {} it had {had} entries", text(*.at))]
    CutOff {
        /// The checkpoint's entry.
        had: i64,
        /// When it was signed.
        at: Seconds,
    },
    /// A checkpoint is not to be believed.
    #[error(transparent)]
    Checkpoint(Unbelieved),
}

/// A log that is as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// How many entries there are.
    pub entries: i64,
    /// The latest checkpoint: up to it the log is as it was signed.
    pub signed: Option<Checkpoint>,
    /// Entries that were opened and never closed: of these nothing was spoken.
    pub open: BTreeSet<i64>,
}

/// Reads a log entry by entry; what it keeps in memory does not grow with the log.
pub struct Verifier {
    checkpoints: BTreeMap<i64, Vec<Result<Checkpoint, Unbelieved>>>,
    last: i64,
    digest: String,
    /// An entry that does not follow the one before it, with its digest: which of the two is bad tells the next one.
    doubted: Option<(i64, String)>,
    open: BTreeSet<i64>,
    signed: Option<Checkpoint>,
}

impl Verifier {
    /// Begins, with the checkpoints that the log is held against.
    pub fn new(country: CountryCode, key: &PublicKey, checkpoints: impl IntoIterator<Item = Signed>) -> Self {
        let mut at: BTreeMap<i64, Vec<_>> = BTreeMap::new();
        for signed in checkpoints {
            let believed = signed.believed(country, key).cloned();
            at.entry(signed.checkpoint.number).or_default().push(believed);
        }
        Self {
            checkpoints: at,
            last: 0,
            digest: BEGINNING.to_owned(),
            doubted: None,
            open: BTreeSet::new(),
            signed: None,
        }
    }

    /// The next entry in the order in which the log holds them, with what its store finds it by.
    pub fn next(&mut self, next: &Link, found_by: Option<&FoundBy>) -> Result<(), Bad> {
        if let Some(doubted) = &self.doubted {
            return Err(self.resolved(doubted, Some(&next.previous)));
        }
        let bad = |why| Err(Bad { number: next.number, why });
        let expected = self.last.saturating_add(1);
        if next.number > expected {
            return Err(Bad { number: expected, why: Why::Missing(next.number) });
        }
        if next.number < expected {
            return bad(Why::OutOfOrder(expected));
        }
        let is_canonical = serde_json::from_str::<serde_json::Value>(&next.entry)
            .ok()
            .and_then(|value| canonical(&value).ok())
            .is_some_and(|bytes| bytes == next.entry.as_bytes());
        if !is_canonical || next.digest != link(next.number, &next.previous, &next.entry) {
            return bad(Why::Changed);
        }
        if next.previous != self.digest {
            self.doubted = Some((next.number, next.digest.clone()));
            return Ok(());
        }
        let Some(entry) = Entry::from_text(&next.entry) else { return bad(Why::Unreadable) };
        if found_by.is_some_and(|found_by| *found_by != FoundBy::of(&entry)) {
            return bad(Why::FoundByOther);
        }
        if let Some(opened) = entry.event.closes()
            && !self.open.remove(&opened)
        {
            return bad(Why::ClosesNothing(opened));
        }
        if entry.event.opens() {
            self.open.insert(next.number);
        }
        self.last = next.number;
        next.digest.clone_into(&mut self.digest);
        self.held_against_checkpoints()
    }

    /// The log has no more entries.
    pub fn end(self) -> Result<Sound, Bad> {
        if let Some(doubted) = &self.doubted {
            return Err(self.resolved(doubted, None));
        }
        match self.after(self.last) {
            Some(missing) => Err(missing),
            None => Ok(Sound { entries: self.last, signed: self.signed, open: self.open }),
        }
    }

    /// Which of two entries that do not follow each other is bad: the earlier one, where the later one is as it was signed or
    /// as the entry after it says.
    fn resolved(&self, doubted: &(i64, String), followed_by: Option<&str>) -> Bad {
        let (number, digest) = doubted;
        let mut signed = self.checkpoints.get(number).into_iter().flatten().flatten();
        let stands = followed_by == Some(digest.as_str()) || signed.any(|checkpoint| checkpoint.digest == *digest);
        if stands && *number > 1 {
            Bad { number: number.saturating_sub(1), why: Why::Exchanged }
        } else {
            Bad { number: *number, why: Why::DoesNotFollow }
        }
    }

    /// What a checkpoint behind an entry says of a log that ends there.
    fn after(&self, last: i64) -> Option<Bad> {
        let mut behind = self.checkpoints.iter().filter(|(number, _)| **number > last).flat_map(|(_, all)| all);
        let number = last.saturating_add(1);
        behind.next().map(|checkpoint| match checkpoint {
            Ok(checkpoint) => Bad { number, why: Why::CutOff { had: checkpoint.number, at: checkpoint.at } },
            Err(unbelieved) => Bad { number, why: Why::Checkpoint(unbelieved.clone()) },
        })
    }

    fn held_against_checkpoints(&mut self) -> Result<(), Bad> {
        let stands = self.signed.as_ref().map_or(0, |signed| signed.number);
        for checkpoint in self.checkpoints.get(&self.last).into_iter().flatten() {
            match checkpoint {
                Ok(checkpoint) if checkpoint.digest == self.digest => self.signed = Some(checkpoint.clone()),
                Ok(checkpoint) => {
                    let why = Why::Rewritten { to: checkpoint.number, at: checkpoint.at };
                    return Err(Bad { number: stands.saturating_add(1), why });
                }
                Err(unbelieved) => {
                    return Err(Bad { number: self.last, why: Why::Checkpoint(unbelieved.clone()) });
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
