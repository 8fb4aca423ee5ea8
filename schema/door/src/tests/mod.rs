//! The door as clients meet it, good ones and others, over real sockets and under short limits.
//!
//! - [`open`]: a service that listens. [`hall`]: a small service behind the door.
//! - [`connections`], [`crowd`]: who is slow, silent, deaf or many.
//! - [`exchanges`]: GraphQL over HTTP, request by request. [`sockets`]: over a WebSocket, message by message.

mod connections;
mod crowd;
mod exchanges;
mod hall;
mod open;
mod sockets;
