//! Who asks, from a request as it came. What this file decides: where a request's word of a member is looked for.

use crate::caller::Caller;
use crate::clock::Clock;
use crate::registry::Registry;
use crate::scripts::{Scripts, is_secret};
use crate::sign_in::SignIn;
use door::came::Came;
use door::issuer::Issuers;
use schema::error::{Code, Sayable};
use schema::token::TokenFault;
use std::sync::Arc;

/// Identifies callers.
pub struct Identify {
    /// The keys of the members' issuers.
    pub issuers: Arc<Issuers>,
    /// Who is signed in.
    pub sign_in: Arc<SignIn>,
    /// Exchanges scripts' tokens.
    pub scripts: Scripts,
    /// Tells the time.
    pub clock: Clock,
}

impl Identify {
    /// Who asks, or what is said to nobody.
    pub async fn caller(&self, came: &Came<'_>, registry: &Registry) -> Result<Caller, Sayable> {
        let members = registry.membership();
        let token = match came.bearer() {
            Some(secret) if is_secret(secret) => Some(self.scripts.word(secret, came.peer, registry).await?),
            Some(token) => Some(token.to_owned()),
            None => self.sign_in.token(came.headers, members).await,
        };
        self.issuers.prepare(token.as_deref(), members).await;
        Caller::of(token.as_deref(), members, &self.issuers.keys(), (self.clock)()).map_err(unknown)
    }
}

fn unknown(fault: TokenFault) -> Sayable {
    Sayable::new(Code::Unauthenticated, fault.to_string())
}
