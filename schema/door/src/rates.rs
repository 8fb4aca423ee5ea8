//! How often one may ask: a bucket of tokens for each user, each member, and each address that shows no valid token.

use crate::came::Known;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How often one may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rates {
    /// One user.
    pub user: Rate,
    /// All users of one member.
    pub member: Rate,
    /// All who ask from one address without a valid token.
    pub nobody: Rate,
}

/// So many requests at once, and so many more a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests a second, in the long run; at least one.
    pub per_second: u32,
    /// Requests at once; at least one.
    pub burst: u32,
}

impl Rates {
    /// What both services begin with.
    pub const USUAL: Self = Self {
        user: Rate { per_second: 200, burst: 2000 },
        member: Rate { per_second: 1000, burst: 10_000 },
        nobody: Rate { per_second: 20, burst: 200 },
    };
}

impl Default for Rates {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Whose requests are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Whose {
    User(String, String),
    Member(String),
    Nobody(Option<IpAddr>),
    /// Everybody for whom there is no room: they share one bucket.
    Others,
}

/// Who has asked how often.
pub struct Meter {
    rates: Rates,
    buckets: Mutex<Buckets<Whose>>,
}

/// How many are counted one by one. An entry takes about a hundred bytes.
const MOST_COUNTED: usize = 50_000;

impl Meter {
    /// A meter that has seen nobody.
    pub fn new(rates: Rates) -> Self {
        Self { rates, buckets: Mutex::new(Buckets { full_at: HashMap::new(), most: MOST_COUNTED }) }
    }

    /// Counts a request of one who is known, or of an address.
    pub fn count(&self, known: Option<&Known>, from: Option<IpAddr>, now: Instant) -> Result<(), Refusal> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let mut take = |whose, rate, who: &str| {
            buckets.take(whose, Whose::Others, rate, now).map_err(|wait| Refusal::too_often(who, wait))
        };
        match known {
            Some(Known { member, user, .. }) => {
                take(Whose::User(member.clone(), user.clone()), self.rates.user, "This user")?;
                take(Whose::Member(member.clone()), self.rates.member, "This member")
            }
            None => take(Whose::Nobody(from.map(network)), self.rates.nobody, "This address, without a valid token,"),
        }
    }
}

/// One who has an address of version 6 has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        IpAddr::V4(address) => IpAddr::V4(address),
    }
}

/// Buckets by whose they are, each as the time at which it is full again (the generic cell rate algorithm): a bucket that
/// is full is as good as none, so it is forgotten when there must be room.
struct Buckets<K> {
    full_at: HashMap<K, Instant>,
    most: usize,
}

impl<K: Eq + Hash> Buckets<K> {
    /// Takes a token out of a bucket; says how long to wait where it has none.
    fn take(&mut self, whose: K, others: K, rate: Rate, now: Instant) -> Result<(), Duration> {
        let one = Duration::from_secs(1) / rate.per_second.max(1);
        let all = one * rate.burst.max(1);
        if self.full_at.len() >= self.most && !self.full_at.contains_key(&whose) {
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        let key = if self.full_at.len() < self.most || self.full_at.contains_key(&whose) { whose } else { others };
        let full_at = self.full_at.entry(key).or_insert(now);
        let would_be = (*full_at).max(now) + one;
        match would_be.duration_since(now).checked_sub(all) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => {
                *full_at = would_be;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Rate = Rate { per_second: 4, burst: 3 };

    fn buckets(most: usize) -> Buckets<u32> {
        Buckets { full_at: HashMap::new(), most }
    }

    fn known(member: &str, user: &str, now: Instant) -> Known {
        Known { member: member.to_owned(), user: user.to_owned(), until: now }
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_taken_at_once_and_then_one_each_quarter_of_a_second() {
        let (mut buckets, now) = (buckets(9), Instant::now());
        let quarter = Duration::from_millis(250);
        for _ in 0..3 {
            assert_eq!(buckets.take(1, 0, RATE, now), Ok(()));
        }
        assert_eq!(buckets.take(1, 0, RATE, now), Err(quarter));
        assert_eq!(buckets.take(2, 0, RATE, now), Ok(()), "another has his own bucket");
        assert_eq!(buckets.take(1, 0, RATE, now + quarter / 2), Err(quarter / 2), "a refusal costs nothing");
        assert_eq!(buckets.take(1, 0, RATE, now + quarter), Ok(()));
        assert_eq!(buckets.take(1, 0, RATE, now + quarter), Err(quarter));
        let later = now + quarter * 100;
        let taken = (0..9).filter(|_| buckets.take(1, 0, RATE, later).is_ok()).count();
        assert_eq!(taken, 3, "a bucket holds no more than its burst, however long it waits");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_comes_memory_is_bounded_and_who_is_known_keeps_his_bucket() {
        let (mut buckets, now) = (buckets(10), Instant::now());
        for _ in 0..3 {
            buckets.take(1, 0, RATE, now).unwrap();
        }
        let strangers = (100..1000).filter(|whose| buckets.take(*whose, 0, RATE, now).is_ok()).count();
        assert_eq!(buckets.full_at.len(), 11, "as many as there is room for, and the others' bucket");
        assert_eq!(strangers, 9 + 3, "those without room share one bucket");
        assert!(buckets.take(1, 0, RATE, now).is_err(), "a flood of strangers fills nobody's bucket");
        assert_eq!(buckets.take(5000, 0, RATE, now + Duration::from_secs(9)), Ok(()));
        assert_eq!(buckets.full_at.len(), 1, "full buckets are forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn a_members_users_are_counted_together_too() {
        let rates = Rates { user: RATE, member: Rate { per_second: 1, burst: 5 }, nobody: RATE };
        let (meter, now) = (Meter::new(rates), Instant::now());
        let taken = |member: &str, user: &str| {
            (0..9).filter(|_| meter.count(Some(&known(member, user, now)), None, now).is_ok()).count()
        };
        assert_eq!([taken("GHA", "ama"), taken("GHA", "kofi"), taken("COL", "ama")], [3, 2, 3]);
        let refusal = meter.count(Some(&known("GHA", "esi", now)), None, now).unwrap_err();
        assert_eq!(refusal.sayable.message, "This member asks more often than it may; ask again in 1 s.");
    }

    #[tokio::test(start_paused = true)]
    async fn who_shows_no_token_is_counted_by_address_and_a_network_of_version_6_is_one() {
        let rates = Rates { nobody: RATE, ..Rates::USUAL };
        let (meter, now) = (Meter::new(rates), Instant::now());
        let taken = |from: &str| (0..9).filter(|_| meter.count(None, Some(from.parse().unwrap()), now).is_ok()).count();
        assert_eq!([taken("192.0.2.1"), taken("192.0.2.2"), taken("::ffff:192.0.2.1")], [3, 3, 0]);
        assert_eq!([taken("2001:db8::1"), taken("2001:db8::2"), taken("2001:db8:0:1::1")], [3, 0, 3]);
    }

    proptest! {
        #[test]
        fn in_no_stretch_of_time_are_more_taken_than_burst_and_rate_allow(
            gaps in prop::collection::vec(0_u64..2000, 1..200), per_second in 1_u32..50, burst in 1_u32..20,
        ) {
            let (mut buckets, begin) = (buckets(9), Instant::now());
            let (mut now, mut taken) = (begin, 0_u128);
            for gap in gaps {
                now += Duration::from_millis(gap);
                if buckets.take(1, 0, Rate { per_second, burst }, now).is_ok() {
                    taken += 1;
                }
                let allowed = u128::from(burst) + (now - begin).as_millis() * u128::from(per_second) / 1000 + 1;
                prop_assert!(taken <= allowed);
            }
        }
    }
}
