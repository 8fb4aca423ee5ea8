//! What the operator does: written down before it begins, and how it ended.

use super::checkpoint;
use super::close::Closing;
use super::ledger::AuditFault;
use super::open::Opened;
use crate::node::Node;
use node_rules::audit::entry::{Ending, Event};
use std::collections::BTreeMap;
use std::future::Future;

/// A command and what is public of its arguments: no person's id, no path, no word of the operator's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Administration {
    name: &'static str,
    arguments: BTreeMap<String, String>,
}

/// The longest argument that is written down.
const LONGEST: usize = 64;

impl Administration {
    /// A command, such as `consent give`.
    pub fn of(name: &'static str) -> Self {
        Self { name, arguments: BTreeMap::new() }
    }

    /// The same with an argument. What is no code, id, period or digest is not written down as it was typed.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        let is_public = value.len() <= LONGEST && value.chars().all(|c| c.is_ascii_alphanumeric() || "-_ ".contains(c));
        let value = if is_public { value } else { "not written down" };
        self.arguments.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with an argument that may be left out.
    #[must_use]
    pub fn maybe(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same with a switch that may be set.
    #[must_use]
    pub fn switch(self, name: &str, is_set: bool) -> Self {
        self.maybe(name, is_set.then_some("yes"))
    }

    /// What is written of it.
    pub fn begun(self) -> Event {
        Event::Commanded { command: self.name.to_owned(), arguments: self.arguments }
    }
}

impl Node {
    /// Does what a command is to do, between the two entries that tell of it, and signs where the log ends then.
    pub fn audited<T, E: From<AuditFault>>(
        &self,
        command: Administration,
        act: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>> {
        // A command is much larger than what is written of it.
        let act = Box::pin(act);
        async move {
            let opened = self.ledger.open_one(command.begun()).await?;
            match act.await {
                Ok(done) => match self.ended(opened, Ending::Done).await {
                    Ok(()) => Ok(done),
                    Err(fault) => Err(AuditFault::Unclosed(Box::new(fault)).into()),
                },
                Err(failure) => {
                    // Why it failed is told first: where the disk is full, both are for the same reason.
                    if let Err(fault) = self.ended(opened, Ending::Failed).await {
                        tracing::error!(%fault, "that a command failed is not written down; it stands as never closed");
                    }
                    Err(failure)
                }
            }
        }
    }

    /// Writes down how a command ended, and signs where the log ends then.
    async fn ended(&self, opened: Opened, outcome: Ending) -> Result<(), AuditFault> {
        self.ledger.close_one(opened, Closing::with(outcome)).await?;
        checkpoint::sign(self).await.map(drop)
    }
}
