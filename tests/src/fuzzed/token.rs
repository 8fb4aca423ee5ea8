//! A token that is believed was signed by the member that it names, and a gateway's word by that gateway, for this request,
//! in its time.

use super::ground::{GATEWAY, NOW, code, gateway_key, membership, token_key};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use schema::assertion::{Assertion, LONGEST, SKEW};
use schema::member::Membership;
use schema::role::Role;
use schema::seal::{PublicKey, SecretKey, digest};
use schema::token::{Identity, KeySets, issue, verify};
use serde_json::Value;
use std::sync::LazyLock;

static MEMBERS: LazyLock<Membership> = LazyLock::new(membership);

/// The country whose node is asked.
const ASKED: &str = "GHA";

/// The law. Lines: `r`, a token, an assertion; or `s` and the header and claims of a token, which Colombia signs, and of an
/// assertion, which the gateway signs, so that what follows the signature is reached. The rest is the request's body. In the
/// claims of an assertion `$TOKEN` and `$BODY` stand for the digests. An empty token is a good one.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (kind, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let (token, word, body) = if kind == "s" {
        let mut lines = rest.splitn(5, '\n');
        let [header, claims, of_word, said, body] = std::array::from_fn(|_| lines.next().unwrap_or_default());
        let token = if header.is_empty() { good() } else { jwt(header, claims, &token_key("COL")) };
        let said = said.replace("$TOKEN", &digest(token.as_bytes())).replace("$BODY", &digest(body.as_bytes()));
        (token, jwt(of_word, &said, &gateway_key()), body)
    } else {
        let mut lines = rest.splitn(3, '\n');
        let [token, word, body] = std::array::from_fn(|_| lines.next().unwrap_or_default());
        (if token.is_empty() { good() } else { token.to_owned() }, word.to_owned(), body)
    };
    let Ok(identity) = verify(&token, &MEMBERS, &KeySets::default(), NOW) else { return };
    token_is_the_members(&token, &identity);
    assert!(kind != "s" || identity.member() == code("COL"), "Colombia's key speaks for Colombia alone");
    let caller = (&identity, &*token);
    let heard = Assertion::verify(Some(&word), &MEMBERS, code(ASKED), caller, body.as_bytes(), NOW);
    let Ok(said) = heard else { return };
    word_is_the_gateways(&word, &said, caller, body);
    for (country, body, now) in [("COL", body, NOW), (ASKED, &*format!("{body} "), NOW), (ASKED, body, said.until)] {
        let heard = Assertion::verify(Some(&word), &MEMBERS, code(country), caller, body.as_bytes(), now);
        assert!(heard.is_err(), "it holds for one country, one request and its own time");
    }
    let again = said.sign(&gateway_key()).unwrap();
    let again = Assertion::verify(Some(&again), &MEMBERS, code(ASKED), caller, body.as_bytes(), NOW);
    assert_eq!(again, Ok(said), "what was read is what was written");
}

fn token_is_the_members(token: &str, identity: &Identity) {
    let claims = signed_by(token, MEMBERS.token_keys(identity.member()));
    assert_eq!(claims["iss"], identity.member().as_str());
    assert_eq!(claims["sub"], identity.user());
    assert!(claims["iat"].as_i64().unwrap() <= NOW && NOW < identity.until(), "in its time");
    assert_eq!(claims["exp"].as_i64(), Some(identity.until()));
}

fn word_is_the_gateways(word: &str, said: &Assertion, (identity, token): (&Identity, &str), body: &str) {
    signed_by(word, MEMBERS.gateway_keys(&said.gateway));
    assert_eq!(said.gateway, GATEWAY);
    assert_eq!(said.country, code(ASKED));
    assert_eq!((said.member, &*said.user, said.role), (identity.member(), identity.user(), identity.role()));
    assert_eq!((&said.token, &said.body), (&digest(token.as_bytes()), &digest(body.as_bytes())));
    assert!(said.until - said.from <= LONGEST && said.from - SKEW <= NOW && NOW < said.until, "of this minute");
}

/// The claims of what one of these keys signed, by the signature's own library.
fn signed_by(text: &str, keys: &[PublicKey]) -> Value {
    let (signed, signature) = text.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let fits = keys.iter().any(|key| {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(key.to_text()).unwrap().try_into().unwrap();
        VerifyingKey::from_bytes(&bytes).unwrap().verify_strict(signed.as_bytes(), &signature).is_ok()
    });
    assert!(fits, "believed, and signed by nobody who may");
    let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

fn jwt(header: &str, claims: &str, key: &SecretKey) -> String {
    let signed = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
    let signature = SigningKey::from_bytes(&key.to_bytes()).sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn good() -> String {
    issue(&token_key("COL"), code("COL"), "ana", Role::Analyst, NOW - 10, NOW + 1000).unwrap()
}
