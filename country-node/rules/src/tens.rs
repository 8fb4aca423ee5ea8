//! Counts of persons that a country tells others of without a release: whom a campaign reached, how many positions were filled.

/// What is told is told in whole tens.
pub const STEP: u64 = 10;

/// The fewest persons of whom it is told.
const LEAST: u64 = 20;

/// A count as others are told it: in whole tens, downwards, so that one person more or less seldom shows; nothing where it is of few.
pub fn in_tens(count: u64) -> Option<u64> {
    let told = count / STEP * STEP;
    (told >= LEAST).then_some(told)
}
