//! Releases: cut from records under consent, protected, signed, published; and those in force.
//!
//! - [`columns`]: a wave's records column by column, at a reference time.
//! - [`cut`]: from a wave to a published release, in one transaction.
//! - [`spend`]: the privacy budget, charged before noise is drawn.
//! - [`shelf`]: releases in force, read back and believed only with their signature.

pub mod columns;
pub mod cut;
pub mod shelf;
pub mod spend;
