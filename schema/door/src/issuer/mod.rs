//! The keys of the members' OpenID Connect issuers, fetched, kept and renewed while the service runs.
//!
//! What this room decides: which keys a token may be held against now, and when an issuer is asked again. It asks no issuer
//! that the membership document does not name, and a token never says where to ask.
//!
//! - [`discovery`]: what an issuer says of itself. [`fetch`]: how it is asked. [`pace`]: how often.

pub mod discovery;
pub mod fetch;
pub mod pace;

#[cfg(test)]
mod tests;

use crate::roll::Roll;
use discovery::Discovered;
use fetch::{FetchFault, Source};
use futures_util::future::join_all;
use pace::Pace;
use schema::member::Membership;
use schema::token::{KeySet, KeySets, Named};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// When issuers are asked.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// How old keys grow before they are fetched anew.
    pub renew: Duration,
    /// How long an issuer that did not answer is left alone.
    pub retry: Duration,
    /// How long keys are believed while their issuer does not answer.
    pub keep: Duration,
    /// How often an issuer is asked, in the long run, for keys that tokens name and it has not shown.
    pub unknown: Duration,
    /// How often it is asked so at once.
    pub burst: u32,
}

impl Times {
    /// What both services begin with.
    pub const USUAL: Self = Self {
        renew: Duration::from_mins(10),
        retry: Duration::from_secs(20),
        keep: Duration::from_hours(24),
        unknown: Duration::from_mins(1),
        burst: 5,
    };
}

/// How often it is looked whether keys must be fetched.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How many requests wait for an issuer at a time; those beyond are told that the key is not known.
const MOST_WAITING: usize = 32;

/// The members' issuers, as far as they are known.
pub struct Issuers {
    roll: Arc<Roll>,
    source: Arc<dyn Source>,
    times: Times,
    keys: RwLock<Arc<KeySets>>,
    known: Mutex<HashMap<String, Arc<Known>>>,
    waiting: Semaphore,
}

/// What is known of one issuer. It is asked by one at a time.
struct Known {
    asked: tokio::sync::Mutex<Asked>,
}

#[derive(Clone)]
struct Asked {
    pace: Pace,
    tried: Option<Instant>,
    fetched: Option<Instant>,
    discovered: Option<Discovered>,
}

impl Issuers {
    /// The issuers of a roll's members, of whom nothing is known yet.
    pub fn new(roll: Arc<Roll>, source: Arc<dyn Source>, times: Times) -> Self {
        Self {
            roll,
            source,
            times,
            keys: RwLock::default(),
            known: Mutex::default(),
            waiting: Semaphore::new(MOST_WAITING),
        }
    }

    /// The keys that tokens are held against now.
    pub fn keys(&self) -> Arc<KeySets> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks the issuer of a token for its keys, where it is a member's and has not shown the one that the token names; not
    /// more often than its pace allows. Then the token can be held against [`Issuers::keys`].
    pub async fn prepare(&self, token: Option<&str>, members: &Membership) {
        let Some(named) = token.and_then(Named::of) else { return };
        let Some((_, issuer)) = members.issuer(&named.issuer) else { return };
        if self.has(&issuer.url, named.key.as_deref()) {
            return;
        }
        let Ok(_waits) = self.waiting.try_acquire() else { return };
        let known = self.known(&issuer.url);
        let mut asked = known.asked.lock().await;
        // Whoever asked before may have brought it.
        if !self.has(&issuer.url, named.key.as_deref())
            && asked.pace.may(Instant::now(), self.times.unknown, self.times.burst)
        {
            self.fetch(&issuer.url, &mut asked).await;
        }
    }

    /// What an issuer of a member says of itself.
    pub async fn discovered(&self, issuer: &str) -> Result<Discovered, FetchFault> {
        let known = self.known(issuer);
        let mut asked = known.asked.lock().await;
        if let Some(discovered) = &asked.discovered {
            return Ok(discovered.clone());
        }
        if !asked.pace.may(Instant::now(), self.times.unknown, self.times.burst) {
            return Err(FetchFault::TooOften);
        }
        self.fetch(issuer, &mut asked).await;
        asked.discovered.clone().ok_or(FetchFault::Unanswered)
    }

    /// Fetches keys before they grow old, for as long as the service runs.
    pub async fn keep(self: Arc<Self>) {
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            self.renew().await;
        }
    }

    /// Fetches what has grown old, and forgets what is too old and issuers that are no member's any more.
    pub async fn renew(&self) {
        let members = self.roll.in_force();
        let issuers: Vec<&str> = members.issuers().map(|(_, issuer)| issuer.url.as_str()).collect();
        self.locked().retain(|issuer, _| issuers.contains(&issuer.as_str()));
        join_all(issuers.iter().map(|issuer| self.renew_one(issuer))).await;
        let stale = join_all(issuers.iter().map(|issuer| self.is_stale(issuer))).await;
        let kept: Vec<&str> =
            issuers.into_iter().zip(stale).filter_map(|(url, stale)| (!stale).then_some(url)).collect();
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        *keys = Arc::new(keys.keeping(|issuer| kept.contains(&issuer)));
    }

    async fn renew_one(&self, issuer: &str) {
        let known = self.known(issuer);
        let mut asked = known.asked.lock().await;
        let now = Instant::now();
        let since = |at: Option<Instant>| at.map_or(Duration::MAX, |at| now.duration_since(at));
        if since(asked.fetched) >= self.times.renew && since(asked.tried) >= self.times.retry {
            self.fetch(issuer, &mut asked).await;
        }
    }

    async fn is_stale(&self, issuer: &str) -> bool {
        let fetched = self.known(issuer).asked.lock().await.fetched;
        fetched.is_none_or(|fetched| fetched.elapsed() >= self.times.keep)
    }

    async fn fetch(&self, issuer: &str, asked: &mut Asked) {
        asked.tried = Some(Instant::now());
        let fetched = async {
            let discovered = Discovered::read(issuer, &self.source.get(&discovery::address(issuer)?).await?)?;
            let keys = KeySet::read(&self.source.get(&discovered.keys).await?)?;
            Ok::<_, FetchFault>((discovered, keys))
        };
        match fetched.await {
            Ok((discovered, fresh)) => {
                (asked.fetched, asked.discovered) = (Some(Instant::now()), Some(discovered));
                let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
                *keys = Arc::new(keys.with(issuer, fresh));
            }
            Err(fault) => tracing::warn!(issuer, %fault, "an issuer's keys are not fetched; those that are known hold"),
        }
    }

    fn has(&self, issuer: &str, key: Option<&str>) -> bool {
        self.keys().of(issuer).is_some_and(|keys| keys.has(key))
    }

    fn known(&self, issuer: &str) -> Arc<Known> {
        let new = || {
            let asked = Asked { pace: Pace::default(), tried: None, fetched: None, discovered: None };
            Arc::new(Known { asked: tokio::sync::Mutex::new(asked) })
        };
        Arc::clone(self.locked().entry(issuer.to_owned()).or_insert_with(new))
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Known>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
