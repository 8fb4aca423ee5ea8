//! The door of both services: GraphQL over HTTP, its limits, and how a service starts and stops.
//!
//! What this room decides: which requests are let in, and in which form an answer or a failure leaves.
//! What it must not know: what is asked, and who may ask it.
//!
//! - [`graphql`]: one request in, one answer out. [`came`]: what a service is told of a request before it runs.
//! - [`key_file`]: a key in a file that only its owner reads.
//! - [`limits`]: how large, deep, complex and long a request may be.
//! - [`spread`]: how many fields a query has once its fragments are spread.
//! - [`coded`]: every GraphQL error leaves with a code.
//! - [`roll`]: the members in force, read anew while the service runs.
//! - [`serve`]: a listener, a router, and a stop that lets answers finish. [`connection`] is one client, under a
//!   [`Patience`](connection::Patience), over a [`transport`]; [`peer`] is who is on the other side. `stall` cuts off who
//!   does not listen, `busy` knows whether a connection is of use.
//! - [`tls`]: who is believed to be on the other side of a connection.
//! - [`log`]: what a service tells its operator.

mod busy;
pub mod came;
pub mod coded;
pub mod connection;
pub mod graphql;
pub mod key_file;
pub mod limits;
pub mod log;
pub mod peer;
pub mod roll;
pub mod serve;
pub mod spread;
mod stall;
pub mod tls;
pub mod transport;

#[cfg(test)]
mod tests;
