//! Whom a campaign reached: for the country's own officers, and what of it may be told to others.

use schema::campaign::letter::{LetterState, Means};
use serde::Serialize;
use std::collections::BTreeMap;

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

/// What is told to others is told in whole tens.
const STEP: u64 = 10;

/// The fewest persons of whom it is told.
const LEAST: u64 = 20;

impl Reach {
    /// Counts letters of one means and state: how many they are, how many of them were answered, and how many ended letters.
    pub fn count(&mut self, (means, state): (Means, LetterState), [letters, answered, opted_out]: [u64; 3]) {
        self.letters += letters;
        *self.by_means.entry(means).or_default() += letters;
        *self.by_state.entry(state).or_default() += letters;
        self.answered += answered;
        self.opted_out += opted_out;
    }

    /// How many persons were reached: the mail server took the letter and it did not come back, or an officer who carries it says so. That
    /// an officer was told how to reach somebody reaches nobody.
    pub fn reached(&self) -> u64 {
        let of = |state| self.by_state.get(&state).copied().unwrap_or_default();
        of(LetterState::Sent) + of(LetterState::Reached)
    }

    /// The same for others: in whole tens, downwards, so that one person more or less seldom shows; nothing where it is of few.
    pub fn told(&self) -> Option<u64> {
        let told = self.reached() / STEP * STEP;
        (told >= LEAST).then_some(told)
    }
}
