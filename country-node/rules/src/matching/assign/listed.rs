//! A need's eligible candidates, the best first, of whom only some are shown to the solver.
//!
//! Showing few loses nothing, which is proved in two steps. Let a candidate's worth to a need be the points, made so that
//! more positions filled break ties (`solve`); both steps hold of any worth that falls along the list.
//!
//! 1. *Of `n` positions in all, each need's best `n` are enough.* Take a best assignment in which some need has a candidate who
//!    is not among its best `n`. The other `n - 1` positions hold at most `n - 1` of these, so one of them is free and worth
//!    no less: put that one in. Each such change makes one fewer that is not among the best `n`, and the total no lower.
//! 2. *An assignment that is best among those shown is best of all, if every need that has more than it shows is shown one whom
//!    nobody took.* The shown problem has prices, by the duality of linear programmes (an assignment's programme has whole
//!    solutions): `price(c) >= 0` of each candidate, zero of whom nobody took, and `gain(i) >= 0` of each position, with
//!    `gain(i) + price(c) >= worth(i, c)` of every shown pair, which come to the total together. Let `f` be shown to `i` and
//!    not taken. For whoever is not shown to `i`, `worth(i, c) <= worth(i, f) <= gain(i) + price(f) = gain(i) <= gain(i) +
//!    price(c)`. So the same prices hold for all pairs, and no assignment of them has a higher total.
//!
//! So each list is shown up to the first whom nobody took in a guess, where needs take their best in turn, and then grows where
//! everybody shown was taken by the best assignment so far, until no list has to. A bad guess costs time alone.

use crate::matching::candidate::Candidate;
use crate::matching::eligible::is_eligible;
use crate::matching::need::{Need, Priority};
use crate::matching::score::Score;
use crate::matching::weights::Weights;
use std::cmp::Reverse;

/// A candidate, by the place among all, and what the need would have of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) candidate: usize,
    pub(super) points: u16,
}

/// A need's list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    priority: Priority,
    positions: usize,
    fits: Vec<Fit>,
    shown: usize,
}

impl Listed {
    /// The best candidates of a need, as many as there are positions in all. Marks everybody who is eligible.
    pub(super) fn of(
        need: &Need,
        candidates: &[&Candidate],
        weights: &Weights,
        positions_in_all: usize,
        eligible: &mut [bool],
    ) -> Self {
        let mut fits = Vec::new();
        for (place, (candidate, eligible)) in candidates.iter().zip(eligible).enumerate() {
            if is_eligible(need, candidate) {
                *eligible = true;
                fits.push(Fit { candidate: place, points: Score::of(need, candidate, weights).points() });
            }
        }
        Self::new((need.positions.get().into(), need.priority), fits, positions_in_all)
    }

    /// The best of some candidates.
    fn new((positions, priority): (usize, Priority), mut fits: Vec<Fit>, positions_in_all: usize) -> Self {
        let best_first = |fit: &Fit| (Reverse(fit.points), fit.candidate);
        if positions_in_all < fits.len() {
            fits.select_nth_unstable_by_key(positions_in_all, best_first);
            fits.truncate(positions_in_all);
            fits.shrink_to_fit();
        }
        fits.sort_unstable_by_key(best_first);
        // A position that no eligible candidate is there for stays open anyhow.
        let positions = positions.min(fits.len());
        Self { priority, positions, fits, shown: 0 }
    }

    /// Takes the best whom nobody took yet.
    pub(super) fn take(&self, taken: &mut [bool]) {
        let mut open = self.positions;
        for fit in &self.fits {
            match taken.get_mut(fit.candidate) {
                Some(taken @ false) if open > 0 => {
                    *taken = true;
                    open -= 1;
                }
                _ if open == 0 => return,
                _ => {}
            }
        }
    }

    /// Before whom it comes.
    pub(super) const fn priority(&self) -> Priority {
        self.priority
    }

    /// How many positions can be filled.
    pub(super) const fn positions(&self) -> usize {
        self.positions
    }

    /// Who is shown, the best first.
    pub(super) fn shown(&self) -> &[Fit] {
        self.fits.get(..self.shown).unwrap_or_default()
    }

    /// Shows everybody up to the first who was not taken, where everybody shown was; says whether that is more than before.
    pub(super) fn grow(&mut self, taken: &[bool]) -> bool {
        let is_free = |fit: &Fit| taken.get(fit.candidate) == Some(&false);
        if self.shown().iter().any(is_free) {
            return false;
        }
        let before = self.shown;
        self.shown = self.fits.iter().position(is_free).map_or(self.fits.len(), |place| place + 1);
        before < self.shown
    }
}
