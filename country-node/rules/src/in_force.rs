//! What a node has in force for a question: the release that it would be read from, and what is public beside it.

use crate::release::{Manifest, ReleasedDimension};
use schema::ask::Question;
use schema::concept::Axis;
use std::sync::Arc;

/// What a node has in force for a dataset: public facts.
#[derive(Default)]
pub struct InForce {
    /// The release that the question would be read from.
    pub release: Option<Arc<Manifest>>,
    /// All periods with a release, oldest first.
    pub periods: Vec<String>,
    /// Of a study, where the release lacks what is asked for, the releases of its other waves, oldest first: one of them
    /// may have asked it.
    pub others: Vec<Arc<Manifest>>,
}

impl InForce {
    /// Dimensions that the release lacks and another wave of its study has, with that wave's codes, the latest one's where
    /// several have them.
    pub(crate) fn not_asked(&self, dimensions: &[Axis]) -> Vec<ReleasedDimension> {
        let lacking = dimensions.iter().filter(|d| self.release.as_ref().is_some_and(|r| r.axis(**d).is_none()));
        lacking.filter_map(|d| self.others.iter().rev().find_map(|other| other.axis(*d))).cloned().collect()
    }

    /// Whether the release lacks a quantity that another wave of its study adds up.
    pub(crate) fn is_not_asked(&self, quantity: &str) -> bool {
        self.release.as_ref().is_some_and(|release| release.quantity(quantity).is_none())
            && self.others.iter().any(|other| other.quantity(quantity).is_some())
    }
}

/// Whether a release has every dimension and the quantity that a question asks for.
pub fn has_all(question: &Question, release: &Manifest) -> bool {
    question.measure().of.as_ref().is_none_or(|of| release.quantity(of).is_some())
        && question.axes().iter().all(|dimension| release.axis(*dimension).is_some())
}

/// Of releases of several studies the one that a question is read from, as a place among them: the latest one that has what
/// is asked for, or the latest, where none has.
pub fn chosen(question: &Question, releases: &[Arc<Manifest>]) -> Option<usize> {
    let key = |release: &Arc<Manifest>| {
        (has_all(question, release), release.cut.reference_period.clone(), release.id.clone())
    };
    (0..releases.len()).max_by_key(|at| releases.get(*at).map(key))
}
