//! Questionnaires: what an XLSForm asks, in its versions and languages. Nothing here knows a file of answers or a store.
//!
//! - [`sheet`]: the rows of a form's sheets, by the names of their columns.
//! - [`question`]: what a form holds; [`kind`]: what a row of `survey` is; [`span`]: between which numbers it lets an answer lie.
//! - [`read`]: from an XLSX file to a [`question::Form`], or every fault of it.
//! - [`survey`], [`choices`]: the rows of these two sheets.
//! - [`filter`]: whether a question was asked, by its `relevant`.
//! - [`forms`]: several versions as one; [`moved`]: choices that mean something else in a later one; [`key`]: which choice a cell of an
//!   export names; [`spoken`]: in which of the languages.
//! - [`draft`]: a first mapping, to be checked by a person.

pub mod choices;
pub mod draft;
pub mod filter;
pub mod forms;
pub mod key;
pub mod kind;
pub mod moved;
pub mod question;
pub mod read;
pub mod sheet;
pub mod span;
pub mod spoken;
pub mod survey;
