use super::*;
use crate::member::{Document, Entry, Membership, Pin};
use crate::seal::SecretKey;
use crate::token::{KeySets, verify};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

const GHANA: &str = "https://id.gov.gh";
const COLOMBIA: &str = "https://id.gov.co";

fn key(seed: u8) -> SecretKey {
    SecretKey::from_random([seed; 32])
}

fn code(text: &str) -> MemberCode {
    text.parse().unwrap()
}

fn members() -> Membership {
    let of = |member: &str, url: &str, seed: u8| Entry {
        token_keys: vec![key(seed).public().to_text()],
        issuers: vec![Issuer::new(url, "hub")],
        ..Entry::new(code(member), member)
    };
    let document = Document::new(1, "", vec![of("GHA", GHANA, 1), of("COL", COLOMBIA, 2)]);
    Pin::to(&key(9).public()).accept(&document.signed(&key(9)).unwrap().to_toml().unwrap()).unwrap().0
}

fn set(seed: u8, kid: &str) -> KeySet {
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": key(seed).public().to_text(), "kid": kid });
    KeySet::read(json!({ "keys": [key] }).to_string().as_bytes()).unwrap()
}

/// Ghana's issuer signs with key 11, Colombia's with 12; both name it `a`.
fn keys() -> KeySets {
    KeySets::default().with(GHANA, set(11, "a")).with(COLOMBIA, set(12, "a"))
}

fn good() -> Value {
    json!({ "iss": GHANA, "sub": "ama", "aud": "diaspora-hub", "role": "officer", "iat": 100, "exp": 200 })
}

fn signed(claims: &Value, seed: u8, kid: &str) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) };
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(&key(seed).pkcs8())).unwrap()
}

fn heard(token: &str) -> Result<Identity, TokenFault> {
    verify(token, &members(), &keys(), 150)
}

/// The good claims with some in the place of others; null leaves one out.
fn with(changes: &Value) -> String {
    let mut claims = good();
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    signed(&claims, 11, "a")
}

#[test]
fn a_token_of_a_members_issuer_names_its_user_and_role_and_the_document_names_the_member() {
    let identity = heard(&with(&json!({ "member": "COL" }))).unwrap();
    assert_eq!((identity.member(), identity.user(), identity.role()), (code("GHA"), "ama", Role::Officer));
    assert_eq!(identity.until(), 200);
}

#[test]
fn the_members_own_tokens_go_on_and_may_not_pretend_to_be_an_issuers() {
    let own = crate::token::issue(&key(1), code("GHA"), "kofi", Role::Analyst, 100, 200).unwrap();
    assert_eq!(heard(&own).unwrap().user(), "kofi");
    assert_eq!(
        heard(&signed(&good(), 1, "GHA")),
        Err(TokenFault::NoKey),
        "the issuer's keys are held against it alone"
    );
    let pretends =
        json!({ "iss": "GHA", "sub": "ama", "aud": "diaspora-hub", "role": "officer", "iat": 1, "exp": 200 });
    assert_eq!(heard(&signed(&pretends, 11, "GHA")), Err(TokenFault::Invalid), "an issuer is not the member's own key");
}

#[test]
fn one_members_issuer_does_not_speak_for_another_member() {
    assert_eq!(heard(&signed(&good(), 12, "a")), Err(TokenFault::Invalid), "Colombia's key, Ghana's issuer");
    assert_eq!(heard(&with(&json!({ "iss": COLOMBIA }))), Err(TokenFault::Invalid), "Ghana's key, Colombia's issuer");
    assert_eq!(heard(&with(&json!({ "iss": "https://id.example" }))), Err(TokenFault::Invalid), "of no member");
}

#[test]
fn audience_time_role_and_user_must_be_there_and_fit() {
    use TokenFault::{Audience, Expired, Invalid, NoRole, NotYet};
    for (changes, fault) in [
        (json!({ "aud": "another" }), Audience),
        (json!({ "aud": null }), Audience),
        (json!({ "aud": ["another", 1] }), Audience),
        (json!({ "exp": 150 }), Expired),
        (json!({ "exp": null }), Invalid),
        (json!({ "exp": "200" }), Invalid),
        (json!({ "nbf": 181 }), NotYet),
        (json!({ "iat": 181 }), NotYet),
        (json!({ "iat": "soon" }), Invalid),
        (json!({ "role": null }), NoRole),
        (json!({ "role": "king" }), NoRole),
        (json!({ "role": ["officer", "observer"] }), NoRole),
        (json!({ "sub": null }), Invalid),
        (json!({ "sub": "" }), Invalid),
        (json!({ "sub": "a\nb" }), Invalid),
        (json!({ "sub": "x".repeat(256) }), Invalid),
    ] {
        assert_eq!(heard(&with(&changes)), Err(fault), "{changes}");
    }
    for fine in [
        json!({ "aud": ["another", "diaspora-hub"] }),
        json!({ "iat": null, "nbf": 180 }),
        json!({ "role": ["offline_access", "officer"] }),
    ] {
        assert_eq!(heard(&with(&fine)).map(|identity| identity.role()), Ok(Role::Officer), "{fine}");
    }
}

#[test]
fn no_algorithm_but_the_keys_own_is_taken() {
    let public = key(11).public().to_text();
    for secret in [public.as_bytes().to_vec(), vec![], b"secret".to_vec()] {
        for algorithm in [Algorithm::HS256, Algorithm::HS512] {
            let header = Header { kid: Some("a".into()), ..Header::new(algorithm) };
            let token = jsonwebtoken::encode(&header, &good(), &EncodingKey::from_secret(&secret)).unwrap();
            assert_eq!(heard(&token), Err(TokenFault::Invalid), "{algorithm:?}");
        }
    }
    let token = signed(&good(), 11, "a");
    let claims = token.split('.').nth(1).unwrap();
    // {"alg":"none","kid":"a"}
    assert_eq!(heard(&format!("eyJhbGciOiJub25lIiwia2lkIjoiYSJ9.{claims}.")), Err(TokenFault::Invalid));
}

#[test]
fn a_key_that_the_issuer_does_not_publish_is_said_so() {
    assert_eq!(heard(&signed(&good(), 11, "b")), Err(TokenFault::NoKey));
    assert_eq!(verify(&signed(&good(), 11, "a"), &members(), &KeySets::default(), 150), Err(TokenFault::NoKey));
}

#[test]
fn an_id_token_answers_one_request_of_one_client() {
    let issuer = Issuer::new(GHANA, "hub");
    let token = with(&json!({ "aud": "hub", "nonce": "n", "role": null }));
    let read = |token: &str, nonce| id_token(token, &issuer, Some(&set(11, "a")), nonce, 150);
    assert_eq!(read(&token, Some("n")).as_deref(), Ok("ama"));
    assert_eq!(read(&token, Some("m")), Err(TokenFault::Invalid));
    assert_eq!(read(&with(&json!({ "aud": "hub" })), Some("n")), Err(TokenFault::Invalid));
    assert_eq!(read(&with(&json!({ "nonce": "n" })), Some("n")), Err(TokenFault::Audience), "an access token is none");
}
