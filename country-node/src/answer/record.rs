//! The audit log: one receipt a question, chained, written before anything is spoken.

use super::Decided;
use crate::store::receipt;
use node_rules::caller::Caller;
use node_rules::receipt::{BEGINNING, Entry, link};
use schema::ask::Question;
use schema::coverage::Outcome;
use schema::seal::{SealFault, canonical};
use sea_orm::{ActiveValue, DatabaseConnection, DbErr, EntityTrait, QueryOrder};
use tokio::sync::Mutex;

/// Proof that a question was recorded. Made only here, after the store has it.
pub struct Receipt {
    _written: (),
}

/// Why nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordFault {
    /// The store failed.
    #[error("the audit log: {0}")]
    Store(#[from] DbErr),
    /// An entry has no canonical form.
    #[error("the audit log: {0}")]
    Seal(#[from] SealFault),
}

/// The audit log. One writer at a time; the last link is known, so a receipt costs one insert.
pub struct Ledger {
    store: DatabaseConnection,
    last: Mutex<Option<(i64, String)>>,
}

impl Ledger {
    /// The audit log of a store.
    pub fn new(store: DatabaseConnection) -> Self {
        Self { store, last: Mutex::new(None) }
    }

    /// Appends entries and returns their receipts.
    pub async fn write(&self, entries: Vec<Entry>) -> Result<Vec<Receipt>, RecordFault> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut last = self.last.lock().await;
        // Where the chain ends is known, unless another process has written since: then the store is asked anew.
        if let Some(known) = last.take()
            && let Ok(end) = self.append(&entries, known).await
        {
            *last = Some(end);
            return Ok(receipts(&entries));
        }
        *last = Some(self.append(&entries, self.end().await?).await?);
        Ok(receipts(&entries))
    }

    /// Appends entries after the chain's end, all or none, and returns its new end.
    async fn append(&self, entries: &[Entry], end: (i64, String)) -> Result<(i64, String), RecordFault> {
        let (mut number, mut previous) = end;
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            number += 1;
            let digest = link(number, &previous, entry)?;
            rows.push(receipt::ActiveModel {
                number: ActiveValue::Set(number),
                previous: ActiveValue::Set(std::mem::replace(&mut previous, digest.clone())),
                digest: ActiveValue::Set(digest),
                entry: ActiveValue::Set(String::from_utf8_lossy(&canonical(entry)?).into_owned()),
            });
        }
        receipt::Entity::insert_many(rows).exec_without_returning(&self.store).await?;
        Ok((number, previous))
    }

    async fn end(&self) -> Result<(i64, String), DbErr> {
        let end = receipt::Entity::find().order_by_desc(receipt::Column::Number).one(&self.store).await?;
        Ok(end.map_or_else(|| (0, BEGINNING.to_owned()), |receipt| (receipt.number, receipt.digest)))
    }
}

fn receipts(written: &[Entry]) -> Vec<Receipt> {
    written.iter().map(|_| Receipt { _written: () }).collect()
}

/// What is written of a question.
pub fn entry(caller: &Caller, question: &Question, decided: &Decided, at: i64) -> Entry {
    let (outcome, release) = match decided {
        Decided::Read(_, source) => (Outcome::Answered, Some(source.release.clone())),
        Decided::Refused(refusal) => (refusal.outcome(), None),
    };
    Entry {
        at,
        member: caller.member().to_string(),
        user: caller.user().to_owned(),
        role: caller.role().name().to_owned(),
        purpose: question.purpose().name().to_owned(),
        question: canonical(question.as_input()).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default(),
        outcome,
        release,
    }
}
