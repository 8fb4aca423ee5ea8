//! Something is read for somebody, between the two entries that tell of it.

use super::close::{Closing, Receipt};
use super::ledger::{AuditFault, Ledger};
use super::open::Opened;
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
}
