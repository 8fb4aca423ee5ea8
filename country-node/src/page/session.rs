//! Who has opened a link: in memory, under the digest of what the browser keeps, for half an hour.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::seal::digest;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a page stays open, in seconds.
const LASTS: Seconds = 1800;

/// How many pages are open at most; the one that ends first makes room.
const MOST: usize = 1000;

/// The length of 32 bytes in base64url.
const LENGTH: usize = 43;

/// The pages that are open.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, (Pseudonym, Seconds)>>);

/// A session's cookie. Over TLS its name begins with `__Host-`: no other host, no path and no plain connection can set it.
fn name(secure: bool) -> &'static str {
    if secure { "__Host-page" } else { "page" }
}

impl Sessions {
    /// Opens a page, and says by which cookie the browser is known from now on.
    pub fn begin(&self, person: Pseudonym, random: [u8; 32], now: Seconds, secure: bool) -> HeaderValue {
        let id = URL_SAFE_NO_PAD.encode(random);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, until)| *until > now);
        if open.len() >= MOST
            && let Some(first) = open.iter().min_by_key(|(_, (_, until))| *until).map(|(id, _)| id.clone())
        {
            open.remove(&first);
        }
        open.insert(digest(id.as_bytes()), (person, now + LASTS));
        cookie(&id, secure, LASTS)
    }

    /// Whose page a browser has open.
    pub fn of(&self, headers: &HeaderMap, now: Seconds, secure: bool) -> Option<Pseudonym> {
        let id = kept(headers, secure)?;
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&digest(id.as_bytes())).filter(|(_, until)| *until > now).map(|(person, _)| *person)
    }

    /// Closes a browser's page.
    pub fn end(&self, headers: &HeaderMap, secure: bool) -> HeaderValue {
        if let Some(id) = kept(headers, secure) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&digest(id.as_bytes()));
        }
        cookie("", secure, 0)
    }
}

/// What a browser keeps, where it is of the form.
fn kept(headers: &HeaderMap, secure: bool) -> Option<&str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, id) = pairs.find(|(found, _)| *found == name(secure))?;
    (id.len() == LENGTH && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))).then_some(id)
}

fn cookie(id: &str, secure: bool, lasts: Seconds) -> HeaderValue {
    let tls = if secure { "; Secure" } else { "" };
    let text = format!("{}={id}; Path=/; HttpOnly; SameSite=Strict; Max-Age={lasts}{tls}", name(secure));
    // Letters, digits and signs of our own.
    let mut header = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}
