//! Institutional records of the countries: lists, which each country tells as far as their audience reaches.
//!
//! - [`themes`]: what focus groups talked about, by country and together.

pub mod themes;
