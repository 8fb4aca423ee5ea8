//! An act that is brought to its end, whoever is gone meanwhile.

use super::ledger::AuditFault;
use std::future::Future;

/// Does something in a task of its own: who hangs up, or whose time is over, does not stop it half way. Where it panics, that is a fault.
pub async fn to_its_end<T: Send + 'static>(act: impl Future<Output = T> + Send + 'static) -> Result<T, AuditFault> {
    tokio::spawn(act).await.map_err(|_| AuditFault::BrokeOff)
}
