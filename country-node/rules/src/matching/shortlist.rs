//! The candidates of one need, for the officer who decides.

use super::candidate::{Candidate, CandidateId};
use super::eligible::{Obstacle, obstacles};
use super::need::Need;
use super::score::Score;
use super::weights::Weights;
use std::cmp::Reverse;

/// The candidates of one need. Who may not be matched is on neither list: that somebody did not agree is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortlist {
    /// Who meets every condition, the best first; equals in the order of their ids.
    pub eligible: Vec<(CandidateId, Score)>,
    /// Who does not, with every reason, in the order of their ids.
    pub others: Vec<(CandidateId, Vec<Obstacle>)>,
}

impl Shortlist {
    /// Looks at all candidates for one need.
    pub fn of(need: &Need, candidates: &[Candidate], weights: &Weights) -> Self {
        let (mut eligible, mut others) = (Vec::new(), Vec::new());
        for candidate in candidates.iter().filter(|candidate| candidate.may_be_matched) {
            let obstacles = obstacles(need, candidate);
            if obstacles.is_empty() {
                eligible.push((candidate.id, Score::of(need, candidate, weights)));
            } else {
                others.push((candidate.id, obstacles));
            }
        }
        eligible.sort_by_key(|(id, score)| (Reverse(score.points()), *id));
        others.sort_by_key(|(id, _)| *id);
        Self { eligible, others }
    }
}
