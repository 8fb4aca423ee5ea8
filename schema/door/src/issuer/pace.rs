//! How often something may be done: a burst at once, and then one at a time (the generic cell rate algorithm).

use std::time::Duration;
use tokio::time::Instant;

/// What was done of late, as the time at which all of it is forgotten.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace(Option<Instant>);

impl Pace {
    /// Whether it may be done now, and if so, that it is.
    pub fn may(&mut self, now: Instant, one: Duration, burst: u32) -> bool {
        let would_be = self.0.map_or(now, |forgotten| forgotten.max(now)) + one;
        let may = would_be.duration_since(now) <= one * burst;
        if may {
            self.0 = Some(would_be);
        }
        may
    }
}
