//! A gateway's word for a question to one node, as a test makes it: of the real key, or of any other.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use node_rules::clock::Clock;
use schema::assertion::{Assertion, LONGEST};
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::role::Role;
use schema::seal::{SecretKey, digest};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Signs questions to one country's node.
pub struct Carrier {
    /// The gateway's name.
    pub gateway: String,
    /// Its key.
    pub key: SecretKey,
    /// The country whose node is asked.
    pub country: MemberCode,
    /// Tells the time.
    pub clock: Clock,
    /// For which members issuers speak.
    pub issuers: BTreeMap<String, MemberCode>,
    next: AtomicU64,
}

impl Carrier {
    /// A carrier of the demonstration's gateway.
    pub fn new(key: SecretKey, country: MemberCode, clock: Clock) -> Self {
        Self {
            gateway: "hub".into(),
            key,
            country,
            clock,
            issuers: BTreeMap::new(),
            next: AtomicU64::new(first_of_its_own()),
        }
    }

    /// What the gateway says of a request: who asks is what the token says, whether anybody signed it or not.
    pub fn assertion(&self, token: &str, body: &[u8]) -> Assertion {
        let claims = token.split('.').nth(1).and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
        let claims: Value = claims.and_then(|claims| serde_json::from_slice(&claims).ok()).unwrap_or_default();
        let text = |name: &str, otherwise: &str| claims[name].as_str().unwrap_or(otherwise).to_owned();
        let from = (self.clock)();
        let issuer = text("iss", "IOM");
        // Of an issuer of whom nothing is known, any member will do: its token is believed nowhere.
        let member = self.issuers.get(&issuer).copied().or_else(|| issuer.parse().ok());
        let member = member.unwrap_or_else(|| "IOM".parse().unwrap());
        Assertion {
            gateway: self.gateway.clone(),
            country: self.country,
            from,
            until: from + LONGEST,
            id: format!("test-{}", self.next.fetch_add(1, Ordering::Relaxed)),
            member,
            user: text("sub", "nobody"),
            role: serde_json::from_value(claims["role"].clone()).unwrap_or(Role::Analyst),
            purposes: vec![Purpose::Comparison, Purpose::Research, Purpose::ProgrammeDesign, Purpose::OutreachDesign],
            token: digest(token.as_bytes()),
            body: digest(body),
        }
    }

    /// The same as it travels.
    pub fn word(&self, token: &str, body: &[u8]) -> String {
        self.assertion(token, body).sign(&self.key).unwrap()
    }
}

/// Several carriers of one run never give two questions one id.
fn first_of_its_own() -> u64 {
    static CARRIERS: AtomicU64 = AtomicU64::new(0);
    CARRIERS.fetch_add(1, Ordering::Relaxed) << 40
}
