//! A country's node: it owns the country's data and answers from protected releases.
//!
//! - [`config`], [`node`], [`init`]: a node's folder.
//! - [`form`]: questionnaires, in their versions and languages.
//! - [`intake`]: from a country's file to records.
//! - [`study`]: the country's studies and their waves.
//! - [`store`]: sea-orm, a file a table; [`state`]: what it holds.
//! - [`consent`]: events appended, records, receipts.
//! - [`contact`]: how persons are reached, sealed.
//! - [`person`]: one person over all that is held: handed out, erased.
//! - [`page`]: the person's own page.
//! - [`focus`]: focus groups, kept, and what is told of their themes.
//! - [`directory`]: institutional records, kept, changed and told of; [`programme`]: the work of programmes, which stays here; [`campaign`]: letters to those who agree to be written to; [`desk`]: where the country's own officers do all that.
//! - [`release`]: cut, count, protect, sign, publish; and what is in force.
//! - [`agreement`]: agreements with other members, kept.
//! - [`audit`]: the log of all that is asked and done; [`answer`]: identify, open, decide, read, record, reply.
//! - [`script`]: tokens for scripts: issued, listed, revoked, exchanged.
//! - [`graphql`], [`serve`]: the schema, thin, and the port.
//! - [`command`]: the command line.
//!
//! What may be said is decided in the crate `node-rules`, which knows no store and no HTTP.

pub mod agreement;
pub mod answer;
pub mod audit;
pub mod campaign;
pub mod command;
pub mod config;
pub mod consent;
pub mod contact;
pub mod desk;
pub mod directory;
pub mod focus;
pub mod form;
pub mod graphql;
pub mod init;
pub mod intake;
pub mod node;
pub mod page;
pub mod person;
pub mod programme;
pub mod release;
pub mod script;
pub mod serve;
pub mod state;
pub mod store;
pub mod study;
