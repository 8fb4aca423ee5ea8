//! What tests and benches ask the federation with, and start it with. Nothing here knows the inside of a service.
//!
//! - [`asker`]: one who asks, with a token; [`carrier`] is the gateway's word that a node wants beside it, [`link`] mutual TLS.
//! - [`comparison`]: the question, and its answer as it is read from the wire.
//! - [`federation`]: a federation in this process, whose nodes can be stopped, started and replaced.
//! - [`fuzzed`]: what must hold of each parser that faces outside.
//! - [`program`]: the real program in processes of its own.
//! - [`register`], [`utility`], [`amounts`]: a synthetic register, what protection costs on it, and its sums and means.
//! - [`importing`]: an import as an operator does it, measured; [`kobo`]: a synthetic export of Kobo.
//! - [`lists`]: countries with institutional records, and a page of all of them.
//! - [`programme`]: a synthetic programme of skills transfer, and its matching by greed; [`stored`]: the same in a real store.
//! - [`measurement`]: medians, and the table that a bench prints.

pub mod amounts;
pub mod asker;
pub mod attack;
pub mod carrier;
pub mod chance;
pub mod comparison;
pub mod federation;
pub mod fuzzed;
pub mod importing;
pub mod kobo;
pub mod link;
pub mod lists;
pub mod measurement;
pub mod program;
pub mod programme;
pub mod register;
pub mod stored;
pub mod utility;
