//! The words of a programme's work, as officers speak of it with their own country's node. None of it travels between members.
//!
//! - [`kind`]: what is kept; [`state`]: where it stands, and what is done to it; [`why`]: why something ended.

pub mod kind;
pub mod state;
pub mod why;
