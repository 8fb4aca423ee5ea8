//! The federation as its users see it: every promise of the README, through the front door.
//!
//! - [`stock`]: official totals, to the person.
//! - [`survey`]: estimates against the unprotected truth.
//! - [`themes`]: what focus groups talked about, with surveys' figures beside it.
//! - [`waves`]: a whole survey in two waves, seventeen origins.
//! - [`attitudes`]: trust on unlike scales.
//! - [`outreach`]: segments for outreach over registers.
//! - [`programmes`]: figures of programmes, by country and together.
//! - [`utility`]: what protection costs, and that its intervals hold, on a synthetic register.
//! - [`comparison`]: who is asked, who answers, shares, sums, and that a figure never changes.
//! - [`corpus`]: what the fuzz targets are begun with, kept as cases.
//! - [`attack`]: the attacker, in small: no attack breaks the default of registers.
//! - [`outage`]: nodes that are stopped, hang, or answer nonsense.
//! - [`refusals`]: bad input, and that no secret comes back.
//! - [`malformed`]: ten thousand malformed requests at the real processes.
//! - [`over_http`]: GraphQL over HTTP to the letter, held to by audits and clients of others.
//! - [`signing_in`]: people and programs with tokens of a real OpenID Connect issuer.
//! - [`scripts`]: tokens for scripts, from their issue to their end.
//! - [`process`]: the real program, started, stopped and killed.
//! - [`browser`]: the playground, and a person's own page, in a real browser.
//! - [`directory`]: institutional records, written, reviewed, told, and one list over all countries.
//! - [`documents`]: what is written is so: the README's answer, the schemas' descriptions.
//! - [`house`]: the rules of the house.
//! - [`needed`]: programs that a test needs and that may be missing.
//! - [`npm`]: programs of others, from npm.
//! - [`world`]: the one federation that most of them ask.

mod agreements;
mod attack;
mod attitudes;
mod browser;
mod comparison;
mod corpus;
mod directory;
mod documents;
mod house;
mod joining;
mod malformed;
mod needed;
mod npm;
mod outage;
mod outreach;
mod over_http;
mod permissions;
mod process;
mod programmes;
mod refusals;
mod scripts;
mod signing_in;
mod stock;
mod survey;
mod themes;
mod tls;
mod utility;
mod waves;
mod world;
