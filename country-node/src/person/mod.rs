//! One person over all that the node holds: under several ids, corrected, handed out, and erased.
//!
//! ```text
//! file of a source -> intake -> records of that source alone     contacts -> sealed, and keyed digests of them
//!                       | leaves out who was erased                              | pairs on which digests agree
//!                       v                                                        v
//! records of all sources, corrections -> one record a person <- judgements: the same, or different
//!                       |                                                        |
//!                       v                                                        v
//!                    release <---------- the strictest of the consents of all ids of one person
//! ```
//!
//! - [`digests`]: what contacts are compared by; [`review`]: pairs that are probably one person; [`same`]: what officers judged.
//! - [`correct`]: what is right in the place of what a file says, asked for, made and taken back.
//! - [`erased`]: who was erased; [`erase`]: everything of a person removed.
//! - [`answers`]: what persons answered, for what the country does with them by name.
//! - [`export`]: everything held of a person, for the person; [`held`]: its fields; [`known`]: whether anything is.

pub mod answers;
pub mod correct;
pub mod digests;
pub mod erase;
pub mod erased;
pub mod export;
pub mod held;
pub mod known;
pub mod review;
pub mod same;
