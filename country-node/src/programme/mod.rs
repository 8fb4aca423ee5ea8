//! The work of the country's programmes of skills transfer, as its node keeps it. What may be done is decided in
//! `node_rules::programme`; here it is kept, in one step with the audit log, and nothing of it leaves the node but a report, and figures by releases.
//!
//! - [`read`]: a programme's records from their events. [`wish`]: what somebody wants done; [`change`](mod@change): doing it, all or nothing.
//! - [`contact`]: how the person of a match is reached.
//! - [`mapping`]: which column of a table is which field; [`file`](mod@file): its rows as records, `taken`: one of them.
//! - [`draw`]: candidates from the register.
//! - [`propose`]: whom matching proposes for which need; [`tell`]: a report for those who pay, and what it looks like.
//! - [`figures`]: a year of all programmes as records that releases are cut from; [`wanted`]: which of them. [`filled`]: positions, told in
//!   the programme's record.
//! - [`person`]: what a programme holds of one person, and its erasure.

pub mod change;
pub mod contact;
pub mod draw;
pub mod figures;
pub mod file;
pub mod filled;
pub mod mapping;
pub mod person;
pub mod propose;
pub mod read;
mod taken;
pub mod tell;
pub mod wanted;
pub mod wish;

use crate::directory::Directory;
use crate::node::Node;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::programme::Programme;
use std::sync::Arc;
use tokio::sync::Mutex;
use wish::ProgrammeFault;

/// Keeps the work of a country's programmes.
pub struct Programmes {
    pub(crate) node: Arc<Node>,
    directory: Arc<Directory>,
    /// Held by the one who writes.
    writes: Mutex<()>,
    /// Held by the one who matches.
    matching: Mutex<()>,
}

impl Programmes {
    /// Those whose records stand in a directory.
    pub fn new(node: Arc<Node>, directory: Arc<Directory>) -> Self {
        Self { node, directory, writes: Mutex::default(), matching: Mutex::default() }
    }

    /// What the directory says last of a programme: its title, and all of it.
    pub async fn programme(&self, id: &str) -> Result<(String, Programme), ProgrammeFault> {
        let (title, programme, _) = self.record(id).await?;
        Ok((title, programme))
    }

    /// The same with the version of its record, of one reading.
    async fn record(&self, id: &str) -> Result<(String, Programme, i32), ProgrammeFault> {
        let entry = self.directory.get(EntryKind::Programme, id).await?;
        let said = entry.as_ref().and_then(|entry| Some((&entry.now.content.latest()?.body, entry.now.version)));
        match said {
            Some((body @ Body::Programme(programme), version)) => {
                Ok((body.title().to_owned(), programme.as_ref().clone(), version))
            }
            _ => Err(ProgrammeFault::NoProgramme(id.to_owned())),
        }
    }
}
