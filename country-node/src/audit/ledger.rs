//! The audit log as those see it who write in it, and why nothing is written.

use super::act::to_its_end;
use super::writer::Writer;
use node_rules::audit::entry::{Asker, Event};
use node_rules::audit::user::Users;
use node_rules::caller::Caller;
use node_rules::clock::Clock;
use node_rules::script::Useless;
use schema::country::CountryCode;
use schema::error::Code;
use schema::seal::SealFault;
use schema::token::Identity;
use sea_orm::{DatabaseConnection, DbErr};
use std::sync::Arc;
use tokio::sync::watch;

/// Why nothing was recorded, and so nothing is read or spoken.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// The store failed.
    #[error("the audit log: {0}")]
    Store(#[from] DbErr),
    /// An entry has no canonical form.
    #[error("the audit log: {0}")]
    Seal(#[from] SealFault),
    /// A command has done what it was to do, and that alone could not be written down.
    #[error("it is done, but how it ended is not written down: {0}")]
    Unclosed(Box<Self>),
    /// What was under way panicked, or the process is ending.
    #[error("what was under way broke off")]
    BrokeOff,
}

/// The audit log of a node.
pub struct Ledger {
    writer: Arc<Writer>,
    users: Users,
}

impl Ledger {
    /// The audit log of a store.
    pub fn new(store: DatabaseConnection, clock: Clock, users: Users) -> Self {
        Self { writer: Arc::new(Writer::new(store, clock)), users }
    }

    /// What is written of a caller.
    pub fn asker(&self, caller: &Caller) -> Asker {
        Asker::of(caller, &self.users)
    }

    /// What is written of an officer at the country's own desk.
    pub fn officer(&self, identity: &Identity) -> Asker {
        Asker::at_desk(identity, &self.users)
    }

    /// What is written of an officer whom the node's operator names on the command line: the same pseudonym as at the desk.
    pub fn named(&self, country: CountryCode, name: &str) -> Asker {
        Asker::named(country, name, &self.users)
    }

    /// Writes down that somebody whom the country's own desk knows may not do what was asked of it.
    pub async fn turned_away(&self, by: Option<Asker>, code: Code) -> Result<(), AuditFault> {
        self.append(vec![Event::refused(by, code)]).await
    }

    /// Writes down that a request came as far as a question and was refused with this code.
    pub async fn refused(&self, caller: Option<&Caller>, code: Code) -> Result<(), AuditFault> {
        self.turned_away(caller.map(|caller| self.asker(caller)), code).await
    }

    /// Writes down that a gateway presented a script's token that is of no use; its name, where it was ever issued.
    pub async fn token_refused(&self, gateway: &str, token: Option<String>, why: Useless) -> Result<(), AuditFault> {
        let event = Event::TokenRefused { gateway: gateway.to_owned(), token, why: why.name().to_owned() };
        self.append(vec![event]).await
    }

    /// The store that it is kept in.
    pub(super) fn store(&self) -> &DatabaseConnection {
        self.writer.store()
    }

    /// Its writer.
    pub(super) fn writer(&self) -> Arc<Writer> {
        Arc::clone(&self.writer)
    }

    /// Hears the number of the last entry whenever this process writes.
    pub fn grown(&self) -> watch::Receiver<i64> {
        self.writer.grown()
    }

    /// Ready once no more entries stand open than so many, of those that this process opened.
    pub async fn closed_but(&self, left: usize) {
        self.writer.closed_but(left).await;
    }

    /// Appends events of now, all or none.
    async fn append(&self, events: Vec<Event>) -> Result<(), AuditFault> {
        let writer = self.writer();
        to_its_end(async move { writer.append(events).await }).await?.map(drop)
    }
}
