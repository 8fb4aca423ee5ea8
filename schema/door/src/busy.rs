//! Whether a connection is of use: it is while an answer is under way on it, and for a while after.

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// How many answers are under way on a connection.
#[derive(Clone)]
pub struct Busy(Arc<watch::Sender<usize>>);

/// One answer that is under way, until this is dropped.
pub struct UnderWay(Busy);

impl Busy {
    /// A connection that has just been opened.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// An answer begins.
    pub fn begin(&self) -> UnderWay {
        self.0.send_modify(|answers| *answers += 1);
        UnderWay(self.clone())
    }

    /// Ready once no answer has been under way for so long.
    pub async fn idle(&self, most: Duration) {
        let mut answers = self.0.subscribe();
        // The sender is `self`: it cannot be gone.
        while answers.wait_for(|answers| *answers == 0).await.is_ok() {
            if timeout(most, answers.changed()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.0.send_modify(|answers| *answers -= 1);
    }
}

/// A body that keeps its connection busy until it has been sent or given up.
pub struct Sent {
    body: Body,
    _under_way: UnderWay,
}

impl Sent {
    /// The body of an answer that is under way.
    pub fn new(body: Body, under_way: UnderWay) -> Self {
        Self { body, _under_way: under_way }
    }
}

impl hyper::body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, sleep};

    const MOST: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_idle_only_when_its_last_answer_has_been_gone_for_long() {
        let (busy, began) = (Busy::new(), Instant::now());
        let (first, second) = (busy.begin(), busy.begin());
        let answering = async {
            sleep(MOST * 3).await;
            drop(first);
            sleep(MOST * 3).await;
            drop(second);
            sleep(MOST / 2).await;
            drop(busy.begin());
        };
        tokio::join!(answering, busy.idle(MOST));
        assert_eq!(began.elapsed().as_secs(), 75);
    }
}
