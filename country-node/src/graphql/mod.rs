//! The node's GraphQL schema: thin, every decision is elsewhere.

mod directory;
mod mutation;
mod query;

use crate::answer::Desk;
use crate::answer::identify::Identify;
use crate::directory::Directory;
use async_graphql::MergedObject;
use async_graphql::{EmptySubscription, SDLExportOptions, Schema};
use directory::{Desks, Listing};
use door::came::Attach;
use door::limits::Limits;
use door::roll::Roll;
use mutation::Agreements;
use query::Answers;
use std::sync::Arc;

/// What may be asked of a country's node.
#[derive(MergedObject, Default)]
pub struct Query(Answers, Listing);

/// What may be changed at a country's node, by officers.
#[derive(MergedObject, Default)]
pub struct Mutation(Agreements, Desks);

/// The node's schema.
pub type NodeSchema = Schema<Query, Mutation, EmptySubscription>;

/// How large a request may be: a gateway sends all of one query's questions at once.
pub const LIMITS: Limits = Limits { body_bytes: 256 * 1024, depth: 16, complexity: 500, ..Limits::USUAL };

/// The schema with what its resolvers use.
pub fn schema(
    country: schema::country::CountryCode,
    desk: Arc<Desk>,
    directory: Arc<Directory>,
    roll: Arc<Roll>,
) -> NodeSchema {
    let schema = LIMITS.guard(Schema::build(Query::default(), Mutation::default(), EmptySubscription));
    schema.data(country).data(desk).data(directory).data(roll).finish()
}

/// The schema as sorted SDL.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).finish().sdl_with_options(options)
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
