//! What a release under a threshold shows: everything that is large enough, but for what would give the rest away.

use super::aspect::Aspect;
use super::family::Family;
use super::shown::Shown;
use crate::tally::Tally;

/// How many edges of cycles are looked at for one family before its table is withheld whole: some seconds. A table of three
/// dimensions takes a hundredth of it.
pub(super) const MOST_EFFORT: u64 = 500_000_000;

/// Which cells of a tally are published, with so much work on each family.
pub(super) fn suppress(tally: &Tally, threshold: u32, most: u64) -> Shown {
    let aspects = Aspect::of(&tally.whole);
    let mut shown = Shown::large(tally, threshold);
    let mut families: Vec<Family> = tally
        .tables
        .iter()
        .enumerate()
        .map(|(number, raw)| Family::of(tally, number, raw, &aspects, threshold, most))
        .collect();
    // Narrow before wide: what a margin must withhold is settled before the tables that hold it.
    families.sort_by_key(Family::dimensions);
    until_nothing_changes(&mut families, |family| family.show_empty(&mut shown));
    // A margin that one family withholds is withheld in all: again, until nothing changes.
    until_nothing_changes(&mut families, |family| family.settle(&mut shown));
    shown
}

/// Goes through all families, again and again, until none of them says that it changed something.
fn until_nothing_changes(families: &mut [Family], mut change: impl FnMut(&mut Family) -> bool) {
    let mut changed = true;
    while changed {
        changed = false;
        for family in families.iter_mut() {
            changed |= change(family);
        }
    }
}
