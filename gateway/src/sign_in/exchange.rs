//! A code, or a refresh token, for tokens (RFC 6749), as a public client: what proves the request is PKCE, not a secret.

use super::attempt::Attempt;
use axum::http::{StatusCode, Uri};
use door::issuer::discovery::Discovered;
use door::issuer::fetch::{Fetch, FetchFault};
use form_urlencoded::Serializer;
use schema::member::Issuer;
use serde::Deserialize;

/// What an issuer gave. It shows itself nowhere.
#[derive(Deserialize)]
pub struct Tokens {
    /// The member's word for its user.
    #[serde(rename = "access_token")]
    pub access: String,
    /// Who signed in, for the gateway's pages alone.
    #[serde(rename = "id_token")]
    pub id: Option<String>,
    /// What further ones are had with.
    #[serde(rename = "refresh_token")]
    pub refresh: Option<String>,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeFault {
    /// The issuer was not reached.
    #[error(transparent)]
    Fetch(#[from] FetchFault),
    /// It has no page to sign in at, or no address for tokens.
    #[error("the issuer says of itself that nobody can sign in there")]
    NoAddress,
    /// It said no.
    #[error("the issuer gave no tokens (status {0})")]
    Refused(u16),
    /// Its answer has not the form.
    #[error("the issuer's answer does not read")]
    Unreadable,
}

/// What access tokens are asked for, as an issuer wants it said (RFC 8707): the audience itself where that is an address.
fn resource(issuer: &Issuer) -> String {
    let audience = &issuer.audience;
    if audience.contains(':') { audience.clone() } else { format!("urn:audience:{audience}") }
}

/// Where a browser is sent to sign in.
pub fn authorization(
    at: &Discovered,
    issuer: &Issuer,
    attempt: &Attempt<'_>,
    back: &str,
) -> Result<String, ExchangeFault> {
    let page = at.authorization.as_ref().ok_or(ExchangeFault::NoAddress)?.to_string();
    let query = Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", &issuer.client)
        .append_pair("redirect_uri", back)
        .append_pair("scope", "openid offline_access")
        .append_pair("state", &attempt.state())
        .append_pair("nonce", &attempt.nonce())
        .append_pair("code_challenge", &attempt.challenge())
        .append_pair("code_challenge_method", "S256")
        .append_pair("resource", &resource(issuer))
        .finish();
    Ok(format!("{page}{}{query}", if page.contains('?') { '&' } else { '?' }))
}

/// A code for tokens.
pub async fn code(
    fetch: &Fetch,
    at: &Discovered,
    issuer: &Issuer,
    (code, verifier, back): (&str, &str, &str),
) -> Result<Tokens, ExchangeFault> {
    let form = Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", back)
        .append_pair("client_id", &issuer.client)
        .append_pair("code_verifier", verifier)
        .append_pair("resource", &resource(issuer))
        .finish();
    tokens(fetch, at.token.as_ref(), form).await
}

/// A refresh token for tokens.
pub async fn refresh(fetch: &Fetch, at: &Discovered, issuer: &Issuer, refresh: &str) -> Result<Tokens, ExchangeFault> {
    let form = Serializer::new(String::new())
        .append_pair("grant_type", "refresh_token")
        .append_pair("refresh_token", refresh)
        .append_pair("client_id", &issuer.client)
        .append_pair("resource", &resource(issuer))
        .finish();
    tokens(fetch, at.token.as_ref(), form).await
}

async fn tokens(fetch: &Fetch, at: Option<&Uri>, form: String) -> Result<Tokens, ExchangeFault> {
    let (status, body) = fetch.post(at.ok_or(ExchangeFault::NoAddress)?, form).await?;
    if status != StatusCode::OK {
        return Err(ExchangeFault::Refused(status.as_u16()));
    }
    serde_json::from_slice(&body).map_err(|_| ExchangeFault::Unreadable)
}
