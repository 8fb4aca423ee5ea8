//! Consents of persons: events appended under the rules, read back, and made out as records and receipts.
//!
//! - [`append`]: the only way in for an event; the rules are in `node_rules::consent`.
//! - [`said`]: one event of one person, of now.
//! - [`history`]: what is stored, as the rules read it.
//! - [`everybody`]: what everybody agrees to at a moment.
//! - [`narrow`](mod@narrow): without one purpose.
//! - [`made_out`]: a person's record, and the receipt with the releases that counted the person.
//! - [`sheet`], [`text`], [`page`]: a receipt for people, as plain text and as a page.

pub mod append;
pub mod everybody;
pub mod history;
pub mod made_out;
pub mod narrow;
pub mod page;
pub mod said;
pub mod sheet;
pub mod text;
