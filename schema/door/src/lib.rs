//! The door of both services: GraphQL over HTTP, its limits, and how a service starts and stops.
//!
//! What this room decides: which requests are let in, and in which form an answer or a failure leaves.
//! What it must not know: what is asked, and who may ask it.
//!
//! - [`graphql`]: one request in, one answer out.
//! - [`key_file`]: a key in a file that only its owner reads.
//! - [`limits`]: how large, deep, complex and long a request may be.
//! - [`spread`]: how many fields a query has once its fragments are spread.
//! - [`coded`]: every GraphQL error leaves with a code.
//! - [`roll`]: the members in force, read anew while the service runs.
//! - [`serve`]: a listener, a router, and a stop that lets answers finish.
//! - [`log`]: what a service tells its operator.

pub mod coded;
pub mod graphql;
pub mod key_file;
pub mod limits;
pub mod log;
pub mod roll;
pub mod serve;
pub mod spread;
