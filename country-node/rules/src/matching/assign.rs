//! The best assignment over many needs at once: as many points together as can be had, and of all with as many points one
//! that fills as many positions as it can.
//!
//! Needs of a higher priority come first: of all assignments that are best for them one is taken that is best for those of the next,
//! and so on. So no need of a lower priority costs one of a higher a point, and which of equally good candidates a need of a
//! higher one has is chosen to the others' good.
//!
//! Positions may stay open, and most candidates are not assigned. Needs and candidates are taken in the order of their ids,
//! so that of equally good assignments it is always the same one, in whatever order they were handed in.
//!
//! What comes out are proposals. An officer decides on each, and may have reasons that no score knows of.

mod component;
mod listed;
mod solve;

use super::candidate::{Candidate, CandidateId};
use super::need::{Need, NeedId};
use super::score::Score;
use super::weights::Weights;
use listed::Listed;
use std::collections::BTreeSet;

/// A candidate who is proposed for a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The need.
    pub need: NeedId,
    /// The candidate.
    pub candidate: CandidateId,
    /// How well they fit, and why.
    pub score: Score,
}

/// The best assignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// Who is proposed for what, in the order of the needs' ids and then of the candidates'.
    pub proposals: Vec<Proposal>,
    /// Needs with positions that nobody is proposed for, and how many, in the order of their ids.
    pub open: Vec<(NeedId, u16)>,
    /// Everybody who is eligible for one need at least.
    pub eligible: BTreeSet<CandidateId>,
}

impl Assignment {
    /// The points of all proposals together.
    pub fn total(&self) -> u64 {
        self.proposals.iter().map(|proposal| u64::from(proposal.score.points())).sum()
    }

    /// Everybody who is proposed.
    pub fn matched(&self) -> BTreeSet<CandidateId> {
        self.proposals.iter().map(|proposal| proposal.candidate).collect()
    }
}

/// The best assignment of candidates to needs. Where an id stands twice, the first of them counts; who may not be matched by
/// any of several with one id is not matched.
pub fn assign(needs: &[Need], candidates: &[Candidate], weights: &Weights) -> Assignment {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort_by_key(|need| need.id);
    needs.dedup_by_key(|need| need.id);
    let mut candidates: Vec<&Candidate> = candidates.iter().collect();
    candidates.sort_by_key(|candidate| (candidate.id, candidate.may_be_matched));
    candidates.dedup_by_key(|candidate| candidate.id);
    candidates.retain(|candidate| candidate.may_be_matched);

    let positions = needs.iter().map(|need| usize::from(need.positions.get())).sum();
    let mut is_eligible = vec![false; candidates.len()];
    let list = |need: &&Need| Listed::of(need, &candidates, weights, positions, &mut is_eligible);
    let listed: Vec<Listed> = needs.iter().map(list).collect();
    let taken = solve::best(listed, candidates.len());

    let mut assignment = Assignment::default();
    for (need, mut taken) in needs.into_iter().zip(taken) {
        let open = usize::from(need.positions.get()).saturating_sub(taken.len());
        if let Ok(open @ 1..) = u16::try_from(open) {
            assignment.open.push((need.id, open));
        }
        taken.sort_unstable();
        let taken = taken.into_iter().filter_map(|place| candidates.get(place));
        assignment.proposals.extend(taken.map(|candidate| Proposal {
            need: need.id,
            candidate: candidate.id,
            score: Score::of(need, candidate, weights),
        }));
    }
    let eligible = candidates.iter().zip(is_eligible).filter(|(_, is_eligible)| *is_eligible);
    assignment.eligible = eligible.map(|(candidate, _)| candidate.id).collect();
    assignment
}
