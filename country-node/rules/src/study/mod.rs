//! A study as its owner describes it (TOML): a new wave, or a wholly new study, is a new document and nothing else.
//!
//! - [`document`]: what a study document says.
//! - [`check`](mod@check): every fault of one, in one report.

pub mod check;
pub mod document;

pub use document::{Study, Wave, Weight};
