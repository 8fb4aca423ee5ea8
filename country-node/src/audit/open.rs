//! An entry that is open.

use super::ledger::{AuditFault, Ledger};
use node_rules::audit::entry::Event;

/// Proof that it is written down what is about to be read, and for whom. Made only here, after the store has it. Whatever
/// is read takes one; one that is dropped stands in the log as never closed.
#[must_use]
pub struct Opened {
    number: i64,
}

impl Opened {
    /// Its entry's number.
    pub(super) fn number(&self) -> i64 {
        self.number
    }
}

impl Ledger {
    /// Opens entries, all or none, in their order.
    pub async fn open(&self, events: Vec<Event>) -> Result<Vec<Opened>, AuditFault> {
        let numbers = self.append(events).await?;
        Ok(numbers.into_iter().map(|number| Opened { number }).collect())
    }

    /// Opens one entry.
    pub async fn open_one(&self, event: Event) -> Result<Opened, AuditFault> {
        let opened = self.open(vec![event]).await?.into_iter().next();
        opened.ok_or_else(|| sea_orm::DbErr::RecordNotInserted.into())
    }
}
