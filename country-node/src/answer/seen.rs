//! Which signed questions came already: each is answered once. One is forgotten when its time is over, for then it is
//! refused for that.

use node_rules::clock::Seconds;
use schema::assertion::Assertion;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// How many are remembered at most; a gateway asks far fewer questions in a minute.
const MOST: usize = 500_000;

/// The longest id that is taken, in bytes.
const MOST_ID: usize = 64;

/// The signed questions of the last minute, by when their time is over.
#[derive(Default)]
pub struct Seen {
    until: Mutex<BTreeMap<Seconds, HashSet<(String, String)>>>,
}

/// Why a signed question is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeenFault {
    /// It came before.
    #[error("This signed question came before; each is answered once.")]
    Replayed,
    /// Its id is no id.
    #[error("The gateway's signature on this question has no id of up to 64 characters.")]
    NoId,
    /// Too many came in one minute to tell.
    #[error("Too many questions came in the last minute; ask again in a minute.")]
    TooMany,
}

impl Seen {
    /// Remembers a question that is in its time, or says that it came before.
    pub fn first_time(&self, assertion: &Assertion, now: Seconds) -> Result<(), SeenFault> {
        self.first((&assertion.gateway, &assertion.id), assertion.until, now)
    }

    /// The same of whatever a gateway signed under an id, for a time that ends at `ends`.
    pub fn first(&self, (gateway, id): (&str, &str), ends: Seconds, now: Seconds) -> Result<(), SeenFault> {
        if id.is_empty() || id.len() > MOST_ID {
            return Err(SeenFault::NoId);
        }
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = until.split_off(&now);
        let id = (gateway.to_owned(), id.to_owned());
        if until.values().any(|ids| ids.contains(&id)) {
            return Err(SeenFault::Replayed);
        }
        if until.values().map(HashSet::len).sum::<usize>() >= MOST {
            return Err(SeenFault::TooMany);
        }
        until.entry(ends).or_default().insert(id);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::role::Role;

    fn said(gateway: &str, id: &str, until: Seconds) -> Assertion {
        let member = "GHA".parse().unwrap();
        Assertion {
            gateway: gateway.into(),
            country: member,
            from: until - 60,
            until,
            id: id.into(),
            member,
            user: String::new(),
            role: Role::Analyst,
            purposes: vec![],
            token: String::new(),
            body: String::new(),
        }
    }

    #[test]
    fn a_signed_question_comes_once_whatever_its_time_says_and_is_forgotten_when_it_is_over() {
        let seen = Seen::default();
        assert_eq!(seen.first_time(&said("hub", "a", 60), 0), Ok(()));
        assert_eq!(seen.first_time(&said("hub", "a", 60), 59), Err(SeenFault::Replayed));
        assert_eq!(seen.first_time(&said("hub", "a", 90), 59), Err(SeenFault::Replayed));
        assert_eq!(seen.first_time(&said("hub", "b", 60), 59), Ok(()));
        assert_eq!(seen.first_time(&said("other", "a", 60), 59), Ok(()));
        assert_eq!(seen.first_time(&said("hub", "", 60), 59), Err(SeenFault::NoId));
        assert_eq!(seen.first_time(&said("hub", &"x".repeat(65), 60), 59), Err(SeenFault::NoId));
        assert_eq!(seen.first_time(&said("hub", "c", 130), 61), Ok(()));
        assert_eq!(seen.until.lock().unwrap().len(), 1, "what is over is forgotten");
    }
}
