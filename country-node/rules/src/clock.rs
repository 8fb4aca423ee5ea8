//! Where time comes from: a parameter, so that tests hold it in their hands.

use chrono::{DateTime, NaiveDate, SecondsFormat};
use std::sync::Arc;

/// Seconds since 1970, UTC.
pub type Seconds = i64;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Seconds + Send + Sync>;

/// The machine's own clock.
pub fn system() -> Clock {
    Arc::new(|| {
        #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
        let now = std::time::SystemTime::now();
        now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs().try_into().unwrap_or(Seconds::MAX))
    })
}

/// A clock that stands still.
pub fn fixed(at: Seconds) -> Clock {
    Arc::new(move || at)
}

/// A time as text (RFC 3339, UTC), such as `2027-01-15T08:00:00Z`; one that no calendar has, as its number.
pub fn text(at: Seconds) -> String {
    let written = DateTime::from_timestamp(at, 0).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    written.unwrap_or_else(|| format!("{at} seconds after 1970"))
}

/// A time from its text, to the second; nothing where it has no zone or is no time (RFC 3339).
pub fn seconds(text: &str) -> Option<Seconds> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp())
}

/// The day that it is in UTC.
pub fn day(at: Seconds) -> NaiveDate {
    DateTime::from_timestamp(at, 0).map_or(NaiveDate::MAX, |at| at.date_naive())
}

/// The latest day that it is anywhere on earth: in the countries farthest east the day begins 14 hours before it does in UTC.
pub fn latest_day(at: Seconds) -> NaiveDate {
    let there = DateTime::from_timestamp(at.saturating_add(14 * 60 * 60), 0);
    there.map_or(NaiveDate::MAX, |there| there.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_back_from_its_text_whatever_its_zone() {
        assert_eq!(text(1_800_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(seconds(&text(1_800_000_000)), Some(1_800_000_000));
        assert_eq!(seconds("2027-01-15T13:30:00.9+05:30"), Some(1_800_000_000));
        assert_eq!((seconds("2027-01-15T08:00:00"), seconds("yesterday")), (None, None));
        assert_eq!(text(Seconds::MAX), "9223372036854775807 seconds after 1970");
    }

    #[test]
    fn a_day_has_come_where_it_begins_first() {
        assert_eq!(latest_day(1_800_000_000).to_string(), "2027-01-15", "08:00 in UTC");
        assert_eq!(latest_day(1_800_000_000 + 2 * 60 * 60).to_string(), "2027-01-16");
        assert_eq!(latest_day(Seconds::MAX), NaiveDate::MAX);
    }
}
