//! Intake: from a country's file to records, by a mapping file. Nothing here knows any one survey.
//!
//! - [`mapping`]: what a mapping file says.
//! - [`file`](mod@file): what a mapping says of its file, compiled; [`export`]: exports of Kobo and ODK, normalised by their forms.
//! - [`layout`]: a mapping that fits its file's header, compiled; [`named`]: the columns that it names.
//! - [`description`]: what is kept of a mapping beside its records.
//! - [`concept`]: from a field's value to a code; [`quantity`]: to a number that can be added up; [`scale`]: on which scale answers are.
//! - [`fault`]: every fault of a file in one report.
//! - [`source`]: records of a text, a workbook or JSON; [`lines`]: which line one begins on.
//! - [`header`]: the header against the mapping's; [`reader`]: rows, field by field; [`row`]: one.
//! - [`free_text`]: columns that never become a dimension.
//! - [`persons`], [`totals`]: a row to a record.
//! - [`scope`]: what a study's document lets a file be; [`written`]: where the mapping says what is held against it.
//! - [`load`]: all of it in one transaction; [`waves`]: where the rows go.
//! - [`refused`]: refused rows, written beside. [`removal`]: one source of a register, removed.
//! - [`consents`], [`consent_row`]: consent events from a file.
//! - [`table`], [`field`]: rows of a table that are records of another kind, by which column is which field; [`tabled`]: such rows written.

pub mod concept;
pub mod consent_row;
pub mod consents;
pub mod description;
pub mod export;
pub mod fault;
pub mod field;
pub mod file;
pub mod free_text;
pub mod header;
pub mod layout;
pub mod lines;
pub mod load;
pub mod mapping;
pub mod named;
pub mod persons;
pub mod quantity;
pub mod reader;
pub mod refused;
pub mod removal;
pub mod row;
pub mod scale;
pub mod scope;
pub mod source;
pub mod table;
pub mod tabled;
pub mod totals;
pub mod waves;
pub mod written;
