//! The registrar's desk: who belongs, in the registrar's own folder. Each change is the next version of the membership
//! document, signed and written in one step; services take it without a restart.
//!
//! - [`folder`]: what lies there, and how a change is made.
//! - [`admit`](mod@admit): a member's application, and a gateway's.
//! - [`command`]: `gateway member ...`.

pub mod admit;
pub mod command;
pub mod folder;
