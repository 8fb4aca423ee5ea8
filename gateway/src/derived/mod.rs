//! Figures that are derived from two sums, which countries are compared by: of programmes. Protected figures alone, asked as any
//! comparison is; nothing here knows a person.
//!
//! - [`input`]: which figures are looked for, and the sums that are asked. Pure.
//! - [`divided`]: two sums to a figure, of one country and of all together. Pure.

pub mod divided;
pub mod input;

#[cfg(test)]
mod tests;
