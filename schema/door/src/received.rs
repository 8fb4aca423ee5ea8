//! A request's body as it is received.

use axum::body::{Body, Bytes};
use http_body_util::BodyExt;

/// How much of a body that is too large is read and thrown away, in bytes. HTTP/1.1 clients write all of a request before they
/// read: one whose connection is closed under its hands sees a broken pipe in place of the refusal (RFC 9112, 9.6).
const MOST_THROWN_AWAY: usize = 8 << 20;

/// A body that is larger than it may be, or that broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// A body of `most` bytes or fewer. Of a larger one nothing is kept, and it is read on for a while so that its sender comes to hear
/// of it. Time is bounded by whoever calls.
pub async fn received(mut body: Body, most: usize) -> Result<Bytes, TooLarge> {
    let (mut kept, mut size) = (Vec::new(), 0_usize);
    while size <= most + MOST_THROWN_AWAY {
        let Some(frame) = body.frame().await else {
            return if size <= most { Ok(kept.into()) } else { Err(TooLarge) };
        };
        let Ok(data) = frame.map_err(|_| TooLarge)?.into_data() else { continue };
        size = size.saturating_add(data.len());
        if size <= most {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
        }
    }
    Err(TooLarge)
}
