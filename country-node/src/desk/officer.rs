//! From a request to an officer of the country: by the country's own token, and nothing else.

use door::came::{Came, Known};
use door::issuer::Issuers;
use door::roll::Roll;
use node_rules::clock::Clock;
use schema::country::CountryCode;
use schema::role::Role;
use schema::token::{Identity, TokenFault, verify};
use std::sync::Arc;

/// Tells officers of one country from everybody else.
pub struct Officers {
    country: CountryCode,
    roll: Arc<Roll>,
    issuers: Arc<Issuers>,
    clock: Clock,
}

/// An officer of the country.
#[derive(Clone)]
pub struct AtDesk(Identity);

/// Why somebody is none. Each may be said: it depends on the token alone.
#[derive(Clone)]
pub enum NoOfficer {
    /// The token is not accepted.
    Token(TokenFault),
    /// It is of somebody else: of another member, or of another role.
    SomebodyElse(Identity),
}

impl AtDesk {
    /// Who it is.
    pub fn identity(&self) -> &Identity {
        &self.0
    }
}

impl Officers {
    /// Those of a country.
    pub fn new(country: CountryCode, roll: Arc<Roll>, issuers: Arc<Issuers>, clock: Clock) -> Self {
        Self { country, roll, issuers, clock }
    }

    /// The officer who asks.
    pub async fn officer(&self, came: &Came<'_>) -> Result<AtDesk, NoOfficer> {
        let members = self.roll.in_force();
        let token = came.bearer().ok_or(NoOfficer::Token(TokenFault::None))?;
        self.issuers.prepare(Some(token), &members).await;
        let identity = verify(token, &members, &self.issuers.keys(), (self.clock)()).map_err(NoOfficer::Token)?;
        let is_officer = identity.member() == self.country && identity.role() == Role::Officer;
        if is_officer { Ok(AtDesk(identity)) } else { Err(NoOfficer::SomebodyElse(identity)) }
    }

    /// What the door is told of whoever asks with a valid token.
    pub fn known(&self, identity: &Identity) -> Known {
        let left = identity.until().saturating_sub((self.clock)());
        Known::for_seconds(identity.member().as_str(), identity.user(), left)
    }
}
