//! What a browser keeps of who signs in.

use axum::http::{HeaderMap, HeaderValue};

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
const ATTEMPT: i64 = 600;

impl Kind {
    const fn cookie(self) -> door::cookie::Cookie {
        let name = match self {
            Self::Session => "session",
            Self::Attempt => "signing-in",
        };
        // An issuer's page sends the browser back here: what is kept must come along.
        door::cookie::Cookie { name, same_site: "Lax" }
    }
}

impl Cookie {
    /// What a browser keeps, where it is of the form.
    pub fn of(kind: Kind, headers: &HeaderMap, secure: bool) -> Option<String> {
        kind.cookie().of(headers, secure).map(str::to_owned)
    }

    /// Has a browser keep something for as long as it is open; an attempt for ten minutes.
    pub fn set(kind: Kind, value: &str, secure: bool) -> HeaderValue {
        kind.cookie().set(value, (kind == Kind::Attempt).then_some(ATTEMPT), secure)
    }

    /// Has a browser forget it.
    pub fn forget(kind: Kind, secure: bool) -> HeaderValue {
        kind.cookie().set("", Some(0), secure)
    }
}
