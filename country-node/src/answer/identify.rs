//! A request to a caller: the member's own token, the gateway's signature on this very request, and nothing else that a
//! gateway says.

use super::seen::{Seen, SeenFault};
use door::came::{Came, Known};
use door::issuer::Issuers;
use door::roll::Roll;
use door::tls::trust::Trust;
use node_rules::caller::Caller;
use node_rules::clock::{Clock, Seconds};
use schema::assertion::{Assertion, AssertionFault, HEADER};
use schema::country::CountryCode;
use schema::script::Errand;
use schema::token::{TokenFault, verify};
use std::sync::Arc;

/// Identifies callers for one country's node.
pub struct Identify {
    country: CountryCode,
    roll: Arc<Roll>,
    /// The keys of the members' issuers, which this node fetches by itself.
    issuers: Arc<Issuers>,
    clock: Clock,
    seen: Seen,
    /// What is believed of gateways' certificates, where the node speaks TLS.
    trust: Option<Trust>,
    /// What was signed before the node started may have been used before it: it is not taken.
    started: Seconds,
}

/// Why a request has no caller. Each may be said: it depends on the request alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unidentified {
    /// The member's token is not accepted.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The gateway's signature is not accepted.
    #[error(transparent)]
    Assertion(#[from] AssertionFault),
    /// The gateway's signature was used before.
    #[error(transparent)]
    Seen(#[from] SeenFault),
    /// The connection is not the gateway's.
    #[error("The connection is not of the gateway that signed this question, or its certificate is revoked.")]
    OtherGateway,
    /// The gateway signed it before the node started.
    #[error("The gateway signed this question before this node started; ask again.")]
    BeforeStart,
}

impl Identify {
    /// Identifies callers at a country's node that starts now.
    pub fn new(
        country: CountryCode,
        roll: Arc<Roll>,
        issuers: Arc<Issuers>,
        trust: Option<Trust>,
        clock: Clock,
    ) -> Self {
        let started = clock();
        Self { country, roll, issuers, clock, seen: Seen::default(), trust, started }
    }

    /// Who asks. A request is taken once: the gateway's signature on it is used up, whatever comes of the question.
    pub async fn caller(&self, came: &Came<'_>) -> Result<Caller, Unidentified> {
        let members = self.roll.in_force();
        let token = came.bearer().ok_or(TokenFault::None)?;
        self.issuers.prepare(Some(token), &members).await;
        let now = (self.clock)();
        let identity = verify(token, &members, &self.issuers.keys(), now)?;
        let word = came.headers.get(HEADER).and_then(|word| word.to_str().ok());
        let named = (&identity, token);
        let assertion = Assertion::verify(word, &members, self.country, named, came.body, now)?;
        self.carried(&assertion.gateway, assertion.from, came)?;
        self.seen.first_time(&assertion, now)?;
        Ok(Caller::at(self.country, identity, assertion))
    }

    /// Which gateway presents a script's secret. Its word is taken once, like that for a question.
    pub fn errand(&self, came: &Came<'_>) -> Result<Errand, Unidentified> {
        let (members, now) = (self.roll.in_force(), (self.clock)());
        let word = came.headers.get(HEADER).and_then(|word| word.to_str().ok());
        let errand = Errand::verify(word, &members, self.country, came.body, now)?;
        self.carried(&errand.gateway, errand.from, came)?;
        self.seen.first((&errand.gateway, &errand.id), errand.until, now)?;
        Ok(errand)
    }

    /// What the door is told of a caller.
    pub fn known(&self, caller: &Caller) -> Known {
        let left = caller.until().saturating_sub((self.clock)());
        Known::for_seconds(caller.member().as_str(), caller.user(), left)
    }

    /// Whether the gateway that signed a request carries it, and signed it since this node started.
    fn carried(&self, gateway: &str, from: Seconds, came: &Came<'_>) -> Result<(), Unidentified> {
        if !self.comes_from(gateway, came) {
            return Err(Unidentified::OtherGateway);
        }
        if from < self.started { Err(Unidentified::BeforeStart) } else { Ok(()) }
    }

    /// Whether the connection is the gateway's, by the certificate that it showed; a certificate that was revoked since
    /// then is no one's.
    fn comes_from(&self, gateway: &str, came: &Came<'_>) -> bool {
        let Some(trust) = &self.trust else { return true };
        let shown = came.peer.and_then(|peer| peer.certificate.as_deref());
        shown.and_then(|certificate| trust.gateway(certificate)).is_some_and(|of| of == gateway)
    }
}
