//! The door of both services: GraphQL over HTTP, its limits, and how a service starts and stops.
//!
//! What this room decides: which requests are let in, and in which form an answer or a failure leaves.
//! What it must not know: what is asked, and who may ask it.
//!
//! - [`graphql`]: one request in, one answer out. [`came`]: what a service is told of a request before it runs, and what it
//!   says of who asks.
//! - `accept`: in which form an answer leaves; `leave`: its bytes and its status; [`coded`]: every GraphQL error has a code;
//!   [`refusal`]: what is not answered, over HTTP.
//! - [`received`]: a request's body. `asked`: from bytes to a request; `documents`: its query parsed, within the [`limits`]: `text` is measured before
//!   it is parsed, a `census` is taken after, and `spread` says how many fields there are once fragments are spread.
//! - [`gate`]: what all ways into a service share. [`rates`]: how often one may ask. [`sites`]: which pages may ask. [`headers`]: what a browser may do with an answer; [`cookie`]: what it
//!   keeps.
//! - `parts`: an answer in parts; `events` speaks it over HTTP, `socket` with its `message`s over a WebSocket.
//! - [`serve`]: a listener, a router, and a stop that lets answers finish. [`connection`] is one client, under a
//!   [`Patience`](connection::Patience), over a [`transport`]; [`peer`] is who is on the other side. `stall` cuts off who
//!   does not listen, `busy` knows whether a connection is of use.
//! - [`tls`]: who is believed to be on the other side of a connection. [`roll`]: the members in force, read anew while the
//!   service runs. [`key_file`]: a key in a file that only its owner reads.
//! - [`issuer`]: the keys of the members' OpenID Connect issuers, fetched and renewed.
//! - [`log`]: what a service tells its operator.

mod accept;
mod asked;
mod busy;
pub mod came;
mod census;
pub mod coded;
pub mod connection;
pub mod cookie;
mod documents;
mod events;
pub mod gate;
pub mod graphql;
pub mod headers;
pub mod issuer;
pub mod key_file;
mod leave;
pub mod limits;
pub mod log;
mod message;
mod parts;
pub mod peer;
pub mod rates;
pub mod received;
pub mod refusal;
pub mod roll;
pub mod serve;
pub mod sites;
mod socket;
mod spread;
mod stall;
mod text;
pub mod tls;
pub mod transport;

#[cfg(test)]
mod tests;
