//! Whom a campaign reached: for the country's own officers, and what of it may be told to others.

use super::fault::Fault;
use schema::campaign::letter::{LetterState, Means};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What became of the letters of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// How many there are.
    pub letters: u64,
    /// By means.
    pub by_means: BTreeMap<Means, u64>,
    /// By state.
    pub by_state: BTreeMap<LetterState, u64>,
    /// How many were answered.
    pub answered: u64,
    /// How many led to the person being written to no more.
    pub opted_out: u64,
}

impl Reach {
    /// Counts letters of one means and state: how many they are, how many of them were answered, and how many ended letters.
    pub fn count(&mut self, (means, state): (Means, LetterState), [letters, answered, opted_out]: [u64; 3]) {
        self.letters += letters;
        *self.by_means.entry(means).or_default() += letters;
        *self.by_state.entry(state).or_default() += letters;
        self.answered += answered;
        self.opted_out += opted_out;
    }

    /// How many of them reached their persons.
    pub fn reached(&self) -> u64 {
        self.by_state.iter().filter(|(state, _)| is_reached(**state)).map(|(_, letters)| letters).sum()
    }
}

/// Whether a letter reached its person: the mail server took it and it did not come back, or an officer who carried it says so. That an
/// officer was told how to reach somebody reaches nobody.
pub const fn is_reached(state: LetterState) -> bool {
    matches!(state, LetterState::Sent | LetterState::Reached)
}

/// To how many persons letters went, each said with its campaign and its person: whoever had several counts once. Of letters that are
/// nobody's any more, because their persons were erased, it is known only that those of one campaign went to as many persons.
pub fn persons<C: Ord, P: Ord>(letters: impl IntoIterator<Item = (C, Option<P>)>) -> u64 {
    let (mut known, mut nobodys) = (BTreeSet::new(), BTreeMap::<C, u64>::new());
    for (campaign, person) in letters {
        match person {
            Some(person) => {
                known.insert(person);
            }
            None => *nobodys.entry(campaign).or_default() += 1,
        }
    }
    known.len() as u64 + nobodys.into_values().max().unwrap_or_default()
}

/// Whether the number that stands at an activity may give way to another: where there is none, where campaigns told it last, or where it
/// is meant that an officer's own is replaced.
pub fn gives_way(stands: Option<u32>, told_last: Option<u64>, is_meant: bool) -> Result<(), Fault> {
    match stands {
        Some(number) if !is_meant && told_last != Some(number.into()) => Err(Fault::OfficersNumber(number)),
        _ => Ok(()),
    }
}
