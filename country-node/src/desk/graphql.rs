//! The desk's GraphQL schema.

use super::officer::{NoOfficer, Officers};
use super::work::{Mutation, Query};
use crate::programme::Programmes;
use async_graphql::{EmptySubscription, SDLExportOptions, Schema};
use door::came::Attach;
use door::limits::Limits;
use std::sync::Arc;

/// The desk's schema.
pub type DeskSchema = Schema<Query, Mutation, EmptySubscription>;

/// How large a request may be.
pub const LIMITS: Limits = Limits { body_bytes: 256 * 1024, depth: 8, complexity: 5000, ..Limits::USUAL };

/// The schema with what its resolvers use.
pub fn schema(programmes: Arc<Programmes>) -> DeskSchema {
    LIMITS.guard(Schema::build(Query, Mutation, EmptySubscription)).data(programmes).finish()
}

/// The schema as sorted SDL.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    Schema::build(Query, Mutation, EmptySubscription).finish().sdl_with_options(options)
}

/// Adds to a request who asks.
pub fn attach(officers: Arc<Officers>) -> Attach {
    Arc::new(move |came, request| {
        let officers = Arc::clone(&officers);
        Box::pin(async move {
            let officer = officers.officer(came).await;
            let known = match &officer {
                Ok(officer) => Some(officers.known(officer.identity())),
                Err(NoOfficer::SomebodyElse(identity)) => Some(officers.known(identity)),
                Err(NoOfficer::Token(_)) => None,
            };
            let request = request.data(officer);
            match known {
                Some(known) => request.data(known),
                None => request,
            }
        })
    })
}
