//! One country's node: one request to it, and how much of its reply is believed.
//!
//! What this room decides: when a node counts as heard, and which word its silence gets.
//! What it must not know: other countries, and what becomes of the figures.
//!
//! - [`ask`](mod@ask): the request and the reply, under a deadline; [`agree`]: the same of agreements.
//! - [`carrier`]: who sends it, and the gateway's signature on it.
//! - [`exchange`](mod@exchange): a script's secret for its member's word.
//! - [`link`]: the connections that they travel over.
//! - [`wire`]: the form of both.
//! - [`body`]: a reply read as far as a cap.
//! - [`check`](mod@check): an answer against its question; [`series`]: the same of every wave; [`themes`]: what is
//!   believed of focus groups.
//! - [`directory`]: what is believed of its institutional records; [`desk`]: something done to one, for an officer.
//! - [`silence`]: why figures did not come, for the log and for the caller.

pub mod agree;
mod ask;
mod body;
mod carrier;
mod check;
pub mod desk;
mod directory;
mod exchange;
mod link;
mod series;
mod silence;
mod themes;
mod wire;

pub use ask::{Asked, Word, ask};
pub use carrier::Carrier;
pub use check::check;
pub use directory::{Page, Record};
pub use exchange::{ExchangeFault, exchange};
pub use link::{Dial, Link, Names};
pub use series::Wave;
pub use silence::{Breach, Silence};
