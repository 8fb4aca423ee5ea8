//! Segments for outreach: how many persons need, offer or mean to do something, where they live and by which channel they are
//! reached. Protected figures alone, asked as any comparison is; nothing here knows a person.
//!
//! - [`input`]: which segments are looked for. Pure.
//! - [`wanted`]: what is asked of whom, from what countries have published. Pure.
//! - [`lack`]: why a country is not asked, or not for all. Pure.
//! - [`refused`]: questions without an answer, in few sentences. Pure.
//! - [`planned`]: what is wanted to questions that can be sent. Pure.
//! - [`country`]: replies to a country's segments, and why there are none. Pure.
//! - [`segments`]: figures to segments. Pure.
//! - [`segment_trait`], [`narrowed`]: what persons of a segment share, and to whom it was narrowed, in words. Pure.
//! - [`draft`]: a segment to an outreach activity, drawn up for an officer to change. Pure.

pub mod country;
pub mod draft;
pub mod input;
pub mod lack;
mod narrowed;
pub mod planned;
pub mod refused;
pub mod segment_trait;
pub mod segments;
pub mod wanted;

#[cfg(test)]
mod tests;
