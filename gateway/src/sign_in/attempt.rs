//! One attempt to sign in. Its browser alone keeps it, as 32 random bytes in a cookie: what the issuer is sent is derived from
//! them and from the issuer, so nothing is stored here that strangers could fill, and an answer that belongs to another
//! attempt, another browser or another issuer fits nothing.

use schema::member::Issuer;
use schema::seal::digest;

/// One attempt to sign in.
pub struct Attempt<'a> {
    seed: &'a str,
    issuer: &'a str,
}

impl<'a> Attempt<'a> {
    /// The attempt of the browser that keeps `seed`, at an issuer.
    pub fn new(seed: &'a str, issuer: &'a Issuer) -> Self {
        Self { seed, issuer: &issuer.url }
    }

    /// What the issuer sends back with its answer.
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// What the ID token answers to.
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What proves that a code is asked for by who began (RFC 7636).
    pub fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// The same as it goes through the browser.
    pub fn challenge(&self) -> String {
        digest(self.verifier().as_bytes())
    }

    fn derived(&self, what: &str) -> String {
        // A seed has no line's end in it, and neither has an issuer.
        digest(format!("{what}\n{}\n{}", self.seed, self.issuer).as_bytes())
    }
}
