//! Who was asked for a list, and who answered.

use super::agreements::Unheard;
use async_graphql::SimpleObject;

/// Who was asked for a list, who answered, and who did not and why.
#[derive(SimpleObject)]
pub struct ListCoverage {
    /// How many countries were asked.
    expected: usize,
    /// How many countries answered, those with nothing to tell too.
    answered: usize,
    /// The countries that did not answer, with the reason.
    absent: Vec<Unheard>,
}

impl ListCoverage {
    /// Of so many countries that were asked.
    pub(super) fn of(expected: usize, absent: Vec<Unheard>) -> Self {
        Self { expected, answered: expected - absent.len(), absent }
    }
}
