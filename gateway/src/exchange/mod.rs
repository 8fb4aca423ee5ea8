//! What governments settle with each other through the gateway, which keeps nothing of it: each country's node does.
//!
//! - [`business`]: one request's, sent to the node that it is with.
//! - [`agreements`]: what one member may ask of another.
//! - [`desk`]: what officers do to records.

pub mod agreements;
pub mod business;
pub mod desk;

pub use business::Business;
