//! The words of a campaign: letters to those who agree to be written to. Whom they go to stays at the node.
//!
//! - [`state`]: where a campaign stands, and what is done to it.
//! - [`letter`]: where a letter stands, and by which means it goes. [`outcome`]: what an officer says came of it. [`left_out`]: why somebody
//!   gets none.

pub mod left_out;
pub mod letter;
pub mod outcome;
pub mod state;
