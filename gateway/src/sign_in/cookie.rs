//! What a browser keeps. Over TLS its name begins with `__Host-`: no other host, no path and no plain connection can set it.

use axum::http::{HeaderMap, HeaderValue, header};

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A session's id.
    Session,
    /// The seed of an attempt to sign in.
    Attempt,
}

/// Reads and writes cookies.
pub struct Cookie;

/// How long an attempt may take, in seconds.
const ATTEMPT: u32 = 600;

/// The length of 32 bytes in base64url.
const LENGTH: usize = 43;

impl Kind {
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Attempt, true) => "__Host-signing-in",
            (Self::Attempt, false) => "signing-in",
        }
    }
}

impl Cookie {
    /// What a browser keeps, where it is of the form. Where people come by TLS, a name that plain connections can set is not
    /// looked at.
    pub fn of(kind: Kind, headers: &HeaderMap, secure: bool) -> Option<String> {
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == kind.name(secure))?;
        let is_one = value.len() == LENGTH && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        is_one.then(|| value.to_owned())
    }

    /// Has a browser keep something for as long as it is open; an attempt for ten minutes.
    pub fn set(kind: Kind, value: &str, secure: bool) -> HeaderValue {
        let lasts = if kind == Kind::Attempt { format!("; Max-Age={ATTEMPT}") } else { String::new() };
        write(kind, value, secure, &lasts)
    }

    /// Has a browser forget it.
    pub fn forget(kind: Kind, secure: bool) -> HeaderValue {
        write(kind, "", secure, "; Max-Age=0")
    }
}

fn write(kind: Kind, value: &str, secure: bool, lasts: &str) -> HeaderValue {
    let tls = if secure { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{tls}{lasts}", kind.name(secure));
    // Letters, digits and signs of our own.
    let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}
