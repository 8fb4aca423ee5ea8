//! The desk's GraphQL schema.

use super::campaigns::{CampaignMutation, CampaignQuery};
use super::matching::{MatchingMutation, MatchingQuery};
use super::officer::{NoOfficer, Officers};
use super::tables::{TableMutation, TableQuery};
use super::telling::TellingMutation;
use super::work::{WorkMutation, WorkQuery};
use crate::campaign::Campaigns;
use crate::programme::Programmes;
use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema};
use door::came::Attach;
use door::limits::Limits;
use std::sync::Arc;

/// What may be asked at the desk.
#[derive(MergedObject, Default)]
pub struct Query(WorkQuery, TableQuery, MatchingQuery, CampaignQuery);

/// What may be done at the desk.
#[derive(MergedObject, Default)]
pub struct Mutation(WorkMutation, TableMutation, MatchingMutation, TellingMutation, CampaignMutation);

/// The rooms that the desk works in.
pub type Rooms = (Arc<Programmes>, Arc<Campaigns>);

/// The desk's schema.
pub type DeskSchema = Schema<Query, Mutation, EmptySubscription>;

/// How large a request may be. `loadTable` says it too.
pub const LIMITS: Limits = Limits { body_bytes: 256 * 1024, depth: 8, complexity: 5000, ..Limits::USUAL };

/// The schema with what its resolvers use.
pub fn schema((programmes, campaigns): Rooms) -> DeskSchema {
    let ledger = Arc::clone(&programmes.node.ledger);
    let schema = Schema::build(Query::default(), Mutation::default(), EmptySubscription);
    LIMITS.guard(schema).data(ledger).data(programmes).data(campaigns).finish()
}

/// The schema as sorted SDL.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).finish().sdl_with_options(options)
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
