//! The audit log: what is asked of the node and done to it, opened before anything is read and closed before anything is
//! spoken. What an entry holds and when a log is believed is decided in `node_rules::audit`.
//!
//! - [`writer`]: the only writer; one at a time, whatever processes of the node are at work. [`ledger`]: the log for those who write in it.
//! - [`open`]: an entry that is open, without which nothing is read. [`close`]: its receipt, without which nothing is spoken. [`act`]: what is
//!   begun is brought to its end, whoever is gone meanwhile.
//! - [`reading`]: something read or done for somebody, from the one to the other; [`reason`]: why something is not, as far as that may be
//!   said. [`command`]: what the operator does.
//! - [`checkpoint`]: the log's end, signed now and then.
//! - [`read`]: the log, held against itself and its checkpoints; [`told`]: who asked what, and what became of it;
//!   [`asked`]: that, for those who may see it; [`records`]: what the log tells of, held against it.

pub mod act;
pub mod asked;
pub mod checkpoint;
pub mod close;
pub mod command;
pub mod ledger;
pub mod open;
pub mod read;
pub mod reading;
pub mod reason;
pub mod records;
pub mod told;
pub mod writer;
