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

/// What became of a question that is answered or absent.
pub fn outcome<T>(of: &Result<T, Absence>) -> Outcome {
    of.as_ref().map_or_else(|absence| absence.outcome, |_| Outcome::Answered)
}

/// Why it is absent; nothing where it is answered.
pub fn reason<T>(of: &Result<T, Absence>) -> Option<&str> {
    of.as_ref().err().map(|absence| absence.reason.as_str())
}
