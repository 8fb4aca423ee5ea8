//! Where time comes from: a parameter, so that tests hold it in their hands.

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
