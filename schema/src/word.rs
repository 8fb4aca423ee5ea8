//! What a gateway signs of one request to one node (RFC 7515, EdDSA): signing it, believing it, and its time. What it says is its
//! own kind's: an [`assertion`](crate::assertion) of a question, an [`errand`](crate::script::errand) of an exchange.

use crate::assertion::{AssertionFault, LONGEST, SKEW};
use crate::member::Membership;
use crate::seal::SecretKey;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The header: of which kind it is, and which gateway's key fits it.
#[derive(Serialize)]
struct Named<'a> {
    typ: &'a str,
    alg: &'a str,
    kid: &'a str,
}

/// Signs what a gateway says, in the compact form. It is written here because a library would read the key anew each time.
pub fn sign<T: Serialize>(kind: &str, gateway: &str, said: &T, key: &SecretKey) -> Result<String, AssertionFault> {
    let header = Named { typ: kind, alg: "EdDSA", kid: gateway };
    let header = serde_json::to_vec(&header).map_err(|_| AssertionFault::Invalid)?;
    let claims = serde_json::to_vec(said).map_err(|_| AssertionFault::Invalid)?;
    let mut text = URL_SAFE_NO_PAD.encode(header);
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(claims, &mut text);
    let signature = key.sign_bytes(text.as_bytes());
    text.push('.');
    text.push_str(&signature);
    Ok(text)
}

/// What a gateway of the federation said, of this kind and no other. For whom and when is not checked.
pub fn read<T: DeserializeOwned>(kind: &str, text: &str, members: &Membership) -> Result<T, AssertionFault> {
    let header = jsonwebtoken::decode_header(text).map_err(|_| AssertionFault::Invalid)?;
    if header.typ.as_deref() != Some(kind) {
        return Err(AssertionFault::Invalid);
    }
    let named = header.kid.ok_or(AssertionFault::Invalid)?;
    let mut checks = Validation::new(Algorithm::EdDSA);
    // The time and the country are parameters of whoever knows what it says.
    (checks.validate_exp, checks.validate_aud) = (false, false);
    checks.set_issuer(&[&named]);
    let read = members.gateway_keys(&named).iter().find_map(|key| {
        let key = DecodingKey::from_ed_components(&key.to_text()).ok()?;
        Some(jsonwebtoken::decode::<T>(text, &key, &checks).ok()?.claims)
    });
    read.ok_or(AssertionFault::Invalid)
}

/// Whether it holds at `now`: begun, not over, and not for longer than a word may hold.
pub fn in_time(from: i64, until: i64, now: i64) -> Result<(), AssertionFault> {
    let short = from.checked_add(LONGEST).is_some_and(|most| until <= most);
    let holds = short && from <= now.saturating_add(SKEW) && now < until;
    if holds { Ok(()) } else { Err(AssertionFault::Time) }
}
