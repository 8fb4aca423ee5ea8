//! Campaigns: letters to members of the diaspora who agree to be written to, each by the means that the person prefers.
//!
//! What this room decides: what a campaign must say, what may be done to it and to each of its letters, by which means a person is
//! reached, and what may be told of how many were. What it must not know: where letters are kept, who a person is, and SMTP.
//!
//! The words are in `schema::campaign`.
//!
//! - [`content`]: what a campaign says, and to whom it goes; [`fault`]: why something is not done.
//! - [`record`]: a campaign from its events, and what may be done to it; [`letter`]: what may become of a letter; [`row`](mod@row): whether
//!   refusals are about the letters or about the one who sends them.
//! - [`means`]: by which means a person is reached; [`drawing`]: whom a campaign goes to, and who is left out.
//! - [`taken`]: which letters a mail server took, by its log; [`answer`]: what somebody means who answers; [`outcome`]: what an officer's
//!   word on a letter comes to.
//! - [`reach`]: whom a campaign reached.

pub mod answer;
pub mod content;
pub mod drawing;
pub mod fault;
pub mod letter;
pub mod means;
pub mod outcome;
pub mod reach;
pub mod record;
pub mod row;
pub mod taken;

#[cfg(test)]
mod tests;
