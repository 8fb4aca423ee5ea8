//! Of persons who are unique in a weighted sample, how many are unique in the population: an estimate.
//!
//! Source: Benedetti and Franconi (1998), Statistical and technological solutions for controlled data dissemination, as
//! mu-Argus and sdcMicro have it (Capobianchi, Polettini and Lucarelli 2001). Given that `f` persons of the sample share all
//! codes, those of the population who do are taken as negative binomial, with a chance of `p` each of being in the sample; `p`
//! is estimated as `f` over the sum of their weights. Of a person who is alone (`f = 1`, weight `w`) that makes `p = 1 / w`,
//! the probability of being alone in the population too, `P(F = 1 | f = 1)`, is `p`, and the risk that whoever finds the record
//! has the right person, `E(1 / F | f = 1)`, is `p / (1 - p) * ln(1 / p)`.
//!
//! The method takes weights as all that is known: what other columns tell of how common codes are it does not use, so
//! that it is a guide to the size, not a bound.

use super::Share;
use super::groups::Groups;

/// What is estimated of persons who are unique in a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InPopulation {
    /// The share of them who are unique in the population.
    pub unique: Share,
    /// The mean probability that whoever finds one of their records has the right person.
    pub found: Share,
}

/// Estimates it; nothing where nobody is unique, or where the records are no sample: every one counts one person or less.
pub fn in_population(groups: &Groups, weights: &[f64]) -> Option<InPopulation> {
    if weights.iter().all(|weight| *weight <= 1.0) {
        return None;
    }
    let (mut persons, mut unique, mut found) = (0_usize, 0.0, 0.0);
    for (_, weight) in groups.alone().zip(weights).filter(|(alone, _)| *alone) {
        let p = 1.0 / weight.max(1.0);
        persons += 1;
        unique += p;
        found += if p < 1.0 { p / (1.0 - p) * (1.0 / p).ln() } else { 1.0 };
    }
    (persons > 0).then(|| InPopulation { unique: Share::mean(unique, persons), found: Share::mean(found, persons) })
}
