//! Needs that share no candidate do not touch each other: each group of those that do is a problem of its own.

use super::listed::Listed;

/// Groups of needs, by their places, that are linked by candidates shown to both. In order, each need in one group.
pub(super) fn components(needs: &[Listed], candidates: usize) -> Vec<Vec<usize>> {
    let mut groups = Groups((0..needs.len()).collect());
    let mut first_need = vec![None; candidates];
    for (need, listed) in needs.iter().enumerate() {
        for fit in listed.shown() {
            match first_need.get_mut(fit.candidate) {
                Some(Some(first)) => groups.join(*first, need),
                Some(first) => *first = Some(need),
                None => {}
            }
        }
    }
    let mut components = vec![Vec::new(); needs.len()];
    for need in 0..needs.len() {
        if let Some(component) = components.get_mut(groups.least(need)) {
            component.push(need);
        }
    }
    components.retain(|component| !component.is_empty());
    components
}

/// Of each need a lesser one of its group, or itself.
struct Groups(Vec<usize>);

impl Groups {
    fn next(&self, need: usize) -> usize {
        self.0.get(need).copied().unwrap_or(need)
    }

    /// The least of a need's group; the way there is made shorter for those who come after.
    fn least(&mut self, mut need: usize) -> usize {
        while self.next(need) != need {
            let after = self.next(self.next(need));
            if let Some(next) = self.0.get_mut(need) {
                *next = after;
            }
            need = after;
        }
        need
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.least(one), self.least(other));
        if let Some(next) = self.0.get_mut(one.max(other)) {
            *next = one.min(other);
        }
    }
}
