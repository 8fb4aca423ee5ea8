//! Focus groups: conversations of a few persons, coded by themes. What is told of them is in how many groups of a study a theme
//! came up; never who said what.
//!
//! - [`study`]: a study with its groups, from the file that it is loaded from; every fault of it in one list.
//! - [`group`]: one group, with its composition in bands.
//! - [`summary`]: what was approved to be kept of a conversation in prose: no quotes.
//! - [`quote`]: whether a text gives somebody's own words, by its marks and dashes or by `speech`.
//! - [`told`]: themes counted by groups, for those whom the study is open to.
//! - [`beside`]: of which study a survey's figures are that stand beside them.

pub mod beside;
pub mod group;
pub mod quote;
mod speech;
pub mod study;
pub mod summary;
pub mod told;

#[cfg(test)]
mod tests;
