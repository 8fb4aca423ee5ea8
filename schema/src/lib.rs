//! The words that gateway and country nodes both speak.
//!
//! What this room decides: what may be asked, how a figure is added to another, what an answer holds.
//! What it must not know: HTTP, SQL, a runtime, and which service is speaking.
//!
//! - [`concept`]: datasets, dimensions and their codelists.
//! - [`ask`]: a question, from the wire to a [`Question`](ask::Question) that is well formed.
//! - [`figure`], [`amount`], [`ratio`], [`change`]: the only arithmetic on figures; of counts, of sums and means, of one sum over another,
//!   and of one wave less another.
//! - [`digits`]: how many digits a figure is said with. [`scale`]: between which numbers a score lies, and what its ends mean.
//! - [`answer`], [`provenance`], [`coverage`]: what comes back, from where, and what does not.
//! - [`study`], [`period`]: the survey behind a figure, and what it speaks of.
//! - [`theme`]: what focus groups talked about, counted by groups.
//! - [`directory`]: institutional records: what governments do for their diasporas; [`money`]: exact amounts in a currency.
//! - [`programme`]: the words of a programme's work, which stays at its node, and which figures are derived from it.
//! - [`campaign`]: the words of letters to those who agree to be written to; whom they go to stays at the node.
//! - [`asked`]: who asked what of a country, for those who watch over it.
//! - [`agreement`]: what one member may ask of another.
//! - [`purpose`], [`audience`], [`role`]: why something is asked, whom a consent reaches, what a user may do.
//! - [`member`], [`token`], [`assertion`]: who belongs, who asks, and the gateway's word for a question on its way;
//!   `word` signs and believes whatever a gateway says of a request.
//! - [`script`]: tokens for scripts, and their exchange.
//! - [`seal`], [`statement`]: signatures over canonical JSON, which `canonical` writes, and a node's over what it said.
//! - [`error`]: what may be said of a failure.

pub mod agreement;
pub mod amount;
pub mod answer;
pub mod ask;
pub mod asked;
pub mod assertion;
pub mod audience;
pub mod campaign;
mod canonical;
pub mod change;
pub mod concept;
pub mod country;
pub mod coverage;
pub mod digits;
pub mod directory;
pub mod error;
pub mod figure;
pub mod measure;
pub mod member;
pub mod money;
pub mod period;
pub mod programme;
pub mod provenance;
pub mod purpose;
pub mod ratio;
pub mod role;
pub mod scale;
pub mod script;
pub mod seal;
pub mod statement;
pub mod study;
pub mod theme;
pub mod token;
mod word;

/// The version of the contract between gateway and node: both name it, and unlike ones do not talk.
pub const CONTRACT: &str = "7";
