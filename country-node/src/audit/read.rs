//! The log, from its first entry to its last, a page at a time: it may be longer than memory.

use super::checkpoint;
use super::ledger::AuditFault;
use crate::node::Node;
use crate::store::audit_entry::{Column, Entity, Model};
use node_rules::audit::checkpoint::Signed;
use node_rules::audit::verify::{Bad, Sound, Verifier};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Entries that are read at once.
const PAGE: u64 = 4096;

/// Reads a log page by page.
pub struct Pages<'a, S> {
    store: &'a S,
    after: Option<i64>,
}

impl<'a, S: ConnectionTrait> Pages<'a, S> {
    /// From the first entry on, or from the one after a number.
    pub fn after(store: &'a S, number: Option<i64>) -> Self {
        Self { store, after: number }
    }

    /// The next page; an empty one is the last.
    pub async fn next(&mut self) -> Result<Vec<Model>, DbErr> {
        let mut entries = Entity::find();
        if let Some(after) = self.after {
            entries = entries.filter(Column::Number.gt(after));
        }
        let page = entries.order_by_asc(Column::Number).limit(PAGE).all(self.store).await?;
        self.after = page.last().map(|last| last.number).or(self.after);
        Ok(page)
    }
}

/// Holds the log against itself, its checkpoints and those that were kept elsewhere.
pub async fn verify(node: &Node, kept: Vec<Signed>) -> Result<Result<Sound, Bad>, AuditFault> {
    // The checkpoints first: one that is signed meanwhile is of an entry that is read all the same.
    let stored = checkpoint::all(&node.store, node.config.country).await?;
    let key = node.signing.public();
    let mut verifier = Verifier::new(node.config.country, &key, stored.into_iter().chain(kept));
    let mut pages = Pages::after(&node.store, None);
    loop {
        let page = pages.next().await?;
        if page.is_empty() {
            return Ok(verifier.end());
        }
        for (link, found_by) in page.into_iter().map(Model::into_link) {
            if let Err(bad) = verifier.next(&link, Some(&found_by)) {
                return Ok(Err(bad));
            }
        }
    }
}
