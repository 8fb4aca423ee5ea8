//! Who asks, from a request as it came. What this file decides: where a request's word of a member is looked for.

use crate::caller::Caller;
use crate::clock::Clock;
use crate::registry::Registry;
use door::came::Came;
use door::issuer::Issuers;
use schema::error::{Code, Sayable};
use schema::token::TokenFault;
use std::sync::Arc;

/// Identifies callers.
pub struct Identify {
    /// The keys of the members' issuers.
    pub issuers: Arc<Issuers>,
    /// Tells the time.
    pub clock: Clock,
}

impl Identify {
    /// Who asks, or what is said to nobody.
    pub async fn caller(&self, came: &Came<'_>, registry: &Registry) -> Result<Caller, Sayable> {
        let (token, members) = (came.bearer().ok_or_else(|| unknown(TokenFault::None))?, registry.membership());
        self.issuers.prepare(Some(token), members).await;
        Caller::of(Some(token), members, &self.issuers.keys(), (self.clock)()).map_err(unknown)
    }
}

fn unknown(fault: TokenFault) -> Sayable {
    Sayable::new(Code::Unauthenticated, fault.to_string())
}
