//! Who has opened a link: in memory, under the digest of what the browser keeps, for half an hour.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use door::cookie::Cookie;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::seal::digest;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a page stays open, in seconds.
const LASTS: Seconds = 1800;

/// How many pages are open at most; the one that ends first makes room.
const MOST: usize = 1000;

/// What a browser keeps: it goes along with what an own page sends, and with nothing else.
const COOKIE: Cookie = Cookie { name: "page", same_site: "Strict" };

/// The pages that are open.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, (Pseudonym, Seconds)>>);

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
        COOKIE.set(&id, Some(LASTS), secure)
    }

    /// Whose page a browser has open.
    pub fn of(&self, headers: &HeaderMap, now: Seconds, secure: bool) -> Option<Pseudonym> {
        let id = COOKIE.of(headers, secure)?;
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&digest(id.as_bytes())).filter(|(_, until)| *until > now).map(|(person, _)| *person)
    }

    /// Closes every page of a person.
    pub fn end_all(&self, of: &Pseudonym) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (person, _)| person != of);
    }

    /// Closes a browser's page.
    pub fn end(&self, headers: &HeaderMap, secure: bool) -> HeaderValue {
        if let Some(id) = COOKIE.of(headers, secure) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&digest(id.as_bytes()));
        }
        COOKIE.set("", Some(0), secure)
    }
}
