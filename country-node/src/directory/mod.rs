//! The country's institutional records, as its node keeps them. What may be done to one, and who is told of it, is decided in
//! `node_rules::directory`; here they are kept, in one step with the audit log.
//!
//! - [`read`]: all records from their events, kept in memory and brought up to date before each use.
//! - [`wish`]: what somebody wants done; [`change`](mod@change): doing it, all or nothing.
//! - [`tell`](mod@tell): a page for one who asks, written down first and signed; `lists`: lists that pages were told of lately; [`past`]: what was done to a record.
//! - [`focal`]: whom one turns to, under that person's consent.
//! - [`file`](mod@file): records from a file and into one; [`mapping`]: which column is which field; [`table`]: its rows.

pub mod change;
pub mod file;
pub mod focal;
mod lists;
pub mod mapping;
pub mod past;
pub mod read;
pub mod table;
pub mod tell;
pub mod wish;

use crate::contact::vault::VARIABLE;
use crate::node::Node;
use crate::page::office::Random;
use crate::serve::random;
use lists::Lists;
use node_rules::directory::index::Index;
use schema::country::CountryCode;
use sea_orm::{ConnectionTrait, DbErr};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Keeps a country's institutional records.
pub struct Directory {
    pub(crate) node: Arc<Node>,
    /// The keys of contacts, where the environment has them.
    pub(crate) environment: Option<String>,
    pub(crate) random: Random,
    index: Mutex<Arc<Index>>,
    lists: Lists,
    /// Held by the one who writes: whoever reads does not wait for it.
    writes: Mutex<()>,
}

impl Directory {
    /// The directory of a node, not read yet.
    pub fn new(node: Arc<Node>, environment: Option<String>, random: Random) -> Self {
        Self { node, environment, random, index: Mutex::default(), lists: Lists::default(), writes: Mutex::default() }
    }

    /// The same with the keys that the environment has, and the system's randomness.
    pub fn open(node: Arc<Node>) -> Result<Self, getrandom::Error> {
        Ok(Self::new(node, std::env::var(VARIABLE).ok(), random()?))
    }

    /// Whose directory it is.
    pub fn country(&self) -> CountryCode {
        self.node.config.country
    }

    /// All records as they are now.
    pub async fn all(&self) -> Result<Arc<Index>, DbErr> {
        self.now(&self.node.store).await
    }

    /// The same, as far as `store` sees what was written.
    pub(crate) async fn now(&self, store: &impl ConnectionTrait) -> Result<Arc<Index>, DbErr> {
        let mut index = self.index.lock().await;
        read::refresh(&mut index, store).await?;
        Ok(Arc::clone(&index))
    }
}
