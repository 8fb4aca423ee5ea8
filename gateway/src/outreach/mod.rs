//! Segments for outreach: how many persons need, offer or mean to do something, where they live and by which channel they are
//! reached. Protected figures alone, asked as any comparison is; nothing here knows a person.
//!
//! - [`wanted`]: what is asked of whom, from what countries have published. Pure.
//! - [`segments`]: figures to segments. Pure.
//! - [`draft`]: a segment to an outreach activity, drawn up for an officer to change. Pure.

pub mod draft;
pub mod segments;
pub mod wanted;

#[cfg(test)]
mod tests;
