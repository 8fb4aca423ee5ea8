//! What was opened is closed.

use super::act::to_its_end;
use super::ledger::{AuditFault, Ledger};
use super::open::Opened;
use node_rules::audit::entry::{Ending, Event};

/// Proof that it is written down what became of what was opened. Made only here, after the store has it. Whatever is spoken
/// takes one.
pub struct Receipt {
    _written: (),
}

/// What became of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The outcome.
    pub outcome: Ending,
    /// The releases that were read.
    pub releases: Vec<String>,
    /// The agreement under which it was answered.
    pub agreement: Option<String>,
}

impl Closing {
    /// An outcome without a release.
    pub fn with(outcome: Ending) -> Self {
        Self { outcome, releases: Vec::new(), agreement: None }
    }

    /// What is written of it: that it closes the entry of a number.
    pub(super) fn of(self, opened: i64) -> Event {
        let Self { outcome, releases, agreement } = self;
        Event::Closed { opened, outcome, releases, agreement }
    }
}

impl Ledger {
    /// Closes what was opened, all or none, in their order.
    pub async fn close(&self, closings: Vec<(Opened, Closing)>) -> Result<Vec<Receipt>, AuditFault> {
        let (mut closed, mut standing) = (Vec::with_capacity(closings.len()), Vec::with_capacity(closings.len()));
        for (opened, closing) in closings {
            let (number, stands) = opened.taken();
            closed.push(closing.of(number));
            standing.push(stands);
        }
        let writer = self.writer();
        let closing = async move {
            let numbers = writer.append(closed).await;
            drop(standing);
            Ok(numbers?.into_iter().map(|_| Receipt { _written: () }).collect())
        };
        to_its_end(closing).await?
    }

    /// Closes one entry.
    pub async fn close_one(&self, opened: Opened, closing: Closing) -> Result<Receipt, AuditFault> {
        let receipt = self.close(vec![(opened, closing)]).await?.into_iter().next();
        receipt.ok_or_else(|| sea_orm::DbErr::RecordNotInserted.into())
    }

    /// Writes down in one step what was asked for and what became of it. It is for what tells of no person, which may be looked up
    /// before that is written down; it is spoken with the receipt, like all else.
    pub async fn looked_up<T, E: Into<AuditFault>>(
        &self,
        asked: Event,
        found: Result<T, E>,
    ) -> Result<(T, Receipt), AuditFault> {
        let outcome = if found.is_ok() { Ending::Done } else { Ending::Failed };
        let writer = self.writer();
        let writing = async move { writer.append_pair(asked, |opened| Closing::with(outcome).of(opened)).await };
        to_its_end(writing).await??;
        Ok((found.map_err(Into::into)?, Receipt { _written: () }))
    }
}
