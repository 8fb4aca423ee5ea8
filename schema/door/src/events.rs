//! An answer in parts as server-sent events, in the "distinct connections mode" of GraphQL over SSE: an event `next` for
//! each part, an event `complete` after the last. <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>

use crate::accept::Form;
use crate::leave::json;
use async_graphql::Response;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use futures_util::{Stream, StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::timeout;

/// Tells a proxy to pass each event on when it comes.
const NOT_GATHERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");

/// A comment, so that a silent stream is known to be alive.
const HEARTBEAT: &str = ":\n\n";

/// The event after the last part. The empty line of data is what makes a browser hear of it.
const COMPLETE: &str = "event: complete\ndata: \n\n";

/// Speaks parts. `held` is dropped when the last has been sent, or the caller has gone.
pub fn events(
    parts: impl Stream<Item = Response> + Send + Unpin + 'static,
    heartbeat: Duration,
    held: impl Send + 'static,
) -> axum::response::Response {
    let written = stream::unfold(Some((parts, held)), move |state| async move {
        let (mut parts, held) = state?;
        let (text, state) = match timeout(heartbeat, parts.next()).await {
            // JSON has no line break of its own.
            Ok(Some(part)) => (format!("event: next\ndata: {}\n\n", json(&part)), Some((parts, held))),
            Ok(None) => (COMPLETE.to_owned(), None),
            Err(_) => (HEARTBEAT.to_owned(), Some((parts, held))),
        };
        Some((Ok::<_, Infallible>(Bytes::from(text)), state))
    });
    ([(header::CONTENT_TYPE, Form::Events.content_type()), NOT_GATHERED], Body::from_stream(written)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use tokio::time::sleep;

    #[tokio::test(start_paused = true)]
    async fn each_part_is_an_event_and_silence_is_filled() {
        let parts = stream::iter([0_u64, 5, 25]).then(|seconds| async move {
            sleep(Duration::from_secs(seconds)).await;
            Response::new(seconds)
        });
        let response = events(parts.boxed(), Duration::from_secs(10), ());
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        let part = |seconds: u64| format!("event: next\ndata: {{\"data\":{seconds}}}\n\n");
        let expected = format!("{}{}:\n\n:\n\n{}event: complete\ndata: \n\n", part(0), part(5), part(25));
        assert_eq!(std::str::from_utf8(&body).unwrap(), expected);
    }
}
