//! The node's GraphQL schema: thin, every decision is elsewhere.

mod mutation;
mod query;

use crate::answer::Desk;
use crate::answer::identify::Identify;
use async_graphql::{EmptySubscription, SDLExportOptions, Schema};
use door::came::Attach;
use door::limits::Limits;
use door::roll::Roll;
use mutation::Mutation;
use query::Query;
use std::sync::Arc;

/// The node's schema.
pub type NodeSchema = Schema<Query, Mutation, EmptySubscription>;

/// How large a request may be: a gateway sends all of one query's questions at once.
pub const LIMITS: Limits = Limits { body_bytes: 256 * 1024, depth: 16, complexity: 500, ..Limits::USUAL };

/// The schema with what its resolvers use.
pub fn schema(country: schema::country::CountryCode, desk: Arc<Desk>, roll: Arc<Roll>) -> NodeSchema {
    LIMITS.guard(Schema::build(Query, Mutation, EmptySubscription)).data(country).data(desk).data(roll).finish()
}

/// The schema as sorted SDL.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    Schema::build(Query, Mutation, EmptySubscription).finish().sdl_with_options(options)
}

/// Adds to a request who asks.
pub fn attach(identify: Arc<Identify>) -> Attach {
    Arc::new(move |came, request| {
        let identify = Arc::clone(&identify);
        Box::pin(async move {
            let caller = identify.caller(came).await;
            let known = caller.as_ref().ok().map(|caller| identify.known(caller));
            let request = request.data(caller);
            match known {
                Some(known) => request.data(known),
                None => request,
            }
        })
    })
}
