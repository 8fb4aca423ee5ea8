//! The only writer of the audit log.

use super::ledger::AuditFault;
use crate::store::{self, audit_entry};
use node_rules::audit::chain::{End, FoundBy};
use node_rules::audit::entry::{Entry, Event};
use node_rules::clock::{Clock, Seconds};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};
use std::sync::Arc;
use tokio::sync::{Mutex, watch};

/// Writes entries. One at a time; where the chain ends is known, so an entry costs one insert. Whoever calls it does so in a task that
/// nobody drops: what is half written when its request is gone would be in the store, and nobody would know its number.
pub(super) struct Writer {
    store: DatabaseConnection,
    clock: Clock,
    last: Mutex<Option<End>>,
    grown: watch::Sender<i64>,
    open: watch::Sender<usize>,
}

/// That an entry stands open; it is counted for as long as this is there.
pub(super) struct Standing(Arc<Writer>);

impl Standing {
    /// The writer that its end is written by.
    pub(super) fn writer(&self) -> &Writer {
        &self.0
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open = open.saturating_sub(1));
    }
}

impl Writer {
    /// The writer of a store.
    pub(super) fn new(store: DatabaseConnection, clock: Clock) -> Self {
        Self { store, clock, last: Mutex::new(None), grown: watch::Sender::new(0), open: watch::Sender::new(0) }
    }

    pub(super) fn store(&self) -> &DatabaseConnection {
        &self.store
    }

    /// Hears the number of the last entry whenever this process writes.
    pub(super) fn grown(&self) -> watch::Receiver<i64> {
        self.grown.subscribe()
    }

    /// Counts an entry that stands open.
    pub(super) fn standing(self: &Arc<Self>) -> Standing {
        self.open.send_modify(|open| *open = open.saturating_add(1));
        Standing(Arc::clone(self))
    }

    /// Ready once no more entries stand open than so many.
    pub(super) async fn closed_but(&self, left: usize) {
        // Its sender is here, so it is always heard.
        let _ = self.open.subscribe().wait_for(|open| *open <= left).await;
    }

    /// Appends events of now, all or none, and says their numbers.
    pub(super) async fn append(&self, events: Vec<Event>) -> Result<Vec<i64>, AuditFault> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let entries = entries(events, (self.clock)());
        self.append_behind(|_| entries.clone()).await
    }

    /// The same of two events, the second of which says the first one's number. One step: both stand or none.
    pub(super) async fn append_pair(&self, first: Event, second: impl Fn(i64) -> Event) -> Result<(), AuditFault> {
        let at = (self.clock)();
        let pair = |last: i64| entries(vec![first.clone(), second(last.saturating_add(1))], at);
        self.append_behind(pair).await.map(drop)
    }

    /// Appends what is written behind the entry that is the last, by its number.
    async fn append_behind(&self, entries: impl Fn(i64) -> Vec<Entry>) -> Result<Vec<i64>, AuditFault> {
        let mut last = self.last.lock().await;
        // Where the chain ends is known, unless another process has written since: then the store refuses what does not
        // follow, and is asked anew.
        if let Some(mut end) = last.take()
            && let Ok(numbers) = insert(&self.store, &entries(end.number), &mut end).await
        {
            return Ok(self.told(&mut last, end, numbers));
        }
        let transaction = store::begin(&self.store).await?;
        let mut end = end(&transaction).await?;
        let numbers = insert(&transaction, &entries(end.number), &mut end).await?;
        transaction.commit().await?;
        Ok(self.told(&mut last, end, numbers))
    }

    fn told(&self, last: &mut Option<End>, end: End, numbers: Vec<i64>) -> Vec<i64> {
        self.grown.send_replace(end.number);
        *last = Some(end);
        numbers
    }
}

/// Appends events of `now` in a transaction that has the store's lock: they stand if what they tell of does.
pub async fn append_with(
    transaction: &impl ConnectionTrait,
    events: Vec<Event>,
    now: Seconds,
) -> Result<(), AuditFault> {
    let mut end = end(transaction).await?;
    insert(transaction, &entries(events, now), &mut end).await.map(drop)
}

/// Where the log ends.
pub async fn end(store: &impl ConnectionTrait) -> Result<End, DbErr> {
    let end = audit_entry::Entity::find()
        .select_only()
        .columns([audit_entry::Column::Number, audit_entry::Column::Digest])
        .order_by_desc(audit_entry::Column::Number)
        .limit(1)
        .into_tuple()
        .one(store)
        .await?;
    Ok(end.map_or_else(End::beginning, |(number, digest)| End { number, digest }))
}

fn entries(events: Vec<Event>, at: Seconds) -> Vec<Entry> {
    events.into_iter().map(|event| Entry { at, event }).collect()
}

/// Puts entries behind the chain's end, which moves on to the last of them. One statement: a request asks few questions.
async fn insert(store: &impl ConnectionTrait, entries: &[Entry], end: &mut End) -> Result<Vec<i64>, AuditFault> {
    let (mut rows, mut numbers) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
    for entry in entries {
        let link = end.append(entry)?;
        numbers.push(link.number);
        rows.push(audit_entry::row(link, FoundBy::of(entry)));
    }
    audit_entry::Entity::insert_many(rows).exec_without_returning(store).await?;
    Ok(numbers)
}
