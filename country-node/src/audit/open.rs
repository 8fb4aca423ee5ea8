//! An entry that is open.

use super::act::to_its_end;
use super::close::Closing;
use super::ledger::{AuditFault, Ledger};
use super::writer::{Standing, Writer};
use node_rules::audit::entry::{Ending, Event};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Proof that it is written down what is about to be read, and for whom. Made only here, after the store has it. Whatever
/// is read takes one. One that is dropped, because what was under way broke off, is closed as failed: nothing of it was spoken.
#[must_use]
pub struct Opened {
    number: i64,
    /// Nothing once somebody writes how it ended.
    standing: Option<Standing>,
}

impl Opened {
    fn new(number: i64, writer: &Arc<Writer>) -> Self {
        Self { number, standing: Some(writer.standing()) }
    }

    /// Its entry's number, and that it stands open until whoever takes this has written how it ended.
    pub(super) fn taken(mut self) -> (i64, Option<Standing>) {
        (self.number, self.standing.take())
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let Some(standing) = self.standing.take() else { return };
        // Where nothing runs any more the process ends, and it stands as never closed.
        let Ok(runtime) = Handle::try_current() else { return };
        let closed = Closing::with(Ending::Failed).of(self.number);
        runtime.spawn(async move {
            if let Err(fault) = standing.writer().append(vec![closed]).await {
                tracing::error!(%fault, "that something broke off is not written down; it stands as never closed");
            }
        });
    }
}

impl Ledger {
    /// Opens entries, all or none, in their order.
    pub async fn open(&self, events: Vec<Event>) -> Result<Vec<Opened>, AuditFault> {
        let writer = self.writer();
        // Where nobody waits for them any more, they are dropped there.
        let opening = async move {
            let numbers = writer.append(events).await?;
            Ok(numbers.into_iter().map(|number| Opened::new(number, &writer)).collect())
        };
        to_its_end(opening).await?
    }

    /// Opens one entry.
    pub async fn open_one(&self, event: Event) -> Result<Opened, AuditFault> {
        let opened = self.open(vec![event]).await?.into_iter().next();
        opened.ok_or_else(|| sea_orm::DbErr::RecordNotInserted.into())
    }
}
