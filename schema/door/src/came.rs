//! A request as it came, for a service that must know more of it than its GraphQL.

use crate::peer::Peer;
use async_graphql::Request;
use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// A request as it came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// The exact bytes that the GraphQL request was read from: the body of a POST, the query string of a GET.
    pub body: &'a [u8],
    /// The other side of the connection; none where no connection brought it, as in a test of a router.
    pub peer: Option<&'a Peer>,
}

/// What a service adds to a request before it runs: who asks, what this request may use.
pub type Attach = Arc<dyn Fn(&Came<'_>, Request) -> Request + Send + Sync>;

impl<'a> Came<'a> {
    /// The bearer token of the request (RFC 6750).
    pub fn bearer(&self) -> Option<&'a str> {
        self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
    }
}
