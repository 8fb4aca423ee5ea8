//! Who is signed in: in memory, under the digest of what the browser keeps, so that what lies here opens nothing.

use schema::seal::digest;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many sessions there are at most; the one that ends first makes room.
const MOST: usize = 10_000;

/// The longest that a session lasts, however often its token is renewed, in seconds: a working day.
const LONGEST: i64 = 12 * 3600;

/// The sessions, by the digest of their ids.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Arc<Session>>>);

/// One who is signed in.
pub struct Session {
    /// The issuer that vouched for him.
    pub issuer: String,
    /// The user, by the issuer's name for him.
    pub user: String,
    /// Its tokens; one request renews them, the others wait.
    pub held: tokio::sync::Mutex<Held>,
    /// When it ends, in seconds since 1970.
    ends: AtomicI64,
    /// When it ends however often its token is renewed.
    at_last: i64,
}

/// A session's tokens. They show themselves nowhere.
pub struct Held {
    /// The access token.
    pub token: String,
    /// What it is renewed with, where the issuer gave it.
    pub refresh: Option<String>,
    /// When the access token is over, in seconds since 1970.
    pub until: i64,
}

impl Held {
    /// When the session is over by its tokens alone: never by the clock while they can be renewed.
    pub fn end(&self) -> i64 {
        if self.refresh.is_some() { i64::MAX } else { self.until }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a session's tokens")
    }
}

impl Session {
    /// A session that begins at `now`.
    pub fn new(issuer: String, user: String, now: i64, held: Held) -> Self {
        let at_last = now.saturating_add(LONGEST);
        let ends = AtomicI64::new(at_last.min(held.end()));
        Self { issuer, user, held: tokio::sync::Mutex::new(held), ends, at_last }
    }

    /// Says when it ends, now that its token was renewed.
    pub fn lasts_until(&self, end: i64) {
        self.ends.store(end.min(self.at_last), Ordering::Relaxed);
    }

    fn ends(&self) -> i64 {
        self.ends.load(Ordering::Relaxed)
    }
}

impl Sessions {
    /// The session of an id, where it has not ended.
    pub fn find(&self, id: &str, now: i64) -> Option<Arc<Session>> {
        let mut sessions = self.locked();
        let key = digest(id.as_bytes());
        let found = sessions.get(&key).cloned()?;
        if now < found.ends() {
            return Some(found);
        }
        sessions.remove(&key);
        None
    }

    /// Begins a session.
    pub fn begin(&self, id: &str, session: Session, now: i64) {
        let mut sessions = self.locked();
        if sessions.len() >= MOST {
            sessions.retain(|_, session| now < session.ends());
        }
        if sessions.len() >= MOST {
            let first = sessions.iter().min_by_key(|(_, session)| session.ends()).map(|(key, _)| key.clone());
            first.and_then(|first| sessions.remove(&first));
        }
        sessions.insert(digest(id.as_bytes()), Arc::new(session));
    }

    /// Ends a session.
    pub fn end(&self, id: &str) {
        self.locked().remove(&digest(id.as_bytes()));
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Session>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(now: i64, until: i64, refresh: Option<&str>) -> Session {
        let held = Held { token: "t".into(), refresh: refresh.map(str::to_owned), until };
        Session::new("https://id.example".into(), "ama".into(), now, held)
    }

    #[test]
    fn a_session_ends_with_its_token_and_one_that_is_renewed_after_a_working_day() {
        let sessions = Sessions::default();
        sessions.begin("a", session(100, 200, None), 100);
        sessions.begin("b", session(100, 200, Some("r")), 100);
        assert!(sessions.find("a", 199).is_some() && sessions.find("a", 200).is_none());
        assert!(sessions.find("b", 100 + LONGEST - 1).is_some() && sessions.find("b", 100 + LONGEST).is_none());
        assert!(sessions.find("c", 100).is_none());
        sessions.begin("a", session(100, 200, None), 100);
        sessions.end("a");
        assert!(sessions.find("a", 150).is_none());
    }

    #[test]
    fn memory_is_bounded_and_who_came_last_is_in() {
        let sessions = Sessions::default();
        for number in 0..MOST + 100 {
            let now = i64::try_from(number).unwrap();
            sessions.begin(&number.to_string(), session(now, now + 1_000_000, None), now);
        }
        assert_eq!(sessions.locked().len(), MOST);
        assert!(sessions.find(&(MOST + 99).to_string(), 20_000).is_some() && sessions.find("0", 20_000).is_none());
    }
}
