//! The gateway as its callers see it, with small nodes that say what a test wants them to say.
//!
//! - [`people`]: members, tokens, callers.
//! - [`federation`]: a gateway over fake nodes, on ports of its own.
//! - [`directory`]: institutional records as nodes tell them.
//! - [`tables`]: answers as nodes give them.

pub mod directory;
pub mod federation;
pub mod people;
pub mod tables;

mod absence;
mod batching;
mod callers;
mod cited;
mod examples;
mod measured;
mod pages;
mod places;
mod programmes;
mod schema_text;
mod shares;
mod themes;
mod trust;
mod watching;
