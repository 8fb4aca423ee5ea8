//! What differential privacy promises, in plain words.
//!
//! Changing one fact of a person moves the person between two cells of each table that holds its dimension. Whoever knows all
//! else tells the two worlds apart no better than two Gaussians at the distance mu, mu^2 = 4 times the rhos of these tables:
//! of two equally likely answers the right one with probability Phi(mu / 2) at most (Dong, Roth and Su 2022).

use super::{NanoRho, share};
use schema::concept::Dimension;
use std::collections::BTreeSet;

/// The best that can be done about one fact of a person, over all dimensions of the catalogue.
pub(super) fn best_guess(budget: NanoRho, shares: [f64; 3], tables: &[Vec<Dimension>]) -> f64 {
    let widths: Vec<usize> = tables.iter().map(Vec::len).collect();
    let parts = share::share(budget, shares, &widths);
    let dimensions: BTreeSet<Dimension> = tables.iter().flatten().copied().collect();
    let spent = |dimension: &Dimension| {
        let holding = tables.iter().zip(&parts).filter(|(table, _)| table.contains(dimension));
        holding.map(|(_, rho)| *rho).sum::<NanoRho>()
    };
    let most = dimensions.iter().map(spent).max().unwrap_or(budget) as f64 / 1e9;
    let mu = (4.0 * most).sqrt();
    // Phi(mu / 2), by the error function.
    0.5 * (1.0 + libm::erf(mu / 2.0 / std::f64::consts::SQRT_2))
}

/// The promise of one release. Releases of one year add up.
pub(super) fn words(budget: NanoRho, shares: [f64; 3], tables: &[Vec<Dimension>]) -> String {
    let guess = (1000.0 * best_guess(budget, shares, tables)).ceil() / 10.0;
    format!(
        "Of a yes-or-no fact of one person, whoever knows everything else guesses right at most {guess} times in 100 from \
         this release, where a coin is right 50 times."
    )
}
