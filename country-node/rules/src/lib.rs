//! What a node may say. Pure: no store, no HTTP, no clock and no randomness of its own.
//!
//! A question travels down through named types, each made in exactly one file:
//!
//! - [`caller`]: `Identity` to [`Caller`](caller::Caller), who asks and how far consents must reach for it.
//! - [`decide`]: caller and question to a [`Permit`](decide::Permit), or a [`Refusal`](refusal::Refusal) with its reason.
//! - [`in_force`]: the release that a question is read from.
//! - [`figures`]: permit and released tables to [`Figures`](figures::Figures).
//!
//! and beside it, from records to a release:
//!
//! - [`record_key`], [`consent`]: a person's pseudonym and key, and the segment that a consent puts the person in.
//! - [`person`]: one person in several files, and under several ids.
//! - [`agreement`]: what another member may ask.
//! - [`study`]: a survey as its owner describes it.
//! - [`rulebook`]: a country's disclosure policy as data.
//! - [`columns`], [`tally`]: records column by column, and raw counts that cannot be spoken.
//! - [`hierarchy`]: at which level of its codelist a dimension is released.
//! - [`cover`], [`count`]: which blocks are counted, and counting them; [`sums`]: adding quantities up, in the whole steps
//!   of `grid`.
//! - [`measured`]: what a table holds; `estimate`: totals and means of weighted records with their standard errors.
//! - [`protect`]: the mechanisms, from a tally to released tables.
//! - [`budget`]: what a year of releases may spend.
//! - [`release`]: immutable, signed, versioned.
//! - [`directory`]: institutional records: what may be done to one, and which of them somebody is told of.
//! - [`focus`]: focus groups, and what is told of their themes.
//! - [`matching`]: needs of a programme with candidates, one by one and all at once.
//! - [`programme`]: what is done in a programme of skills transfer, step by step, and what it comes to.
//! - [`campaign`]: letters to those who agree to be written to. [`tens`]: counts that are told to others without a release.
//! - [`risk`]: how far persons can be told apart, measured before publishing; columns that no release is cut from.
//!
//! [`audit`] is what is written of all that, as a chain that shows every change; [`officer`] is who did it, as a history names one;
//! [`clock`] is where time comes from.

pub mod agreement;
pub mod audit;
pub mod budget;
pub mod caller;
pub mod campaign;
pub mod clock;
pub mod columns;
pub mod consent;
pub mod count;
pub mod cover;
pub mod decide;
pub mod directory;
mod estimate;
pub mod figures;
pub mod focus;
mod grid;
pub mod hierarchy;
pub mod in_force;
pub mod matching;
pub mod measured;
pub mod officer;
pub mod person;
pub mod programme;
pub mod protect;
pub mod record_key;
pub mod refusal;
pub mod release;
pub mod risk;
pub mod rulebook;
pub mod script;
pub mod study;
pub mod sums;
pub mod tally;
pub mod tens;
