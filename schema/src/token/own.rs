//! Tokens that a member signs with a key of its own (EdDSA).

use super::{Identity, TokenFault};
use crate::member::issuer::AUDIENCE;
use crate::member::{MemberCode, Membership};
use crate::role::Role;
use crate::seal::SecretKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: MemberCode,
    sub: String,
    aud: String,
    role: Role,
    iat: i64,
    exp: i64,
}

/// Issues a token. Times are in seconds since 1970.
pub fn issue(
    key: &SecretKey,
    member: MemberCode,
    user: &str,
    role: Role,
    from: i64,
    until: i64,
) -> Result<String, TokenFault> {
    let claims = Claims { iss: member, sub: user.to_owned(), aud: AUDIENCE.to_owned(), role, iat: from, exp: until };
    let header = Header { kid: Some(member.to_string()), ..Header::new(Algorithm::EdDSA) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&key.pkcs8())).map_err(|_| TokenFault::Invalid)
}

/// Checks a token against the members' own keys.
pub(super) fn verify(token: &str, members: &Membership, now: i64) -> Result<Identity, TokenFault> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| TokenFault::Invalid)?;
    let named: MemberCode = header.kid.as_deref().and_then(|kid| kid.parse().ok()).ok_or(TokenFault::Invalid)?;
    let mut checks = Validation::new(Algorithm::EdDSA);
    checks.set_audience(&[AUDIENCE]);
    checks.set_issuer(&[named.as_str()]);
    // The time is a parameter here, so the library's own clock stays out of it.
    checks.validate_exp = false;
    let claims = members.token_keys(named).iter().find_map(|key| {
        let key = DecodingKey::from_ed_components(&key.to_text()).ok()?;
        Some(jsonwebtoken::decode::<Claims>(token, &key, &checks).ok()?.claims)
    });
    let claims = claims.ok_or(TokenFault::Invalid)?;
    if now >= claims.exp {
        return Err(TokenFault::Expired);
    }
    if now < claims.iat {
        return Err(TokenFault::NotYet);
    }
    Ok(Identity { member: named, user: claims.sub, role: claims.role, until: claims.exp })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::member::{Document, Entry, Pin};
    use crate::token::{KeySets, verify as verify_any};

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_random([seed; 32])
    }

    fn code(text: &str) -> MemberCode {
        text.parse().unwrap()
    }

    fn entry(member: &str, seeds: &[u8]) -> Entry {
        Entry {
            token_keys: seeds.iter().map(|seed| key(*seed).public().to_text()).collect(),
            ..Entry::new(code(member), member)
        }
    }

    fn verify(token: &str, members: &Membership, now: i64) -> Result<Identity, TokenFault> {
        verify_any(token, members, &KeySets::default(), now)
    }

    fn members() -> Membership {
        let document = Document::new(1, "2026-01-01T00:00:00Z", vec![entry("GHA", &[1, 4]), entry("COL", &[2])]);
        Pin::to(&key(9).public()).accept(&document.signed(&key(9)).unwrap().to_toml().unwrap()).unwrap().0
    }

    #[test]
    fn while_a_member_changes_its_key_tokens_of_both_are_accepted() {
        for seed in [1, 4] {
            let token = issue(&key(seed), code("GHA"), "ama", Role::Analyst, 100, 200).unwrap();
            assert_eq!(verify(&token, &members(), 150).unwrap().member(), code("GHA"));
        }
    }

    #[test]
    fn a_token_of_a_member_names_member_user_and_role() {
        let token = issue(&key(1), code("GHA"), "ama", Role::Officer, 100, 200).unwrap();
        let identity = verify(&token, &members(), 150).unwrap();
        assert_eq!((identity.member(), identity.user(), identity.role()), (code("GHA"), "ama", Role::Officer));
        assert_eq!(identity.until(), 200);
    }

    #[test]
    fn time_is_the_one_that_is_handed_in() {
        let token = issue(&key(1), code("GHA"), "ama", Role::Analyst, 100, 200).unwrap();
        assert_eq!(verify(&token, &members(), 99), Err(TokenFault::NotYet));
        assert_eq!(verify(&token, &members(), 200), Err(TokenFault::Expired));
    }

    #[test]
    fn nobody_signs_for_another_member() {
        let forged = issue(&key(2), code("GHA"), "ama", Role::Analyst, 100, 200).unwrap();
        assert_eq!(verify(&forged, &members(), 150), Err(TokenFault::Invalid));
        let stranger = issue(&key(3), code("FRA"), "anne", Role::Analyst, 100, 200).unwrap();
        assert_eq!(verify(&stranger, &members(), 150), Err(TokenFault::Invalid));
    }

    #[test]
    fn a_changed_token_and_one_without_signature_are_refused() {
        let token = issue(&key(1), code("GHA"), "ama", Role::Analyst, 100, 200).unwrap();
        let mut parts: Vec<&str> = token.split('.').collect();
        let officer = issue(&key(2), code("COL"), "ama", Role::Officer, 100, 200).unwrap();
        parts[1] = officer.split('.').nth(1).unwrap();
        assert_eq!(verify(&parts.join("."), &members(), 150), Err(TokenFault::Invalid));
        // {"alg":"none"} and the claims, unsigned.
        let unsigned = format!("eyJhbGciOiJub25lIiwia2lkIjoiR0hBIn0.{}.", parts[1]);
        assert_eq!(verify(&unsigned, &members(), 150), Err(TokenFault::Invalid));
        assert_eq!(verify("", &members(), 150), Err(TokenFault::Invalid));
    }
}
