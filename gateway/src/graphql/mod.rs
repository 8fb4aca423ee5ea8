//! The gateway's GraphQL schema: thin resolvers over the rooms that decide.
//!
//! - [`query`]: the root fields; each needs a caller.
//! - [`subscription`]: the same, in parts as they come.
//! - [`agreements`]: agreements as they are spoken, and what can be done to one.
//! - [`themes`]: themes of focus groups, as they are spoken, with figures beside them.
//! - [`directory`]: institutional records of all countries as one list, [`of_kind`]: each of a kind; [`cited`]: answers that experiences cite; [`measures`]: what
//!   activities are measured by; [`desk`]: what can be done to one; [`coverage`]: who was asked.
//! - [`comparison`]: an answer, as it is spoken.
//! - [`series`]: one question of every wave. [`programme_figures`]: figures of programmes.
//! - [`dimensions`], [`studies`]: what can be asked, and of whom.

mod agreements;
mod cited;
mod comparison;
mod coverage;
mod desk;
mod dimensions;
mod directory;
mod measures;
mod of_kind;
mod outreach;
mod programme_figures;
mod query;
mod series;
mod studies;
mod subscription;
mod themes;

use crate::citation::archive::Archive;
use crate::clock::Clock;
use agreements::AgreementDesk;
use async_graphql::{MergedObject, SDLExportOptions, Schema};
use desk::{Desks, Histories};
use directory::Directory;
use door::limits::Limits;
use query::Answers;
use std::sync::Arc;
use subscription::Subscription;

/// What can be asked of the federation.
#[derive(MergedObject, Default)]
pub struct Query(Answers, Directory, Histories);

/// What can be changed in the federation, by officers.
#[derive(MergedObject, Default)]
pub struct Mutation(AgreementDesk, Desks);

/// The gateway's schema.
pub type GatewaySchema = Schema<Query, Mutation, Subscription>;

/// The schema under limits. The registry of the members in force comes with each request.
pub fn schema(archive: Arc<Archive>, clock: Clock, limits: Limits) -> GatewaySchema {
    let builder = Schema::build(Query::default(), Mutation::default(), Subscription).data(archive).data(clock);
    limits.guard(builder).finish()
}

/// The schema's text, sorted, so that it is the same for the same schema.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by();
    Schema::new(Query::default(), Mutation::default(), Subscription).sdl_with_options(options)
}
