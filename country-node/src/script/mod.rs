//! Tokens for scripts: an officer issues, lists and revokes them; a gateway exchanges one for the node's word, which holds for
//! a minute. When one is of use is decided in `node_rules::script`.
//!
//! - [`officer`]: issue, list, revoke. [`exchange`]: a secret for the node's word. [`route`]: the port of it.

pub mod exchange;
pub mod officer;
pub mod route;

use crate::store::script_token;
use node_rules::script::Terms;
use schema::role::Role;

/// What was agreed of a token; a role that nobody knows any more may least.
pub fn terms(row: &script_token::Model) -> Terms {
    let role = Role::from_name(&row.role).unwrap_or(Role::Observer);
    Terms { role, expires_at: row.expires_at, revoked_at: row.revoked_at }
}
