//! Solves the assignment, part by part, by the Kuhn-Munkres algorithm of the crate `pathfinding`.

use super::component::components;
use super::listed::Listed;
use crate::matching::need::Priority;
use crate::matching::weights::MOST;
use pathfinding::kuhn_munkres::{Weights, kuhn_munkres};
use std::collections::BTreeMap;
use std::ops::Neg;

/// The candidates of each need in a best assignment, by their places.
pub(super) fn best(mut needs: Vec<Listed>, candidates: usize) -> Vec<Vec<usize>> {
    let mut taken = vec![Vec::new(); needs.len()];
    let mut is_taken = vec![false; candidates];
    let mut in_order: Vec<&Listed> = needs.iter().collect();
    in_order.sort_by_key(|need| need.priority());
    for need in in_order {
        need.take(&mut is_taken);
    }
    loop {
        let grown: Vec<bool> = needs.iter_mut().map(|need| need.grow(&is_taken)).collect();
        if !grown.contains(&true) {
            return taken;
        }
        for component in components(&needs, candidates) {
            // Where no list grew, nothing has changed: a need that grew links what it touches to itself.
            if component.iter().any(|need| grown.get(*need) == Some(&true)) {
                for (need, candidates) in solve(&component, &needs) {
                    if let Some(taken) = taken.get_mut(need) {
                        *taken = candidates;
                    }
                }
            }
        }
        is_taken.fill(false);
        for candidate in taken.iter().flatten() {
            if let Some(is_taken) = is_taken.get_mut(*candidate) {
                *is_taken = true;
            }
        }
    }
}

/// The best assignment of the candidates shown to some needs.
fn solve(component: &[usize], needs: &[Listed]) -> BTreeMap<usize, Vec<usize>> {
    let listed: Vec<(usize, &Listed)> = component.iter().filter_map(|need| Some((*need, needs.get(*need)?))).collect();
    if let [(need, alone)] = listed.as_slice() {
        let best = alone.shown().iter().take(alone.positions()).map(|fit| fit.candidate);
        return BTreeMap::from([(*need, best.collect())]);
    }
    let points = points(&listed);
    let factors = factors(&listed, points);
    // Of one priority small numbers do, which are quicker.
    let filled = if factors.len() == 1 {
        let worths = Worths::of(&listed, |_, fit| points.saturating_mul(fit.into()).saturating_add(1));
        worths.filled(&kuhn_munkres(&worths).1)
    } else {
        let worths = Worths::of(&listed, |priority, fit| {
            let worth = i128::from(points) * i128::from(fit) + 1;
            factors.get(&priority).copied().unwrap_or(1).saturating_mul(worth)
        });
        worths.filled(&kuhn_munkres(&worths).1)
    };
    let mut taken: BTreeMap<usize, Vec<usize>> = component.iter().map(|need| (*need, Vec::new())).collect();
    for (place, candidate) in filled {
        if let Some((need, _)) = listed.get(place) {
            taken.entry(*need).or_default().push(candidate);
        }
    }
    taken
}

/// What a point is worth where filling a position is worth one: more than filling every position, so points come first.
fn points(listed: &[(usize, &Listed)]) -> i64 {
    let positions: usize = listed.iter().map(|(_, listed)| listed.positions()).sum();
    i64::try_from(positions).unwrap_or(i64::MAX / 2000).saturating_add(1)
}

/// By what the worth of each priority is multiplied: so that the least of one is more than all of those below together.
fn factors(listed: &[(usize, &Listed)], points: i64) -> BTreeMap<Priority, i128> {
    let mut positions: BTreeMap<Priority, usize> = BTreeMap::new();
    for (_, listed) in listed {
        *positions.entry(listed.priority()).or_default() += listed.positions();
    }
    let most = i128::from(points) * i128::from(MOST) + 1;
    let (mut factors, mut below) = (BTreeMap::new(), 0_i128);
    // The highest is the first.
    for (priority, positions) in positions.into_iter().rev() {
        let factor = below.saturating_add(1);
        let all = most.saturating_mul(i128::try_from(positions).unwrap_or(i128::MAX));
        below = below.saturating_add(factor.saturating_mul(all));
        factors.insert(priority, factor);
    }
    factors
}

/// What each candidate is worth to each position: a row a position, a column a candidate, and columns of nobody where there are
/// more positions than candidates.
///
/// The algorithm gives every row a column of its own; a position whose column is worth nothing stays open. That makes no
/// assignment impossible: there are columns enough, so the positions that it leaves open can be spread over those that it
/// leaves free. And what is shown is worth something, so that nobody who is not shown stands for more than nothing.
struct Worths<C> {
    /// Of each row the need, by its place among those solved together.
    needs: Vec<usize>,
    /// The candidates of the columns.
    candidates: Vec<usize>,
    /// Need by need, so that its positions have it once.
    of_pairs: Vec<C>,
}

impl<C: Copy + Ord + From<u8>> Worths<C> {
    /// What is shown to some needs, each worth what is said of its priority and points.
    fn of(listed: &[(usize, &Listed)], worth: impl Fn(Priority, u16) -> C) -> Self {
        let shown = listed.iter().flat_map(|(_, listed)| listed.shown());
        let mut candidates: Vec<usize> = shown.map(|fit| fit.candidate).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let rows = listed.iter().enumerate();
        let rows = rows.flat_map(|(row, (_, listed))| std::iter::repeat_n(row, listed.positions()));
        let needs: Vec<usize> = rows.collect();
        let mut of_pairs = vec![C::from(OPEN); listed.len() * candidates.len()];
        for (row, (_, listed)) in listed.iter().enumerate() {
            for fit in listed.shown() {
                let column = candidates.binary_search(&fit.candidate).unwrap_or(usize::MAX);
                if let Some(of_pair) = of_pairs.get_mut((row * candidates.len()).saturating_add(column)) {
                    *of_pair = worth(listed.priority(), fit.points);
                }
            }
        }
        Self { needs, candidates, of_pairs }
    }

    fn worth(&self, row: usize, column: usize) -> C {
        let need = self.needs.get(row).copied().unwrap_or_default();
        let of_pair =
            self.of_pairs.get(need * self.candidates.len() + column).filter(|_| column < self.candidates.len());
        of_pair.copied().unwrap_or(C::from(OPEN))
    }

    /// The pairs that the columns of all rows come to, each by the need's place and the candidate; positions that stay open are in none.
    fn filled(&self, columns: &[usize]) -> Vec<(usize, usize)> {
        let rows = self.needs.iter().zip(columns).enumerate();
        let rows = rows.filter(|(row, (_, column))| self.worth(*row, **column) > C::from(OPEN));
        rows.filter_map(|(_, (need, column))| Some((*need, *self.candidates.get(*column)?))).collect()
    }
}

/// What a pair is worth that is not shown, and so a position that stays open.
const OPEN: u8 = 0;

impl<C: Copy + Ord + From<u8> + Neg<Output = C>> Weights<C> for Worths<C> {
    fn rows(&self) -> usize {
        self.needs.len()
    }

    fn columns(&self) -> usize {
        self.candidates.len().max(self.needs.len())
    }

    fn at(&self, row: usize, column: usize) -> C {
        self.worth(row, column)
    }

    fn neg(&self) -> Self {
        let of_pairs = self.of_pairs.iter().map(|worth| -*worth).collect();
        Self { needs: self.needs.clone(), candidates: self.candidates.clone(), of_pairs }
    }
}
