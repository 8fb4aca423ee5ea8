//! The gateway's word for a question on its way to one node: who asks it, for what, and that it is this very request
//! (RFC 7519, EdDSA). It holds for a minute at most and once.

use crate::member::{MemberCode, Membership};
use crate::purpose::Purpose;
use crate::role::Role;
use crate::seal::{SecretKey, digest};
use crate::token::Identity;
use crate::word;
use serde::{Deserialize, Serialize};

/// The header of a request that an assertion travels in.
pub const HEADER: &str = "diaspora-assertion";

/// The longest that an assertion may hold, in seconds.
pub const LONGEST: i64 = 60;

/// How far the clocks of a gateway and a node may lie apart, in seconds.
pub const SKEW: i64 = 5;

/// What sets an assertion apart from a user's token, whoever signed it.
const TYPE: &str = "diaspora-assertion+jwt";

/// What a gateway says of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assertion {
    /// The gateway's name.
    #[serde(rename = "iss")]
    pub gateway: String,
    /// The country whose node is asked.
    #[serde(rename = "aud")]
    pub country: MemberCode,
    /// When it was made, in seconds since 1970.
    #[serde(rename = "iat")]
    pub from: i64,
    /// Until when it holds, in seconds since 1970.
    #[serde(rename = "exp")]
    pub until: i64,
    /// Names it: 16 random bytes, in base64url.
    #[serde(rename = "jti")]
    pub id: String,
    /// The member that asks.
    pub member: MemberCode,
    /// The user who asks, by the pseudonym in the member's token.
    #[serde(rename = "sub")]
    pub user: String,
    /// The user's role.
    pub role: Role,
    /// Why: the purposes of all questions in the request, each once and sorted.
    pub purposes: Vec<Purpose>,
    /// SHA-256 (base64url) of the member's own token, which travels beside it.
    pub token: String,
    /// SHA-256 (base64url) of the request's body, byte by byte.
    pub body: String,
}

/// Why an assertion is not believed. Which check failed depends on the request alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// There is none.
    #[error("A node is asked through a gateway of the federation, which signs each question.")]
    None,
    /// Not an assertion, or not signed by the gateway that it names.
    #[error("No gateway of this federation signed this question.")]
    Invalid,
    /// Its time is over, has not begun, or is too long.
    #[error("The gateway's signature on this question is not of this minute; are the clocks right?")]
    Time,
    /// It is for another country's node.
    #[error("The gateway signed this question for another country's node.")]
    OtherCountry,
    /// The request is not the one that was signed.
    #[error("The question is not the one that the gateway signed.")]
    Altered,
    /// The member's token says something else.
    #[error("The gateway names another caller than the member's token does.")]
    OtherCaller,
}

impl Assertion {
    /// Who asks, by the caller's own token, and in which request. `from` is in seconds since 1970.
    pub fn new(
        gateway: &str,
        country: MemberCode,
        caller: (&Identity, &str),
        purposes: Vec<Purpose>,
        body: &[u8],
        (id, from): (String, i64),
    ) -> Self {
        let (identity, token) = caller;
        Self {
            gateway: gateway.to_owned(),
            country,
            from,
            until: from + LONGEST,
            id,
            member: identity.member(),
            user: identity.user().to_owned(),
            role: identity.role(),
            purposes,
            token: digest(token.as_bytes()),
            body: digest(body),
        }
    }

    /// Signs it.
    pub fn sign(&self, key: &SecretKey) -> Result<String, AssertionFault> {
        word::sign(TYPE, &self.gateway, self, key)
    }

    /// Reads an assertion that reached the node of `country` at `now`, with the body and the token that came with it.
    /// Whether it came before is for the node to remember.
    pub fn verify(
        text: Option<&str>,
        members: &Membership,
        country: MemberCode,
        caller: (&Identity, &str),
        body: &[u8],
        now: i64,
    ) -> Result<Self, AssertionFault> {
        let said: Self = word::read(TYPE, text.ok_or(AssertionFault::None)?, members)?;
        let (identity, token) = caller;
        if said.country != country {
            return Err(AssertionFault::OtherCountry);
        }
        word::in_time(said.from, said.until, now)?;
        if said.body != digest(body) {
            return Err(AssertionFault::Altered);
        }
        let named = (said.member, said.user.as_str(), said.role);
        if said.token != digest(token.as_bytes()) || named != (identity.member(), identity.user(), identity.role()) {
            return Err(AssertionFault::OtherCaller);
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::member::{Document, Entry, Gateway, Pin};
    use crate::token::{KeySets, issue, verify};

    const NOW: i64 = 1_000;
    const BODY: &[u8] = b"{\"query\":\"{ node { country } }\"}";

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_random([seed; 32])
    }

    fn code(text: &str) -> MemberCode {
        text.parse().unwrap()
    }

    fn members() -> Membership {
        let entry = Entry { token_keys: vec![key(1).public().to_text()], ..Entry::new(code("GHA"), "Ghana") };
        let gateways = vec![Gateway { name: "hub".into(), keys: vec![key(7).public().to_text()] }];
        let document = Document { gateways, ..Document::new(1, "", vec![entry]) };
        Pin::to(&key(9).public()).accept(&document.signed(&key(9)).unwrap().to_toml().unwrap()).unwrap().0
    }

    fn token(user: &str) -> String {
        issue(&key(1), code("GHA"), user, Role::Analyst, NOW - 10, NOW + 1000).unwrap()
    }

    fn said(token: &str) -> Assertion {
        let identity = verify(token, &members(), &KeySets::default(), NOW).unwrap();
        let caller = (&identity, token);
        Assertion::new("hub", code("COL"), caller, vec![Purpose::Comparison], BODY, ("one".into(), NOW))
    }

    fn heard(text: &str, token: &str, body: &[u8], now: i64) -> Result<Assertion, AssertionFault> {
        let identity = verify(token, &members(), &KeySets::default(), NOW).unwrap();
        Assertion::verify(Some(text), &members(), code("COL"), (&identity, token), body, now)
    }

    #[test]
    fn a_question_is_believed_as_it_was_signed_and_for_a_minute() {
        let token = token("ama");
        let text = said(&token).sign(&key(7)).unwrap();
        assert_eq!(heard(&text, &token, BODY, NOW), Ok(said(&token)));
        assert_eq!(heard(&text, &token, BODY, NOW - SKEW), Ok(said(&token)));
        for late in [NOW - SKEW - 1, NOW + LONGEST, NOW + 1_000_000] {
            assert_eq!(heard(&text, &token, BODY, late), Err(AssertionFault::Time));
        }
        let ages_ago = Assertion { from: i64::MIN, until: i64::MIN + LONGEST, ..said(&token) }.sign(&key(7)).unwrap();
        assert!(heard(&ages_ago, &token, BODY, NOW).is_err());
        let longer = Assertion { until: NOW + LONGEST + 1, ..said(&token) }.sign(&key(7)).unwrap();
        assert_eq!(heard(&longer, &token, BODY, NOW), Err(AssertionFault::Time));
    }

    #[test]
    fn a_gateway_that_alters_the_question_or_invents_a_caller_is_refused() {
        let (ama, kofi) = (token("ama"), token("kofi"));
        let text = said(&ama).sign(&key(7)).unwrap();
        assert_eq!(heard(&text, &ama, b"{\"query\":\"{ catalogue { title } }\"}", NOW), Err(AssertionFault::Altered));
        assert_eq!(heard(&text, &kofi, BODY, NOW), Err(AssertionFault::OtherCaller), "another user's token");
        for invented in [
            Assertion { member: code("COL"), ..said(&ama) },
            Assertion { user: "kofi".into(), ..said(&ama) },
            Assertion { role: Role::Officer, ..said(&ama) },
        ] {
            assert_eq!(heard(&invented.sign(&key(7)).unwrap(), &ama, BODY, NOW), Err(AssertionFault::OtherCaller));
        }
        let elsewhere = Assertion { country: code("DOM"), ..said(&ama) }.sign(&key(7)).unwrap();
        assert_eq!(heard(&elsewhere, &ama, BODY, NOW), Err(AssertionFault::OtherCountry));
    }

    #[test]
    fn nobody_but_a_gateway_of_the_federation_signs_a_question() {
        let token = token("ama");
        let identity = verify(&token, &members(), &KeySets::default(), NOW).unwrap();
        let none = Assertion::verify(None, &members(), code("COL"), (&identity, &token), BODY, NOW);
        assert_eq!(none, Err(AssertionFault::None));
        let unknown = Assertion { gateway: "other".into(), ..said(&token) };
        for text in [
            String::new(),
            "a.b.c".into(),
            token.clone(),
            said(&token).sign(&key(1)).unwrap(),
            unknown.sign(&key(7)).unwrap(),
        ] {
            assert_eq!(heard(&text, &token, BODY, NOW), Err(AssertionFault::Invalid), "{text}");
        }
    }
}
