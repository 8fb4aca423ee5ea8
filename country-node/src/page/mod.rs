//! The person's own page: what is held, each consent with its notice, and what the person does about it. Reached by a link
//! that opens once; plain HTML, which no script and nothing from elsewhere belongs to.
//!
//! - [`link`]: links that an officer hands out, each of which opens once.
//! - `session`: who has opened one, in memory.
//! - [`words`]: the page's own words, language by language; `label`: what codes mean in them.
//! - `html`: the page; `consent`, `counted`, `held`, `corrected`: its parts.
//! - [`office`]: what the page stands on; `form`, `reply`: what comes from a browser, and what it is sent.
//! - `no_more`: who asks, by a letter's link, to be written to no more.
//! - `correcting`: what a person says is wrong; `reaching`: how a person says to be reached.
//! - `taking`: everything that is held as a file, and its erasure.
//! - [`route`]: its addresses; [`serving`]: its port.
//!
//! What this room must not know: figures, other persons, and who asks the node.

mod consent;
mod corrected;
mod correcting;
mod counted;
mod form;
mod held;
mod html;
mod label;
pub mod link;
mod no_more;
pub mod office;
mod reaching;
mod reply;
pub mod route;
pub mod serving;
mod session;
mod taking;
pub mod words;
