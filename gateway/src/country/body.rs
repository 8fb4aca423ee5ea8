//! A reply read as far as a cap, so that one without an end is cut off.

use super::link::broken;
use super::{Breach, Silence};
use axum::body::{Body, HttpBody};
use axum::http::{Response, StatusCode};
use http_body_util::BodyExt;

/// The largest reply that is read.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Reads a reply's body.
pub async fn read(response: Response<Body>) -> Result<Vec<u8>, Silence> {
    match response.status() {
        StatusCode::OK => {}
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => return Err(Silence::Busy),
        other => return Err(Breach::Status(other.as_u16()).into()),
    }
    let mut from = response.into_body();
    let announced = usize::try_from(from.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > MOST_BYTES {
        return Err(Breach::TooLarge.into());
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(frame) = from.frame().await {
        let Ok(data) = frame.map_err(|error| broken(error.into()))?.into_data() else { continue };
        if body.len() + data.len() > MOST_BYTES {
            return Err(Breach::TooLarge.into());
        }
        body.extend_from_slice(&data);
    }
    Ok(body)
}
