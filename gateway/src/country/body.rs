//! A reply read as far as a cap, so that one without an end is cut off.

use super::{Breach, Silence};
use reqwest::{Response, StatusCode};

/// The largest reply that is read.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Reads a reply's body.
pub async fn read(mut response: Response) -> Result<Vec<u8>, Silence> {
    if response.status() != StatusCode::OK {
        return Err(Breach::Status(response.status().as_u16()).into());
    }
    let announced = response.content_length().map_or(Ok(0), usize::try_from).unwrap_or(usize::MAX);
    if announced > MOST_BYTES {
        return Err(Breach::TooLarge.into());
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(connection)? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(Breach::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A connection that failed. The address stays out of the error: an operator may have put a secret in it.
pub fn connection(error: reqwest::Error) -> Silence {
    Silence::Connection(error.without_url())
}
