//! How far persons can be told apart by what a file says of them: measured before publishing, for the operator alone.
//!
//! - [`groups`]: who shares all chosen codes with whom, and the shares of persons who share them with few.
//! - [`drivers`]: which column sets persons apart most.
//! - [`population`]: of persons who are unique in a sample, how many are unique in the population: an estimate.
//! - [`gate`]: columns that no release is cut from.
//!
//! It knows columns of codes and weights; it knows no store, and says shares, never counts.

pub mod drivers;
pub mod gate;
pub mod groups;
pub mod population;
mod share;

pub use share::Share;

#[cfg(test)]
mod tests;
