//! Solves the assignment, part by part, by the Kuhn-Munkres algorithm of the crate `pathfinding`.

use super::component::components;
use super::listed::Listed;
use pathfinding::kuhn_munkres::{Weights, kuhn_munkres};
use std::collections::BTreeMap;

/// The candidates of each need in a best assignment, by their places.
pub(super) fn best(mut needs: Vec<Listed>, candidates: usize) -> Vec<Vec<usize>> {
    let mut taken = vec![Vec::new(); needs.len()];
    let mut is_taken = vec![false; candidates];
    for need in &needs {
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
    let (worths, candidates) = Worths::of(&listed);
    let (_, columns) = kuhn_munkres(&worths);
    let mut taken: BTreeMap<usize, Vec<usize>> = component.iter().map(|need| (*need, Vec::new())).collect();
    for (row, column) in columns.into_iter().enumerate() {
        let need = worths.needs.get(row).and_then(|row| listed.get(*row));
        let is_filled = worths.at(row, column) > OPEN;
        if let (true, Some((need, _)), Some(candidate)) = (is_filled, need, candidates.get(column)) {
            taken.entry(*need).or_default().push(*candidate);
        }
    }
    taken
}

/// What a pair is worth that is not shown, and so a position that stays open.
const OPEN: i64 = 0;

/// What each candidate is worth to each position: a row a position, a column a candidate, and columns of nobody where there are
/// more positions than candidates.
///
/// The algorithm gives every row a column of its own; a position whose column is worth nothing stays open. That makes no
/// assignment impossible: there are columns enough, so the positions that it leaves open can be spread over those that it
/// leaves free. And what is shown is worth something, so that nobody who is not shown stands for more than nothing.
struct Worths {
    /// Of each row the need, by its place among those solved together.
    needs: Vec<usize>,
    /// How many candidates there are.
    candidates: usize,
    /// Need by need, so that its positions have it once.
    of_pairs: Vec<i64>,
}

impl Worths {
    /// What is shown to some needs, and the candidates of the columns.
    fn of(listed: &[(usize, &Listed)]) -> (Self, Vec<usize>) {
        let shown = listed.iter().flat_map(|(_, listed)| listed.shown());
        let mut candidates: Vec<usize> = shown.map(|fit| fit.candidate).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let rows = listed.iter().enumerate();
        let rows = rows.flat_map(|(row, (_, listed))| std::iter::repeat_n(row, listed.positions()));
        let needs: Vec<usize> = rows.collect();
        // A point is worth more than filling every position, and filling one is worth something: so points come first.
        let point = i64::try_from(needs.len()).unwrap_or(i64::MAX / 2000).saturating_add(1);
        let mut of_pairs = vec![OPEN; listed.len() * candidates.len()];
        for (row, (_, listed)) in listed.iter().enumerate() {
            for fit in listed.shown() {
                let column = candidates.binary_search(&fit.candidate).unwrap_or(usize::MAX);
                if let Some(worth) = of_pairs.get_mut((row * candidates.len()).saturating_add(column)) {
                    *worth = point.saturating_mul(fit.points.into()).saturating_add(1);
                }
            }
        }
        (Self { needs, candidates: candidates.len(), of_pairs }, candidates)
    }
}

impl Weights<i64> for Worths {
    fn rows(&self) -> usize {
        self.needs.len()
    }

    fn columns(&self) -> usize {
        self.candidates.max(self.needs.len())
    }

    fn at(&self, row: usize, column: usize) -> i64 {
        if column >= self.candidates {
            return OPEN;
        }
        let need = self.needs.get(row).copied().unwrap_or_default();
        self.of_pairs.get(need * self.candidates + column).copied().unwrap_or(OPEN)
    }

    fn neg(&self) -> Self {
        Self { needs: self.needs.clone(), of_pairs: self.of_pairs.iter().map(|worth| -worth).collect(), ..*self }
    }
}
