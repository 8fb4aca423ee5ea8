//! What an issuer says of itself (OpenID Connect Discovery 1.0): where its keys are, and where people sign in.

use super::fetch::FetchFault;
use crate::tls::dial::{host, is_here};
use axum::http::Uri;
use serde::Deserialize;

/// Where the document lies, below the issuer's own address.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What an issuer says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// Where its keys are.
    pub keys: Uri,
    /// Where a browser is sent to sign in.
    pub authorization: Option<Uri>,
    /// Where a code becomes tokens.
    pub token: Option<Uri>,
    /// Where a browser is sent to sign out.
    pub end_session: Option<Uri>,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
}

/// Where an issuer's document lies.
pub fn address(issuer: &str) -> Result<Uri, FetchFault> {
    let text = format!("{}{WELL_KNOWN}", issuer.trim_end_matches('/'));
    text.parse().ok().filter(may_ask).ok_or(FetchFault::Address)
}

impl Discovered {
    /// Reads an issuer's document. It must be the issuer's own, and name addresses that may be asked.
    pub fn read(issuer: &str, json: &[u8]) -> Result<Self, FetchFault> {
        let document: Document = serde_json::from_slice(json).map_err(|_| FetchFault::Unreadable)?;
        if document.issuer != issuer {
            return Err(FetchFault::AnotherIssuer);
        }
        let here = issuer.starts_with("http://");
        let read = |text: String| {
            let uri = text.parse::<Uri>().ok().filter(may_ask);
            // An issuer elsewhere has no business on this machine.
            uri.filter(|uri| here || uri.scheme_str() == Some("https")).ok_or(FetchFault::Address)
        };
        Ok(Self {
            keys: read(document.jwks_uri)?,
            authorization: document.authorization_endpoint.map(read).transpose()?,
            token: document.token_endpoint.map(read).transpose()?,
            end_session: document.end_session_endpoint.map(read).transpose()?,
        })
    }
}

/// Whether an address may be asked: by TLS, or on this machine.
fn may_ask(uri: &Uri) -> bool {
    match uri.scheme_str() {
        Some("https") => !host(uri).is_empty(),
        Some("http") => is_here(uri),
        _ => false,
    }
}
