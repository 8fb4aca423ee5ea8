//! Matching the needs of host institutions with candidates of the diaspora, in a programme that transfers skills.
//!
//! It proposes and gives its reasons; an officer decides. Nobody is looked at who has not agreed to be matched, and a person is
//! written to only while that consent holds.
//!
//! - [`need`], [`candidate`]: the two sides, as matching sees them; [`code`], [`occupation`], [`skill`]: in which words.
//! - [`eligible`]: the hard conditions, and every one that a candidate does not meet.
//! - [`score`]: how well an eligible candidate fits, in points with their reasons, by a country's [`weights`].
//! - [`shortlist`]: the candidates of one need.
//! - [`assign`]: the best assignment over all needs at once.
//! - [`fairness`]: who is among those who could be matched and among those who are, for the country's own officers.

pub mod assign;
pub mod candidate;
pub mod code;
pub mod eligible;
pub mod fairness;
pub mod need;
pub mod occupation;
pub mod score;
pub mod shortlist;
pub mod skill;
pub mod weights;

#[cfg(test)]
mod tests;
