//! Agreements with other members, as this country's node keeps them. What may happen to one is decided in `node_rules`;
//! here it is kept, in one step with the audit log.
//!
//! - [`read`]: agreements from their events.
//! - [`change`](mod@change): a proposal, and what happens to it.

pub mod change;
pub mod read;

pub use change::{AgreementFault, Cabinet};
