//! A country that gave no figures: what became of the question, in words for the one who asked.

use schema::coverage::Outcome;

/// Why a country's figures are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// What became of the question; never `ANSWERED`.
    pub outcome: Outcome,
    /// A sentence that speaks of public facts only.
    pub reason: String,
}
