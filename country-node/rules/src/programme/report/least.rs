//! What is of few.

use super::Said;
use crate::programme::derived::Share;
use std::collections::BTreeSet;

/// The fewest persons of whom anything is told.
#[derive(Clone, Copy)]
pub(super) struct Least(pub(super) u64);

impl Least {
    /// Whether it is of somebody, and of too few.
    pub(super) fn is_few(self, of: &BTreeSet<String>) -> bool {
        !of.is_empty() && (of.len() as u64) < self.0
    }

    /// Whether it is of too few, or of nobody: that nobody is in a part tells of everybody.
    pub(super) fn lacks(self, of: &BTreeSet<String>) -> bool {
        self.0 > 1 && (of.len() as u64) < self.0
    }

    /// A share tells of those who are in it and of those who are not; that it is nobody, or everybody, tells of everybody.
    pub(super) fn share(self, share: &Share) -> Said<f64> {
        match share.value() {
            None => Said::None,
            Some(_) if self.lacks(&share.within) || self.lacks(&share.without) => Said::Few,
            Some(value) => Said::Is(value),
        }
    }
}
