//! Focus groups: a file of them kept whole, and what is told of them.
//!
//! - [`load`](mod@load): from a file into the store; [`remove`](mod@remove): out of it.
//! - [`find`](mod@find): what the store keeps; [`show`]: the same on lines, for the country's own officers.
//! - [`themes`](mod@themes): in how many groups each theme came up, for those whom a study is open to.
//! - [`beside`](mod@beside): of which study a survey's figures are that stand beside them.

pub mod beside;
pub mod find;
pub mod load;
pub mod remove;
pub mod show;
pub mod themes;
