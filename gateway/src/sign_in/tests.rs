use super::attempt::Attempt;
use super::cookie::{Cookie, Kind};
use axum::http::{HeaderMap, HeaderValue, header};
use schema::member::Issuer;

const SEED: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn what_an_issuer_is_sent_is_of_one_attempt_at_one_issuer() {
    let (ghana, colombia) = (Issuer::new("https://id.gov.gh", "hub"), Issuer::new("https://id.gov.co", "hub"));
    let attempt = Attempt::new(SEED, &ghana);
    let mut all = vec![attempt.state(), attempt.nonce(), attempt.verifier(), attempt.challenge()];
    all.extend([Attempt::new(SEED, &colombia).state(), Attempt::new(&SEED.replace('A', "B"), &ghana).state()]);
    assert!(all.iter().all(|text| text.len() == 43), "RFC 7636 asks for 43 to 128: {all:?}");
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
}

#[test]
fn a_cookie_is_for_the_host_alone_and_no_script_reads_it() {
    let over_tls = Cookie::set(Kind::Session, SEED, true);
    let expected = format!("__Host-session={SEED}; Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_eq!(over_tls.to_str().unwrap(), expected);
    assert!(over_tls.is_sensitive());
    let here = Cookie::set(Kind::Attempt, SEED, false);
    assert_eq!(here.to_str().unwrap(), format!("signing-in={SEED}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"));
    assert!(Cookie::forget(Kind::Session, true).to_str().unwrap().contains("__Host-session=; "));
}

#[test]
fn a_cookie_is_found_among_others_and_must_be_of_the_form() {
    let read = |text: &str, secure| {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(text).unwrap());
        Cookie::of(Kind::Session, &headers, secure)
    };
    let of = |text: &str| read(text, false);
    let other = SEED.replace('A', "B");
    assert_eq!(of(&format!("a=b; session={SEED}; c")).as_deref(), Some(SEED));
    assert_eq!(read(&format!("session={SEED}; __Host-session={other}"), true), Some(other));
    assert_eq!(read(&format!("session={SEED}"), true), None, "a plain connection may have set it");
    for wrong in ["session=", "session=short", &format!("xsession={SEED}"), &format!("session={SEED}A")] {
        assert_eq!(of(wrong), None, "{wrong}");
    }
    assert_eq!(Cookie::of(Kind::Session, &HeaderMap::new(), false), None);
}
