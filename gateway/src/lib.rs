//! Asks all nodes, puts their answers side by side and together.
//!
//! A question travels down through named types; each can be made in one file only; only the last can be spoken.
//!
//! - `identify`: who asks, from a request as it came; `caller`: and may they ask figures. Makes a `Caller`.
//! - `sign_in`: people sign in with their member's issuer, and have sessions.
//! - `scripts`: scripts' tokens, exchanged at their member's node.
//! - `registry`: the members whose nodes can be asked; `members` keeps it at the membership document in force.
//! - `plan`: which countries are asked what; pure. Makes a `Plan`.
//! - `fetch`: one request a country, one deadline, and of a long list a second one to those that have more than their share; a reply or a named
//!   absence, none dropped. Makes `Replies`.
//!   `fetch::arrive` hands them out one by one as they come. `gather` says when, `country` speaks with one node, `told` and `absence` are what comes back.
//! - `merge`: what is added to what, and what differs; pure. Makes a `Merged`.
//! - `attribute`: who said what, and who did not. Makes an `Answer`. `citation` keeps it, signed, and checks it again.
//! - `directory`: institutional records, as their countries tell them; themes of focus groups.
//! - `exchange`: what governments settle with each other, kept by their nodes.
//! - `derived`: figures that are one sum over another, of programmes; pure.
//! - `outreach`: segments for outreach, and activities drawn up from them; pure.
//! - `catalogue`: who publishes what. `items`: what items mean, as those who answered say.
//! - `graphql`: the schema; thin.
//! - `registrar`: who belongs: the registrar's own folder and commands.
//! - `playground`: the page on which an analyst writes GraphQL.
//! - [`config`](Config), [`clock`], [`random`], [`start`](start()): from a configuration to a gateway that answers.
//! - [`command`]: the command line.

mod absence;
mod attribute;
mod caller;
mod catalogue;
mod citation;
pub mod clock;
pub mod command;
mod config;
mod country;
mod derived;
mod directory;
mod exchange;
mod fetch;
mod gather;
mod graphql;
mod identify;
mod items;
mod members;
mod merge;
mod outreach;
mod plan;
mod playground;
pub mod random;
mod registrar;
mod registry;
mod scripts;
mod sign_in;
mod start;
mod told;

#[cfg(test)]
mod tests;

pub use clock::Clock;
pub use config::{Config, ConfigFault};
pub use graphql::sdl;
pub use registry::BadNodeAddress;
pub use start::{Running, StartFault, start};
