//! Tokens for scripts: a secret that an officer issues at the country's node, lists and revokes. It travels to a gateway alone,
//! which has the node give its word for a minute in exchange; so every node sees only what a member signed, and what is
//! revoked is over within that minute.
//!
//! - [`secret`]: the secret's form. [`errand`]: the gateway's word for an exchange. [`exchange`]: what both sides say.

pub mod errand;
pub mod exchange;
pub mod secret;

pub use errand::Errand;
pub use exchange::{Exchanged, Presented};
pub use secret::{MARK, Secret};

/// How long a node's word for a script holds, in seconds.
pub const HOLDS: i64 = 60;
