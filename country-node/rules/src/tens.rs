//! Counts of persons that a country tells others of without a release: whom a campaign reached, how many positions were filled.

use schema::directory::programme::TENS;

/// The fewest persons of whom it is told.
const LEAST: u64 = 20;

/// A count as others are told it: in whole tens, downwards, so that one person more or less seldom shows; nothing where it is of few.
pub fn in_tens(count: u64) -> Option<u64> {
    let step = u64::from(TENS);
    let told = count / step * step;
    (told >= LEAST).then_some(told)
}
