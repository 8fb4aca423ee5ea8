//! What all ways into a service share: how often one may ask, how many requests are answered at a time, and how long each may take.

use crate::came::Known;
use crate::limits::Limits;
use crate::peer::Peer;
use crate::rates::Meter;
use crate::refusal::Refusal;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

/// Counts what comes to a service, by whichever of its ways.
#[derive(Clone)]
pub struct Gate {
    meter: Arc<Meter>,
    in_flight: Arc<Semaphore>,
    time: Duration,
}

impl Gate {
    /// A gate that nobody has passed yet.
    pub fn new(limits: Limits) -> Self {
        let in_flight = Arc::new(Semaphore::new(limits.in_flight));
        Self { meter: Arc::new(Meter::new(limits.rates)), in_flight, time: limits.time }
    }

    /// Counts a request.
    pub fn count(&self, known: Option<&Known>, peer: Option<&Peer>) -> Result<(), Refusal> {
        self.meter.count(known, peer.map(|peer| peer.address.ip()), Instant::now())
    }

    /// A place among those who are answered at a time.
    pub fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        Arc::clone(&self.in_flight).try_acquire_owned().map_err(|_| Refusal::busy())
    }

    /// Answers somebody in such a place, unless it takes too long.
    pub async fn within<T>(&self, answer: impl Future<Output = T>) -> Result<T, Refusal> {
        let _place = self.place()?;
        timeout(self.time, answer).await.map_err(|_| Refusal::late())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::error::Code;
    use std::future::{pending, ready};

    #[tokio::test(start_paused = true)]
    async fn as_many_are_answered_at_a_time_as_there_are_places_and_nobody_for_longer_than_the_time() {
        let gate = Gate::new(Limits { in_flight: 2, ..Limits::USUAL });
        let other = gate.clone();
        let endless = tokio::spawn(async move { other.within(pending::<()>()).await.unwrap_err().sayable.code });
        tokio::task::yield_now().await;
        let place = gate.place().unwrap();
        let began = Instant::now();
        assert_eq!(gate.within(ready(1)).await.unwrap_err().sayable.code, Code::Busy);
        drop(place);
        assert_eq!(gate.within(ready(1)).await.unwrap(), 1);
        assert_eq!(endless.await.unwrap(), Code::TimedOut);
        assert_eq!(began.elapsed(), Limits::USUAL.time);
    }
}
