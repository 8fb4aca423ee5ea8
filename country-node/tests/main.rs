//! A node as its operator and its askers meet it: files in, releases, answers over HTTP, and what never gets out.
//!
//! - [`cases`]: each folder of `cases` is a file with its mapping and what must be said of it.
//! - [`exports`]: each folder of `exports` is an export of Kobo or ODK with its forms and mapping, and what becomes of it;
//!   [`forms`]: forms, those of its folder such as XLSForm allows; each folder of [`drafts`] has the first mapping that is drawn up
//!   from its forms; [`pyxform`]: another reader of forms agrees.
//! - [`consent_cases`]: each folder of `consents` is a consent file and what must be said of it.
//! - [`consent`], [`consent_commands`], [`receipts`]: what is taken in of consents and never changed; what an officer types,
//!   and what a person takes home.
//! - [`own_page`]: the page of the person; [`person`]: what is held of one, handed out and erased.
//! - [`register`]: registers of several sources; each folder of `registers` is one;
//!   [`same`]: ids that are one person; [`corrections`]: what is put right of one.
//! - [`duplicates`], [`refused`], [`killed`]: imports as a whole; [`free_text`]: columns that no import takes.
//! - [`budget`]: what releases may spend; [`due`]: when they fall due, and recalls; [`cut_off`]: what a crash leaves.
//! - [`programme`]: the work of a programme, from files to a donor report.
//! - [`campaign`]: letters to those who agree to be written to, over a real mail server.
//! - [`risk`]: how far persons can be told apart, and columns that no release is cut from.
//! - [`focus`]: focus groups, loaded and told of.
//! - [`minors`]: who is too young to be in a release.
//! - [`threshold`]: a register whose small figures are withheld.
//! - [`studies`]: waves, and what they did not ask; [`items`]: choices, and questions of a study's own.
//! - [`store`], [`release`], [`sums`], [`withdrawal`], [`tampering`]: what is kept.
//! - [`callers`], [`gateways`], [`requests`]: who asks, who carries it, and what is asked.
//! - [`directory`], [`reviews`], [`references`]: institutional records, who reviews them and what they name.
//! - [`scales`]: scores, and the scales that they were asked on.
//! - [`scripts`]: tokens for scripts, by commands and at the port.
//! - [`ledger`], [`audit`], [`audit_commands`]: what is written of all that; how every change of it is found; who reads it;
//!   [`told_records`]: records that are kept beside the log, held against it.
//! - [`contract`], [`samples`], [`secrecy`]: files on disk, and what shows nowhere.
//!
//! [`ground`] and [`serving`] are what the tests stand on: a node's folder, and a node that listens; [`npm`] and [`needed`], which the
//! federation's tests have too, are where programs of others come from.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops"
)]
#![expect(clippy::format_push_string, clippy::format_collect, reason = "a test's texts are small")]

mod agreements;
mod audit;
mod audit_commands;
mod beside_groups;
mod budget;
mod callers;
mod campaign;
mod cases;
mod consent;
mod consent_cases;
mod consent_commands;
mod contacts;
mod contract;
mod corrections;
mod cut_off;
mod directory;
mod drafts;
mod due;
mod duplicates;
mod exports;
mod focus;
mod forms;
mod free_text;
mod gateways;
mod ground;
mod items;
mod killed;
mod ledger;
mod minors;
#[path = "../../tests/tests/needed.rs"]
mod needed;
#[path = "../../tests/tests/npm.rs"]
mod npm;
mod own_page;
mod person;
mod programme;
mod pyxform;
mod receipts;
mod references;
mod refused;
mod register;
mod release;
mod requests;
mod reviews;
mod risk;
mod same;
mod samples;
mod scales;
mod scripts;
mod secrecy;
mod serving;
mod store;
mod studies;
mod sums;
mod tampering;
mod threshold;
mod told_records;
mod withdrawal;
