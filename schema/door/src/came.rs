//! A request as it came, for a service that must know more of it than its GraphQL; and what the service says of it.

use crate::peer::Peer;
use async_graphql::{Data, Request};
use axum::http::{HeaderMap, header};
use futures_util::future::BoxFuture;
use std::any::TypeId;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// Its headers; over a WebSocket, those that it was opened with, under the authorization that it was begun with.
    pub headers: &'a HeaderMap,
    /// The exact bytes that the GraphQL request was read from: the body of a POST, the query string of a GET, the message
    /// of a WebSocket.
    pub body: &'a [u8],
    /// The other side of the connection; none where no connection brought it, as in a test of a router.
    pub peer: Option<&'a Peer>,
}

/// What a service adds to a request before it runs: who asks, what this request may use. Of one whose token is valid it
/// adds a [`Known`]. It may have to ask elsewhere: an issuer for its keys, a member's node about a script's token.
pub type Attach = Arc<dyn for<'a> Fn(&'a Came<'a>, Request) -> BoxFuture<'a, Request> + Send + Sync>;

/// Somebody whose token is valid. The door counts by it how often one asks, and shows the schema to nobody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The member.
    pub member: String,
    /// The member's user.
    pub user: String,
    /// When the token's time is over: what is answered in parts ends then.
    pub until: Instant,
}

impl<'a> Came<'a> {
    /// The bearer token of the request (RFC 6750).
    pub fn bearer(&self) -> Option<&'a str> {
        let (scheme, token) = self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
    }
}

/// The longest that a token is believed here without being looked at again, in seconds: what is open ends within a day.
const MOST_SECONDS: u64 = 86_400;

impl Known {
    /// Somebody whose token holds for so many seconds more.
    pub fn for_seconds(member: impl Into<String>, user: impl Into<String>, seconds: i64) -> Self {
        let left = u64::try_from(seconds).unwrap_or(0).min(MOST_SECONDS);
        Self { member: member.into(), user: user.into(), until: Instant::now() + Duration::from_secs(left) }
    }

    /// Who a service says has asked.
    pub fn of(data: &Data) -> Option<&Self> {
        data.get(&TypeId::of::<Self>())?.downcast_ref()
    }
}
