//! A bearer token to a caller: the member's own signature, and nothing that a gateway says.

use node_rules::caller::Caller;
use node_rules::clock::Clock;
use schema::country::CountryCode;
use schema::member::Membership;
use schema::token::{TokenFault, verify};

/// Checks bearer tokens for one country's node.
pub struct Identify {
    /// The country whose node this is.
    pub country: CountryCode,
    /// The members and their keys.
    pub members: Membership,
    /// Tells the time.
    pub clock: Clock,
}

impl Identify {
    /// Who bears this token.
    pub fn caller(&self, token: Option<&str>) -> Result<Caller, TokenFault> {
        let identity = verify(token.ok_or(TokenFault::None)?, &self.members, (self.clock)())?;
        Ok(Caller::at(self.country, identity))
    }
}
