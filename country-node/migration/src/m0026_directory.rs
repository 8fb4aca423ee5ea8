//! Institutional records: what was done to each, only ever appended.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, string, text, text_null};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum DirectoryEvent {
    Table,
    Number,
    Kind,
    Entry,
    Step,
    At,
    Member,
    Officer,
    Reason,
    Content,
}

/// What refuses each way of changing an event; see `m0011_consents`.
const GUARDS: [(&str, &str); 3] = [
    ("directory_event_is_not_changed", "BEFORE UPDATE ON directory_event"),
    ("directory_event_is_not_removed", "BEFORE DELETE ON directory_event"),
    (
        "directory_event_is_not_replaced",
        "BEFORE INSERT ON directory_event WHEN EXISTS (SELECT 1 FROM directory_event WHERE number = NEW.number)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = Table::create()
            .table(DirectoryEvent::Table)
            .col(big_pk_auto(DirectoryEvent::Number))
            .col(string(DirectoryEvent::Kind))
            .col(string(DirectoryEvent::Entry))
            .col(string(DirectoryEvent::Step))
            .col(big_integer(DirectoryEvent::At))
            .col(string(DirectoryEvent::Member))
            .col(string(DirectoryEvent::Officer))
            .col(text(DirectoryEvent::Reason))
            .col(text_null(DirectoryEvent::Content))
            .to_owned();
        manager.create_table(events).await?;
        guards::put(manager, &GUARDS, "events of the directory are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(DirectoryEvent::Table).to_owned()).await
    }
}
