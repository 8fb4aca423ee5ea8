//! The words of a programme's work, as officers speak of it with their own country's node. None of it travels between members but the
//! figures that are derived from it.
//!
//! - [`kind`]: what is kept; [`state`]: where it stands, and what is done to it; [`why`]: why something ended.
//! - [`derived`]: figures that countries are compared by, each a sum over another.

pub mod derived;
pub mod kind;
pub mod state;
pub mod why;
