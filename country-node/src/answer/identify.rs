//! A bearer token to a caller: the member's own signature, and nothing that a gateway says.

use door::roll::Roll;
use node_rules::caller::Caller;
use node_rules::clock::Clock;
use schema::country::CountryCode;
use schema::token::{TokenFault, verify};
use std::sync::Arc;

/// Checks bearer tokens for one country's node.
pub struct Identify {
    /// The country whose node this is.
    pub country: CountryCode,
    /// The members and their keys.
    pub roll: Arc<Roll>,
    /// Tells the time.
    pub clock: Clock,
}

impl Identify {
    /// Who bears this token.
    pub fn caller(&self, token: Option<&str>) -> Result<Caller, TokenFault> {
        let identity = verify(token.ok_or(TokenFault::None)?, &self.roll.in_force(), (self.clock)())?;
        Ok(Caller::at(self.country, identity))
    }
}
