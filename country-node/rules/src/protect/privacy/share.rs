//! A release's budget, shared out over its tables, to the last billionth.

use super::NanoRho;
use crate::measured::Measured;
use crate::tally::Tally;
use schema::concept::Axis;

/// A table and what it spends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) measured: Measured,
    pub(super) dimensions: Vec<Axis>,
    pub(super) rho: NanoRho,
}

/// What each table of a segment spends, in the tally's order: counts, then sums. Together they spend the budget, neither more
/// nor less. Each quantity has its share of it, a half for who has a value and a half for the sums; what is left is for
/// the tables of persons.
pub(super) fn share(budget: NanoRho, shares: [f64; 3], tally: &Tally) -> Vec<Part> {
    let table = |measured: &Measured, dimensions: &[Axis]| Part {
        measured: measured.clone(),
        dimensions: dimensions.to_vec(),
        rho: 0,
    };
    let counts = tally.tables.iter().map(|raw| table(&raw.measured, &raw.dimensions));
    let sums = tally.sums.iter().map(|raw| table(&Measured::Sum { of: raw.of.clone() }, &raw.counts.dimensions));
    let mut parts: Vec<Part> = counts.chain(sums).collect();
    let mut left = budget;
    for raw in tally.sums.iter().filter(|raw| raw.counts.dimensions.is_empty()) {
        let pool = portion(budget, raw.share).min(left);
        left -= pool;
        hand_out(&mut parts, &Measured::Answering { of: raw.of.clone() }, pool / 2, shares);
        hand_out(&mut parts, &Measured::Sum { of: raw.of.clone() }, pool - pool / 2, shares);
    }
    hand_out(&mut parts, &Measured::Persons, left, shares);
    parts
}

/// Hands a pool out over the tables of what is measured. A class of tables (one dimension with the total; two; three and more)
/// has its share; a share of which there is no table goes to the others. The last class takes what rounding left, and the
/// first tables of a class a billionth more than the others.
fn hand_out(parts: &mut [Part], measured: &Measured, pool: NanoRho, shares: [f64; 3]) {
    let mut classes: [Vec<&mut NanoRho>; 3] = Default::default();
    for part in parts.iter_mut().filter(|part| part.measured == *measured) {
        if let Some(class) = classes.get_mut(part.dimensions.len().saturating_sub(1).min(2)) {
            class.push(&mut part.rho);
        }
    }
    let there: Vec<(f64, Vec<&mut NanoRho>)> =
        shares.into_iter().zip(classes).filter(|(_, tables)| !tables.is_empty()).collect();
    let whole: f64 = there.iter().map(|(share, _)| share).sum();
    let (mut left, mut classes_left) = (pool, there.len());
    for (share, tables) in there {
        classes_left -= 1;
        let own = if classes_left == 0 { left } else { portion(pool, share / whole).min(left) };
        left -= own;
        let count = tables.len() as NanoRho;
        for (rho, at) in tables.into_iter().zip(0..) {
            *rho = own / count + NanoRho::from(at < own % count);
        }
    }
}

/// A share of a pool, to the nearest billionth.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is over 0 and at most 1")]
fn portion(pool: NanoRho, share: f64) -> NanoRho {
    (pool as f64 * share).round() as NanoRho
}
