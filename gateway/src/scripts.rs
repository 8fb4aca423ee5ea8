//! Scripts' tokens: each is exchanged at its member's node for that member's word, which is used until shortly before its
//! minute is over. What an officer revokes is therefore over within a minute, at the gateway and at every node.

use crate::clock::Clock;
use crate::country::{Carrier, ExchangeFault, exchange};
use crate::registry::Registry;
use door::peer::Peer;
use door::rates::{Meter, Rates};
use schema::error::{Code, Sayable};
use schema::script::{HOLDS, Secret};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// How many secrets are remembered at most, by their digests.
const MOST: usize = 10_000;

/// How long before its end a word is renewed, in seconds: a question that it goes with is still on its way.
const EARLY: i64 = 10;

/// How long a secret that is of no use is not asked about again, in seconds.
const REFUSED: i64 = 10;

/// Exchanges scripts' tokens.
pub struct Scripts {
    carrier: Arc<Carrier>,
    clock: Clock,
    /// Guesses are counted by address, like requests of nobody.
    meter: Meter,
    held: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Held>>>>,
}

/// What is known of one secret; one request at a time asks for more.
#[derive(Default)]
struct Held {
    /// The member's word; none where the node said that the secret is of no use.
    word: Option<String>,
    /// Until when that is known, in seconds since 1970.
    until: i64,
}

impl Scripts {
    /// No token is known yet.
    pub fn new(carrier: Arc<Carrier>, clock: Clock, rates: Rates) -> Self {
        Self { carrier, clock, meter: Meter::new(rates), held: Mutex::default() }
    }

    /// The member's word for whoever has this secret.
    pub async fn word(&self, text: &str, peer: Option<&Peer>, registry: &Registry) -> Result<String, Sayable> {
        let secret = Secret::read(text).ok_or_else(useless)?;
        let entry = registry.membership().get(secret.member()).ok_or_else(useless)?;
        let Some(node) = registry.node(entry.code) else {
            let message = format!("{} has no node that could vouch for a script's token.", entry.name);
            return Err(Sayable::new(Code::Unauthenticated, message));
        };
        let held = self.held(&secret.digest());
        let mut held = held.lock().await;
        let now = (self.clock)();
        if now >= held.until {
            self.meter
                .count(None, peer.map(|peer| peer.address.ip()), Instant::now())
                .map_err(|refusal| refusal.sayable)?;
            *held = match exchange((&self.carrier, registry.link()), node, &secret).await {
                // However long the node says that it holds, it is asked again within a minute.
                Ok(exchanged) => Held { until: exchanged.until.min(now + HOLDS) - EARLY, word: Some(exchanged.token) },
                Err(ExchangeFault::Useless) => Held { word: None, until: now + REFUSED },
                Err(fault) => {
                    tracing::warn!(country = %entry.code, %fault, "a script's token could not be exchanged");
                    let message = format!(
                        "The node of {} could not be reached, and only it can vouch for a script's token; try again.",
                        entry.name
                    );
                    return Err(Sayable::new(Code::Unauthenticated, message));
                }
            };
        }
        held.word.clone().ok_or_else(useless)
    }

    fn held(&self, digest: &str) -> Arc<tokio::sync::Mutex<Held>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST && !held.contains_key(digest) {
            let now = (self.clock)();
            held.retain(|_, held| held.try_lock().map_or(true, |held| now < held.until));
            if held.len() >= MOST {
                // All of it can be asked for again.
                held.clear();
            }
        }
        Arc::clone(held.entry(digest.to_owned()).or_default())
    }
}

fn useless() -> Sayable {
    let message = "The script's token is not valid: it was never issued, has expired, or an officer revoked it.";
    Sayable::new(Code::Unauthenticated, message)
}

/// Whether a bearer token is a script's.
pub fn is_secret(token: &str) -> bool {
    token.starts_with(schema::script::MARK)
}
