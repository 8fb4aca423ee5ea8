//! The only writer of the audit log.

use crate::store::{self, audit_entry};
use node_rules::audit::chain::{End, FoundBy};
use node_rules::audit::entry::{Asker, Entry, Event};
use node_rules::audit::user::Users;
use node_rules::caller::Caller;
use node_rules::clock::{Clock, Seconds};
use node_rules::script::Useless;
use schema::country::CountryCode;
use schema::error::Code;
use schema::seal::SealFault;
use schema::token::Identity;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};
use tokio::sync::{Mutex, watch};

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
}

/// The audit log of a node. One writer at a time; where the chain ends is known, so an entry costs one insert.
pub struct Ledger {
    store: DatabaseConnection,
    clock: Clock,
    users: Users,
    last: Mutex<Option<End>>,
    grown: watch::Sender<i64>,
}

impl Ledger {
    /// The audit log of a store.
    pub fn new(store: DatabaseConnection, clock: Clock, users: Users) -> Self {
        Self { store, clock, users, last: Mutex::new(None), grown: watch::Sender::new(0) }
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
        self.append(vec![Event::refused(by, code)]).await.map(drop)
    }

    /// Writes down that a request came as far as a question and was refused with this code.
    pub async fn refused(&self, caller: Option<&Caller>, code: Code) -> Result<(), AuditFault> {
        self.turned_away(caller.map(|caller| self.asker(caller)), code).await
    }

    /// Writes down that a gateway presented a script's token that is of no use; its name, where it was ever issued.
    pub async fn token_refused(&self, gateway: &str, token: Option<String>, why: Useless) -> Result<(), AuditFault> {
        let event = Event::TokenRefused { gateway: gateway.to_owned(), token, why: why.name().to_owned() };
        self.append(vec![event]).await.map(drop)
    }

    /// The store that it is kept in.
    pub(super) fn store(&self) -> &DatabaseConnection {
        &self.store
    }

    /// Hears the number of the last entry whenever this process writes.
    pub fn grown(&self) -> watch::Receiver<i64> {
        self.grown.subscribe()
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
