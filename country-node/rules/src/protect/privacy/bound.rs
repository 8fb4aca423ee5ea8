//! What differential privacy promises, in plain words.
//!
//! Changing one fact of a person moves the person between two cells of each table that holds its dimension: in a table of
//! counts and in a table of sums alike the two worlds lie the root of two times the noise's sensitivity apart. Changing a
//! value of a quantity moves one cell of each of its sums by up to twice the sensitivity; a value that was not there adds one
//! to the counts of those with a value, and moves the sums by the sensitivity. Whoever knows all else tells two worlds apart
//! no better than two Gaussians at the distance mu: of two equally likely answers the right one with probability Phi(mu / 2)
//! at most (Dong, Roth and Su 2022). A change of `d` sensitivities in a table of rho adds 2 rho d^2 to mu^2.

use super::NanoRho;
use super::share::Part;
use crate::measured::Measured;
use schema::concept::Axis;
use std::collections::BTreeSet;

/// The best that can be done about one fact of a person: a code of any dimension, or a value of any quantity.
pub(super) fn best_guess(parts: &[Part]) -> f64 {
    let spent = |of: &dyn Fn(&Part) -> bool| parts.iter().filter(|part| of(part)).map(|part| part.rho).sum::<NanoRho>();
    let dimensions: BTreeSet<Axis> = parts.iter().flat_map(|part| part.dimensions.iter().copied()).collect();
    let quantities: BTreeSet<&String> = parts
        .iter()
        .filter_map(|part| match &part.measured {
            Measured::Sum { of } => Some(of),
            Measured::Persons | Measured::Answering { .. } => None,
        })
        .collect();
    let codes = dimensions.iter().map(|dimension| 4 * spent(&|part| part.dimensions.contains(dimension)));
    let values = quantities.into_iter().map(|of| {
        let sums = spent(&|part| part.measured == Measured::Sum { of: of.clone() });
        let counts = spent(&|part| part.measured == Measured::Answering { of: of.clone() });
        (8 * sums).max(2 * sums + 2 * counts)
    });
    // Of a release without dimensions and quantities: whether somebody is in it.
    let squared = codes.chain(values).max().unwrap_or_else(|| 2 * spent(&|_| true)) as f64 / 1e9;
    // Phi(mu / 2), by the error function.
    0.5 * (1.0 + libm::erf(squared.sqrt() / 2.0 / std::f64::consts::SQRT_2))
}

/// The promise of one release. Releases of one year add up.
pub(super) fn words(parts: &[Part]) -> String {
    let guess = (1000.0 * best_guess(parts)).ceil() / 10.0;
    format!(
        "Of a yes-or-no fact that one dimension or quantity tells of one person in it, whoever knows everything else guesses \
         right at most {guess} times in 100 from this release, where a coin is right 50 times."
    )
}
