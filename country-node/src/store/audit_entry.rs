//! One entry of the audit log. The store itself refuses to change or remove one, or to put one in anywhere but at the end.

use node_rules::audit::chain::{FoundBy, Link};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

/// An entry.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// 1 for the first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The digest of the entry before it.
    pub previous: String,
    /// This entry's digest.
    pub digest: String,
    /// What is recorded, as JSON.
    #[sea_orm(column_type = "Text")]
    pub entry: String,
    /// The event's name, as the entry says.
    pub event: String,
    /// When, in seconds since 1970, as the entry says.
    pub at: i64,
    /// The member that it was written for, as the entry says.
    pub member: Option<String>,
    /// The number of the entry that it closes, as the entry says.
    pub opened: Option<i64>,
}

/// None: an entry is found by its number.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an entry of the audit log")
    }
}

impl Model {
    /// The entry in its place of the chain, and what it is found by.
    pub fn into_link(self) -> (Link, FoundBy) {
        let Self { number, previous, digest, entry, event, at, member, opened } = self;
        (Link { number, previous, digest, entry }, FoundBy { event, at, member, opened })
    }
}

/// A new row.
pub fn row(link: Link, found_by: FoundBy) -> ActiveModel {
    ActiveModel {
        number: Set(link.number),
        previous: Set(link.previous),
        digest: Set(link.digest),
        entry: Set(link.entry),
        event: Set(found_by.event),
        at: Set(found_by.at),
        member: Set(found_by.member),
        opened: Set(found_by.opened),
    }
}
