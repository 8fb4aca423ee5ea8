//! The audit log: what is written of everything that is asked of a node and done to it, as a chain that shows every change.
//!
//! - [`entry`]: what is written. An entry is opened before anything is read and closed before anything is spoken.
//! - [`user`]: how a user is named in it: by a pseudonym that only this node makes.
//! - [`chain`]: each entry holds the digest of the one before it.
//! - [`checkpoint`]: the chain's end at a moment, signed, so that it can be kept elsewhere.
//! - [`oversight`]: who may see what was asked.
//! - [`verify`]: the first entry that is not as it was written, and why.
//!
//! No figure, no name, no token and no word of an asker's own stands in it: what is written has a form that has no room for
//! them.

pub mod chain;
pub mod checkpoint;
pub mod entry;
pub mod oversight;
pub mod user;
pub mod verify;
