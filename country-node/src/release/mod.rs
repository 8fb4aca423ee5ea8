//! Releases: cut from records under consent, protected, signed, published; and those in force.
//!
//! - [`data`]: what is loaded of a period, of one file or of several sources.
//! - [`records`]: of each person the one record that is counted; [`columns`]: the records column by column, at a reference time.
//! - [`sound`]: a wave whose release can be cut; [`cut`]: from it to a release; [`publish`]: releases into the store, in one transaction.
//! - [`risk`]: how far the persons of a wave can be told apart.
//! - [`spend`]: the privacy budget, charged before noise is drawn.
//! - [`due`]: releases that the rulebook replaces at set times; [`recall`]: one that is replaced at once.
//! - [`turn`]: one at a time.
//! - [`shelf`]: releases in force, read back and believed only with their signature.

pub mod columns;
pub mod cut;
pub mod data;
pub mod due;
pub mod publish;
pub mod recall;
pub mod records;
pub mod risk;
pub mod shelf;
pub mod sound;
pub mod spend;
pub mod turn;
