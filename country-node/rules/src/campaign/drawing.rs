//! Whom a campaign goes to at a moment, and who of those who agree to be written to is left out, in counts for the country's own officers.

use schema::campaign::left_out::LeftOut;
use schema::campaign::letter::Means;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whom a campaign goes to at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    /// How many letters there are by means and language.
    pub letters: BTreeMap<Means, BTreeMap<String, u64>>,
    /// How many persons are left out, by reason.
    pub left_out: BTreeMap<LeftOut, u64>,
}

impl Drawing {
    /// Counts a letter.
    pub fn letter(&mut self, means: Means, language: &str) {
        *self.letters.entry(means).or_default().entry(language.to_owned()).or_default() += 1;
    }

    /// Counts somebody who gets none.
    pub fn without(&mut self, why: LeftOut) {
        *self.left_out.entry(why).or_default() += 1;
    }

    /// How many letters there are.
    pub fn all_letters(&self) -> u64 {
        self.letters.values().flat_map(BTreeMap::values).sum()
    }

    /// How many persons are left out.
    pub fn all_left_out(&self) -> u64 {
        self.left_out.values().sum()
    }
}
