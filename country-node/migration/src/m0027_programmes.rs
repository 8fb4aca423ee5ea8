//! A programme's work: what was done to each record, only ever appended, but for candidates who are erased.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, binary_null, string, string_null, text_null};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum ProgrammeEvent {
    Table,
    Number,
    Programme,
    Kind,
    Entry,
    Step,
    At,
    Officer,
    Why,
    Pseudonym,
    Salt,
    Content,
}

/// What refuses each way of changing an event; see `m0011_consents`.
const GUARDS: [(&str, &str); 3] = [
    ("programme_event_is_not_changed", "BEFORE UPDATE ON programme_event"),
    (
        "programme_event_is_not_removed",
        "BEFORE DELETE ON programme_event WHEN OLD.pseudonym IS NULL \
         OR NOT EXISTS (SELECT 1 FROM erasure WHERE pseudonym = OLD.pseudonym)",
    ),
    (
        "programme_event_is_not_replaced",
        "BEFORE INSERT ON programme_event WHEN EXISTS (SELECT 1 FROM programme_event WHERE number = NEW.number)",
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
            .table(ProgrammeEvent::Table)
            .col(big_pk_auto(ProgrammeEvent::Number))
            .col(string(ProgrammeEvent::Programme))
            .col(string(ProgrammeEvent::Kind))
            .col(string(ProgrammeEvent::Entry))
            .col(string(ProgrammeEvent::Step))
            .col(big_integer(ProgrammeEvent::At))
            .col(string(ProgrammeEvent::Officer))
            .col(string_null(ProgrammeEvent::Why))
            .col(binary_null(ProgrammeEvent::Pseudonym))
            .col(binary_null(ProgrammeEvent::Salt))
            .col(text_null(ProgrammeEvent::Content))
            .to_owned();
        manager.create_table(events).await?;
        for (name, column) in [
            ("programme_event_by_programme", ProgrammeEvent::Programme),
            ("programme_event_by_pseudonym", ProgrammeEvent::Pseudonym),
        ] {
            let index = Index::create().name(name).table(ProgrammeEvent::Table).col(column).to_owned();
            manager.create_index(index).await?;
        }
        guards::put(manager, &GUARDS, "events of programmes are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ProgrammeEvent::Table).to_owned()).await
    }
}
