//! Tokens that an OpenID Connect issuer of a member signs: access tokens as JWT (RFC 9068), and the ID token that a page gets
//! beside one. The member is the one whose issuer it is, by the membership document; nothing in the token can say another.

use super::{Identity, KeySet, TokenFault};
use crate::member::{Issuer, MemberCode};
use crate::role::Role;
use serde_json::{Map, Value};

/// How far an issuer's clock may be ahead, in seconds.
const AHEAD: i64 = 30;

/// The longest name of a user, in bytes.
const LONGEST_USER: usize = 255;

/// Checks an access token.
pub(super) fn verify(
    token: &str,
    member: MemberCode,
    issuer: &Issuer,
    keys: Option<&KeySet>,
    now: i64,
) -> Result<Identity, TokenFault> {
    let claims = claims(token, issuer, &issuer.audience, keys, now)?;
    let role = claims.get(&issuer.role).and_then(role).ok_or(TokenFault::NoRole)?;
    Ok(Identity { member, user: user(&claims)?, role, until: until(&claims)? })
}

/// Checks an ID token, which came with an access token in answer to a request with this nonce; says whom it names.
pub fn id_token(
    token: &str,
    issuer: &Issuer,
    keys: Option<&KeySet>,
    nonce: Option<&str>,
    now: i64,
) -> Result<String, TokenFault> {
    let claims = claims(token, issuer, &issuer.client, keys, now)?;
    let answers = nonce.is_none_or(|nonce| claims.get("nonce").and_then(Value::as_str) == Some(nonce));
    if answers { user(&claims) } else { Err(TokenFault::Invalid) }
}

fn claims(
    token: &str,
    issuer: &Issuer,
    audience: &str,
    keys: Option<&KeySet>,
    now: i64,
) -> Result<Map<String, Value>, TokenFault> {
    let claims = keys.ok_or(TokenFault::NoKey)?.claims(token)?;
    if claims.get("iss").and_then(Value::as_str) != Some(&issuer.url) {
        return Err(TokenFault::Invalid);
    }
    let is_audience = |value: &Value| value.as_str() == Some(audience);
    let is_for_us = match claims.get("aud") {
        Some(Value::Array(several)) => several.iter().any(is_audience),
        Some(one) => is_audience(one),
        None => false,
    };
    if !is_for_us {
        return Err(TokenFault::Audience);
    }
    if now >= until(&claims)? {
        return Err(TokenFault::Expired);
    }
    for name in ["nbf", "iat"] {
        match claims.get(name).map(Value::as_i64) {
            Some(None) => return Err(TokenFault::Invalid),
            Some(Some(from)) if now.saturating_add(AHEAD) < from => return Err(TokenFault::NotYet),
            _ => {}
        }
    }
    Ok(claims)
}

fn until(claims: &Map<String, Value>) -> Result<i64, TokenFault> {
    claims.get("exp").and_then(Value::as_i64).ok_or(TokenFault::Invalid)
}

fn user(claims: &Map<String, Value>) -> Result<String, TokenFault> {
    let user = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
    let sound = (1..=LONGEST_USER).contains(&user.len()) && !user.chars().any(char::is_control);
    if sound { Ok(user.to_owned()) } else { Err(TokenFault::Invalid) }
}

/// A role by its name, or the only role in a list that may hold other words too: where there are two, which is meant is not
/// for us to say.
fn role(value: &Value) -> Option<Role> {
    let named = |value: &Value| Role::from_name(value.as_str()?);
    match value {
        Value::Array(several) => {
            let mut roles = several.iter().filter_map(named);
            roles.next().filter(|_| roles.next().is_none())
        }
        one => named(one),
    }
}

#[cfg(test)]
mod tests;
