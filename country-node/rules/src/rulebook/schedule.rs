//! How often a dataset's releases are cut, and so within what time a withdrawal takes effect.
//!
//! Releases are cut at set times, whoever withdrew: one that is cut because somebody withdrew would tell that somebody did.

use crate::clock::Seconds;

/// What a rulebook that says nothing keeps to: a quarter.
pub const QUARTER_DAYS: u32 = 92;

/// The longest that either time may be: the longest year.
pub const MOST_DAYS: u32 = 366;

/// A release falls due this long before its time is over: cutting takes a while, and the promise is to be kept.
pub const AHEAD: Seconds = 3600;

const DAY: Seconds = 86_400;

/// How often releases of persons are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Days from one release to the next.
    pub cut_every_days: u32,
    /// Days within which a withdrawal takes effect on figures; never fewer than those from one release to the next.
    pub withdrawal_within_days: u32,
}

impl Schedule {
    /// What a rulebook says, or a quarter; a time that it leaves out follows the one that it names.
    pub(super) fn settled(cut_every_days: Option<u32>, withdrawal_within_days: Option<u32>) -> Self {
        let cut_every_days = cut_every_days.unwrap_or(withdrawal_within_days.unwrap_or(QUARTER_DAYS).min(QUARTER_DAYS));
        Self { cut_every_days, withdrawal_within_days: withdrawal_within_days.unwrap_or(cut_every_days) }
    }

    /// Says what cannot be kept.
    pub(super) fn check(self) -> Result<(), String> {
        if [self.cut_every_days, self.withdrawal_within_days].iter().any(|days| !(1..=MOST_DAYS).contains(days)) {
            return Err(format!("`cut_every_days` and `withdrawal_within_days` are from 1 to {MOST_DAYS}"));
        }
        if self.cut_every_days > self.withdrawal_within_days {
            return Err("a withdrawal takes effect with the next release: `cut_every_days` is at most \
                        `withdrawal_within_days`"
                .into());
        }
        Ok(())
    }

    /// The most releases that fall due in one calendar year: each comes a little before its time is over.
    pub fn most_a_year(self) -> u32 {
        let between = (Seconds::from(self.cut_every_days) * DAY - AHEAD).unsigned_abs().max(1);
        u32::try_from((Seconds::from(MOST_DAYS) * DAY).unsigned_abs().div_ceil(between)).unwrap_or(u32::MAX)
    }

    /// From when on a release that was cut at a time is to be replaced by the next.
    pub fn due_from(self, cut_at: Seconds) -> Seconds {
        self.due_by(cut_at) - AHEAD
    }

    /// By when the next release is cut: every withdrawal since the former one takes effect then.
    pub fn due_by(self, cut_at: Seconds) -> Seconds {
        cut_at.saturating_add(Seconds::from(self.cut_every_days) * DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_is_left_out_follows_the_one_that_is_named() {
        let days = |every, within| {
            let schedule = Schedule::settled(every, within);
            (schedule.cut_every_days, schedule.withdrawal_within_days)
        };
        assert_eq!(days(None, None), (92, 92));
        assert_eq!(days(Some(183), None), (183, 183));
        assert_eq!(days(None, Some(30)), (30, 30));
        assert_eq!(days(None, Some(366)), (92, 366));
        assert_eq!(days(Some(7), Some(30)), (7, 30));
    }

    #[test]
    fn what_withdraws_after_a_release_is_out_of_the_next_one_within_the_promised_time() {
        proptest::proptest!(|(every in 1..=MOST_DAYS, extra in 0..100_u32, cut_at in 0..4_000_000_000_i64, later in 0.0..1.0_f64)| {
            let within = (every + extra).min(MOST_DAYS);
            let schedule = Schedule { cut_every_days: every, withdrawal_within_days: within };
            proptest::prop_assert!(schedule.check().is_ok());
            #[expect(clippy::cast_possible_truncation, reason = "some days")]
            let withdrawn = cut_at + (later * f64::from(every) * 86_400.0) as Seconds;
            proptest::prop_assert!(schedule.due_by(cut_at) <= withdrawn + Seconds::from(within) * DAY);
            proptest::prop_assert!(schedule.due_from(cut_at) > cut_at);
            let between = schedule.due_from(cut_at) - cut_at;
            proptest::prop_assert!(i64::from(schedule.most_a_year()) * between >= i64::from(MOST_DAYS) * DAY);
        });
    }
}
