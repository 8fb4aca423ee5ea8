//! What time it is: a parameter, so that a test says it.

use std::sync::Arc;

/// Tells the time in seconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The machine's clock. Only a command line hands it in.
pub fn system() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is a parameter everywhere else")]
    Arc::new(|| chrono::Utc::now().timestamp())
}

/// A time as it stands in an answer (RFC 3339, UTC, whole seconds); empty for one outside the calendar.
pub(crate) fn rfc3339(seconds: i64) -> String {
    let time = chrono::DateTime::from_timestamp(seconds, 0);
    time.map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_to_the_second() {
        assert_eq!(rfc3339(1_700_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(rfc3339(i64::MAX), "");
    }
}
