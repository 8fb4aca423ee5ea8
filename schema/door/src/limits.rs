//! How large, deep, complex and long a request may be, and how many there may be at a time.

use crate::rates::Rates;
use async_graphql::{ObjectType, SchemaBuilder, SubscriptionType};
use std::time::Duration;

/// The limits of one service.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, query string or message, in bytes.
    pub body_bytes: usize,
    /// How many words and signs a query's text may have.
    pub tokens: usize,
    /// How deep fields may be nested.
    pub depth: usize,
    /// How many fields an answer may have, as the schema counts them.
    pub complexity: usize,
    /// How many fields of a query may be given another name.
    pub aliases: usize,
    /// How many directives a query may have.
    pub directives: usize,
    /// How long an answer may take, reading the request and all parts of the answer included.
    pub time: Duration,
    /// How many requests are answered at a time.
    pub in_flight: usize,
    /// How often one may ask.
    pub rates: Rates,
    /// How many WebSockets are open at a time.
    pub sockets: usize,
    /// How many operations one WebSocket may have under way.
    pub operations: usize,
    /// How long a WebSocket may be open before it says who it is.
    pub init: Duration,
    /// How often the other side of a stream is told that the service is there. A WebSocket must say the same in turn.
    pub heartbeat: Duration,
}

/// How deep brackets of any kind may be nested in a query's text, before it is even parsed.
pub const MOST_BRACKETS: usize = 64;

impl Limits {
    /// What both services begin with.
    pub const USUAL: Self = Self {
        body_bytes: 64 * 1024,
        tokens: 10_000,
        depth: 20,
        complexity: 3000,
        aliases: 100,
        directives: 100,
        time: Duration::from_secs(30),
        in_flight: 256,
        rates: Rates::USUAL,
        sockets: 256,
        operations: 16,
        init: Duration::from_secs(10),
        heartbeat: Duration::from_secs(12),
    };

    /// Sets what the GraphQL library checks by itself. It must hold for the schema too: the door turns the library's
    /// findings into coded errors.
    pub fn guard<Q, M, S>(&self, schema: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S>
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        S: SubscriptionType + 'static,
    {
        schema.limit_depth(self.depth).limit_complexity(self.complexity).limit_recursive_depth(MOST_BRACKETS)
    }
}
