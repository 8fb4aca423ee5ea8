//! An answer in parts, with an end: when its time, or that of the caller's token, is over, it says so and ends.

use crate::coded::{coded, refused};
use async_graphql::Response;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt};
use schema::error::{Code, Sayable};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Instant, Sleep, sleep_until};

/// An answer in parts. Dropped, it stops all that it waits for.
pub struct Parts {
    to_come: BoxStream<'static, Response>,
    end: Pin<Box<Sleep>>,
    /// What is said at that end; none once all is said.
    last: Option<Sayable>,
}

impl Parts {
    /// Parts that end when `late` comes or a token's time `until` is over.
    pub fn new(to_come: BoxStream<'static, Response>, late: Instant, until: Option<Instant>) -> Self {
        let (end, last) = match until {
            Some(until) if until < late => {
                let message = "The token's time is over, and so is this answer; ask again with a new one.";
                (until, Sayable::new(Code::Unauthenticated, message))
            }
            _ => (late, Sayable::new(Code::TimedOut, "The answer took too long; ask for less at once.")),
        };
        Self { to_come, end: Box::pin(sleep_until(end)), last: Some(last) }
    }
}

impl Stream for Parts {
    type Item = Response;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Response>> {
        if self.last.is_none() {
            return Poll::Ready(None);
        }
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(self.last.take().map(refused));
        }
        let part = self.to_come.poll_next_unpin(context).map(|part| part.map(coded));
        if matches!(part, Poll::Ready(None)) {
            self.last = None;
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use std::time::Duration;

    const SECOND: Duration = Duration::from_secs(1);

    /// What is said of parts that come each second and never end, and after how many seconds it ended.
    async fn said(late: u32, until: Option<u32>) -> (Vec<String>, u64) {
        let began = Instant::now();
        let parts = stream::unfold((), |()| async {
            tokio::time::sleep(SECOND).await;
            Some((Response::new(1), ()))
        });
        let parts = Parts::new(parts.boxed(), began + SECOND * late, until.map(|until| began + SECOND * until));
        let said = parts.map(|part| part.errors.first().map_or("a part".to_owned(), |error| error.message.clone()));
        (said.collect().await, began.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_with_its_time_or_its_token_and_says_which() {
        let (parts, seconds) = said(3, None).await;
        assert_eq!((parts.len(), seconds), (3, 3), "{parts:?}");
        assert!(parts[2].starts_with("The answer took too long"), "{parts:?}");
        let (parts, seconds) = said(9, Some(2)).await;
        assert!(seconds == 2 && parts[1].starts_with("The token's time is over"), "{parts:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_ends_by_itself_says_nothing_more() {
        let parts = Parts::new(stream::iter([Response::new(1)]).boxed(), Instant::now() + SECOND, None);
        assert_eq!(parts.collect::<Vec<_>>().await, [Response::new(1)]);
    }
}
