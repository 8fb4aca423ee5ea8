//! The directory: what governments do for their diasporas, as institutional records. Institutions, policies, services, experiences,
//! programmes, associations, missions and activities; no person's record is one of them.
//!
//! - [`kind`]: which kinds there are, and what a record of each can be asked by; [`body`]: a record's content, of one kind.
//! - [`institution`], [`policy`], [`service`], [`experience`], [`programme`], [`association`], [`mission`], [`activity`]: each kind.
//! - [`name`]: names by language; [`area`]: the nine areas of Objective 19; [`date`]: dates as exactly as they are known.
//! - [`sound`]: what can be kept, and every fault of what cannot.
//! - [`visibility`]: whom a record is shown to; [`state`]: where it stands, and which moves there are.
//! - [`filter`]: which records are asked for; [`order`]: in which order they come; [`page`]: how a node tells of them.

pub mod activity;
pub mod area;
pub mod association;
pub mod body;
pub mod date;
pub mod experience;
pub mod filter;
pub mod institution;
pub mod kind;
pub mod mission;
pub mod name;
pub mod order;
pub mod page;
pub mod policy;
pub mod programme;
pub mod service;
pub mod sound;
pub mod state;
pub mod visibility;
