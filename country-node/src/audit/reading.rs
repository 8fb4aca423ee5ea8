//! Something is read or done for somebody, between the two entries that tell of it.

use super::close::{Closing, Receipt};
use super::ledger::{AuditFault, Ledger};
use super::open::Opened;
use super::reason::Reason;
use node_rules::audit::entry::{Ending, Event};

impl Ledger {
    /// Writes down that something is asked for, reads it, and writes down how that ended. What is spoken of it takes the receipt.
    pub async fn reading<T, E: Into<AuditFault>>(
        &self,
        asked: Event,
        read: impl AsyncFnOnce(&Opened) -> Result<T, E>,
    ) -> Result<(T, Receipt), AuditFault> {
        let opened = self.open_one(asked).await?;
        let read = read(&opened).await;
        let outcome = if read.is_ok() { Ending::Done } else { Ending::Failed };
        let receipt = self.close_one(opened, Closing::with(outcome)).await?;
        Ok((read.map_err(Into::into)?, receipt))
    }

    /// Writes down that something is asked for, does it, and writes down whether that was done, refused or failed: what is refused, for a
    /// reason that may be said, tells something too.
    pub async fn between<T, E: Reason + From<AuditFault>>(
        &self,
        asked: Event,
        does: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let opened = self.open_one(asked).await?;
        let done = does.await;
        let outcome = match &done {
            Ok(_) => Ending::Done,
            Err(fault) if fault.sayable().is_some() => Ending::Declined,
            Err(_) => Ending::Failed,
        };
        self.close_one(opened, Closing::with(outcome)).await?;
        done
    }
}
