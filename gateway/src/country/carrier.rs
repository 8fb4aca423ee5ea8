//! The gateway's own word for each question that it carries.

use super::Silence;
use crate::caller::Caller;
use crate::clock::Clock;
use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schema::assertion::{Assertion, AssertionFault};
use schema::country::CountryCode;
use schema::purpose::Purpose;
use schema::script::Errand;
use schema::seal::SecretKey;
use std::sync::atomic::{AtomicU64, Ordering};

/// Carries questions to nodes.
pub struct Carrier {
    gateway: String,
    key: SecretKey,
    clock: Clock,
    /// Random, so that no two runs of a gateway give two questions one id.
    run: String,
    next: AtomicU64,
}

impl Carrier {
    /// A carrier of the gateway of this name. `run` is random.
    pub fn new(gateway: &str, key: SecretKey, clock: Clock, run: [u8; 16]) -> Self {
        let run = URL_SAFE_NO_PAD.encode(run);
        Self { gateway: gateway.to_owned(), key, clock, run, next: AtomicU64::new(0) }
    }

    /// The gateway's word for the exchange of a script's secret at one node.
    pub(super) fn errand(&self, country: CountryCode, body: &[u8]) -> Result<HeaderValue, AssertionFault> {
        let said = Errand::new(&self.gateway, country, body, (self.id(), (self.clock)()));
        HeaderValue::from_str(&said.sign(&self.key)?).map_err(|_| AssertionFault::Invalid)
    }

    fn id(&self) -> String {
        format!("{}-{}", self.run, self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// The gateway's word for one request to one node.
    pub(super) fn assertion(
        &self,
        country: CountryCode,
        caller: &Caller,
        purposes: Vec<Purpose>,
        body: &[u8],
    ) -> Result<HeaderValue, Silence> {
        let id = self.id();
        let named = (caller.identity(), caller.token());
        let said = Assertion::new(&self.gateway, country, named, purposes, body, (id, (self.clock)()));
        let text = said.sign(&self.key)?;
        HeaderValue::from_str(&text).map_err(|_| Silence::NotSigned(AssertionFault::Invalid))
    }
}
