//! A small service behind the door, with every kind of operation in it.

use super::open::{Open, SHORT};
use crate::came::{Attach, Known};
use crate::graphql::router;
use crate::limits::Limits;
use crate::rates::{Rate, Rates};
use crate::sites::Sites;
use async_graphql::{Context, Object, Schema, Subscription};
use axum::Router;
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Limits that a test can wait for.
pub const LIMITS: Limits = Limits {
    body_bytes: 2000,
    depth: 5,
    complexity: 50,
    time: Duration::from_millis(600),
    init: Duration::from_millis(300),
    heartbeat: Duration::from_millis(200),
    operations: 2,
    rates: Rates { nobody: Rate { per_second: 100, burst: 1000 }, ..Rates::USUAL },
    ..Limits::USUAL
};

/// How long the token `short` is valid.
pub const SOON: Duration = Duration::from_millis(250);

pub struct Query;
pub struct Mutation;
pub struct Watched;

/// How many streams are open.
#[derive(Clone, Default)]
pub struct Streams(pub Arc<AtomicUsize>);

struct One(Streams);

impl Drop for One {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[Object]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("hello {}", name.unwrap_or_default())
    }

    async fn slow(&self, ms: u64) -> u64 {
        sleep(Duration::from_millis(ms)).await;
        ms
    }

    async fn panics(&self, not: Option<u64>) -> u64 {
        not.unwrap_or_else(|| panic!("secret"))
    }
}

#[Object]
impl Mutation {
    async fn set(&self) -> bool {
        true
    }
}

#[Subscription]
impl Watched {
    /// So many numbers, one every ten milliseconds, or numbers without end.
    async fn numbers(&self, ctx: &Context<'_>, most: Option<usize>) -> impl Stream<Item = usize> + use<> {
        let streams = ctx.data_unchecked::<Streams>().clone();
        streams.0.fetch_add(1, Ordering::SeqCst);
        let one = One(streams);
        let numbers = stream::unfold((0, one), |(number, one)| async move {
            sleep(Duration::from_millis(10)).await;
            Some((number, (number + 1, one)))
        });
        numbers.take(most.unwrap_or(usize::MAX))
    }
}

pub fn hall(limits: Limits, sites: &[&str]) -> (Router, Streams) {
    let streams = Streams::default();
    let schema = limits.guard(Schema::build(Query, Mutation, Watched)).data(streams.clone()).finish();
    let sites = Sites::new(&sites.iter().map(|site| (*site).to_owned()).collect::<Vec<_>>()).unwrap();
    let attach: Attach = Arc::new(|came, request| {
        let attached = match came.bearer() {
            Some("good") => request.data(Known::for_seconds("GHA", "ama", 3600)),
            Some("short") => {
                request.data(Known { until: Instant::now() + SOON, ..Known::for_seconds("GHA", "ama", 0) })
            }
            _ => request,
        };
        Box::pin(std::future::ready(attached))
    });
    (router("/graphql", schema, limits, sites, attach), streams)
}

/// The hall, open.
pub async fn open(limits: Limits) -> Open {
    Open::start(hall(limits, &[]).0, SHORT).await
}

/// An answer as it came.
#[derive(Debug)]
pub struct Heard {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Heard {
    pub fn read(text: &str) -> Self {
        let (headers, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP came: {text:?}"));
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, headers: headers.to_lowercase(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The code of the first error, or an empty text.
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

fn lines(headers: &[&str]) -> String {
    headers.iter().flat_map(|line| [line, "\r\n"]).collect()
}

/// A POST with these header lines and this body.
pub fn post(headers: &[&str], body: &str) -> String {
    let headers = lines(headers);
    let length = body.len();
    format!(
        "POST /graphql HTTP/1.1\r\nHost: hall\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

/// A POST of a query as JSON.
pub fn query(query: &str) -> String {
    post(&["Content-Type: application/json"], &serde_json::json!({ "query": query }).to_string())
}

/// A GET with this query string and these header lines.
pub fn get(query: &str, headers: &[&str]) -> String {
    let headers = lines(headers);
    format!("GET /graphql{query} HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n{headers}\r\n")
}

/// Says a request on a connection of its own.
pub async fn ask(open: &Open, request: &str) -> Heard {
    Heard::read(&open.hear(request).await)
}
