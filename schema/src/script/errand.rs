//! The gateway's word for the exchange of a script's secret at one node: that it is this very request (RFC 7519, EdDSA). It
//! holds for a minute at most and once, and travels in the header of an assertion, which it is not.

use crate::assertion::{AssertionFault, LONGEST};
use crate::member::{MemberCode, Membership};
use crate::seal::{SecretKey, digest};
use crate::word;
use serde::{Deserialize, Serialize};

/// What sets an errand apart from an assertion and from a user's token, whoever signed it.
const TYPE: &str = "diaspora-errand+jwt";

/// What a gateway says of an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errand {
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
    /// Names it among all that the gateway signs.
    #[serde(rename = "jti")]
    pub id: String,
    /// SHA-256 (base64url) of the request's body, byte by byte.
    pub body: String,
}

impl Errand {
    /// An errand of a gateway to a node, which begins at `from`.
    pub fn new(gateway: &str, country: MemberCode, body: &[u8], (id, from): (String, i64)) -> Self {
        Self { gateway: gateway.to_owned(), country, from, until: from + LONGEST, id, body: digest(body) }
    }

    /// Signs it.
    pub fn sign(&self, key: &SecretKey) -> Result<String, AssertionFault> {
        word::sign(TYPE, &self.gateway, self, key)
    }

    /// Reads an errand that reached the node of `country` at `now`, with the body that came with it. Whether it came before is
    /// for the node to remember.
    pub fn verify(
        text: Option<&str>,
        members: &Membership,
        country: MemberCode,
        body: &[u8],
        now: i64,
    ) -> Result<Self, AssertionFault> {
        let said: Self = word::read(TYPE, text.ok_or(AssertionFault::None)?, members)?;
        if said.country != country {
            return Err(AssertionFault::OtherCountry);
        }
        word::in_time(said.from, said.until, now)?;
        if said.body == digest(body) { Ok(said) } else { Err(AssertionFault::Altered) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assertion::SKEW;
    use crate::member::{Document, Gateway, Pin};

    const NOW: i64 = 1000;
    const BODY: &[u8] = b"{\"secret\":\"s\"}";

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_random([seed; 32])
    }

    fn code(text: &str) -> MemberCode {
        text.parse().unwrap()
    }

    fn heard(text: &str, body: &[u8], now: i64) -> Result<Errand, AssertionFault> {
        let gateways = vec![Gateway { name: "hub".into(), keys: vec![key(7).public().to_text()] }];
        let document = Document { gateways, ..Document::new(1, "", vec![]) };
        let text_of = document.signed(&key(9)).unwrap().to_toml().unwrap();
        let members = Pin::to(&key(9).public()).accept(&text_of).unwrap().0;
        Errand::verify(Some(text), &members, code("GHA"), body, now)
    }

    #[test]
    fn an_errand_is_a_gateways_word_for_one_request_to_one_node_for_a_minute() {
        let errand = Errand::new("hub", code("GHA"), BODY, ("one".into(), NOW));
        let text = errand.sign(&key(7)).unwrap();
        assert_eq!(heard(&text, BODY, NOW), Ok(errand.clone()));
        assert_eq!(heard(&text, b"another", NOW), Err(AssertionFault::Altered));
        for late in [NOW - SKEW - 1, NOW + LONGEST] {
            assert_eq!(heard(&text, BODY, late), Err(AssertionFault::Time));
        }
        let sign = |errand: Errand, by| errand.sign(&key(by)).unwrap();
        let longer = Errand { until: NOW + LONGEST + 1, ..errand.clone() };
        assert_eq!(heard(&sign(longer, 7), BODY, NOW), Err(AssertionFault::Time));
        let elsewhere = Errand { country: code("COL"), ..errand.clone() };
        assert_eq!(heard(&sign(elsewhere, 7), BODY, NOW), Err(AssertionFault::OtherCountry));
        assert_eq!(heard(&sign(errand.clone(), 8), BODY, NOW), Err(AssertionFault::Invalid));
        assert_eq!(
            heard(&sign(Errand { gateway: "other".into(), ..errand }, 7), BODY, NOW),
            Err(AssertionFault::Invalid)
        );
        assert_eq!(heard("a.b.c", BODY, NOW), Err(AssertionFault::Invalid));
    }
}
