//! The door as clients meet it, good ones and others, over real sockets and under short limits.
//!
//! - [`open`]: a service that listens.

mod connections;
mod open;
