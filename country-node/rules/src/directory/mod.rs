//! The country's institutional records: what may be done to one, what it says at which time, and which of them somebody is told of.
//!
//! - [`content`]: what a record says, each part with the time for which it holds; [`edit`]: how that is changed.
//! - [`moves`]: in which state what may be done; [`event`]: what was done.
//! - [`entry`](mod@entry): a record from its events; [`review`]: whether a version is reviewed.
//! - [`index`]: all records as they were after each event; [`references`]: that those which one names are there; [`listed`]: a page of
//!   them for one who asks, of all that [`fitting`] finds.

pub mod content;
pub mod edit;
pub mod entry;
pub mod event;
pub mod fitting;
pub mod index;
pub mod listed;
pub mod moves;
pub mod references;
pub mod review;

#[cfg(test)]
mod tests;
