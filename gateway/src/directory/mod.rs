//! Institutional records of the countries: lists, which each country tells as far as their audience reaches.
//!
//! - [`themes`]: what focus groups talked about, by country and together.
//! - [`lists`]: one list of all countries' records of a kind; [`cursor`]: a place in it; [`shares`]: how much of it each country is asked for.
//! - [`measured`]: whether an activity changed something, by two waves of a study.
//! - [`beside`]: of which study a country's groups are, and of which the figures beside them.

pub mod beside;
pub mod cursor;
pub mod lists;
pub mod measured;
mod shares;
pub mod themes;
