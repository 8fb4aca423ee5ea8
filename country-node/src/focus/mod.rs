//! Focus groups: a file of them kept whole, and what is told of them.
//!
//! - [`load`](mod@load): from a file into the store.
//! - [`themes`](mod@themes): in how many groups each theme came up, for those whom a study is open to.

pub mod load;
pub mod themes;
