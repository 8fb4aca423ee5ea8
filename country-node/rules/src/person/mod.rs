//! One person in several files, and under several ids.
//!
//! - [`signed_up`]: where a person signed up, and which of several rows of one person is counted.
//! - [`correction`]: what is right of a person in the place of what a file says; [`age`]: what a code says of age.
//! - [`normal`]: what is compared of a contact; [`likeness`]: how likely two ids are one person.
//! - [`review`]: when an officer may open the contacts of two; [`identity`]: which ids are one person, as officers judged.

pub mod age;
pub mod alike;
pub mod correction;
pub mod identity;
pub mod likeness;
pub mod normal;
pub mod review;
pub mod signed_up;
