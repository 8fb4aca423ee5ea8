//! How a consent came about and how long it lasts, so that its record is one after ISO/IEC TS 27560; that its events are
//! never changed or removed is held by the store itself; and what a release was cut from.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, integer_null, string_null};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden, Clone, Copy)]
enum ConsentEvent {
    Table,
    Notice,
    NoticeDigest,
    Language,
    Method,
    ValidUntil,
    RecordedAt,
}

#[derive(DeriveIden)]
enum Release {
    Table,
    WaveId,
    ConsentsSeen,
}

/// The new columns; of events that are there already nothing is known.
const COLUMNS: [ConsentEvent; 6] = [
    ConsentEvent::Notice,
    ConsentEvent::NoticeDigest,
    ConsentEvent::Language,
    ConsentEvent::Method,
    ConsentEvent::ValidUntil,
    ConsentEvent::RecordedAt,
];

/// What refuses each way of changing an event. `INSERT OR REPLACE` removes a row without asking the trigger on removals, so
/// an event whose number is taken is refused too.
const GUARDS: [(&str, &str); 3] = [
    ("consent_event_is_not_changed", "BEFORE UPDATE ON consent_event"),
    ("consent_event_is_not_removed", "BEFORE DELETE ON consent_event"),
    (
        "consent_event_is_not_replaced",
        "BEFORE INSERT ON consent_event WHEN EXISTS (SELECT 1 FROM consent_event WHERE id = NEW.id)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite adds no two at once.
        for column in COLUMNS {
            let column = match column {
                ConsentEvent::ValidUntil | ConsentEvent::RecordedAt => big_integer_null(column),
                _ => string_null(column),
            };
            let table = Table::alter().table(ConsentEvent::Table).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        for column in [Release::WaveId, Release::ConsentsSeen] {
            let table = Table::alter().table(Release::Table).add_column(integer_null(column)).to_owned();
            manager.alter_table(table).await?;
        }
        guards::put(manager, &GUARDS, "consent events are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        guards::take(manager, &GUARDS).await?;
        for column in [Release::ConsentsSeen, Release::WaveId] {
            manager.alter_table(Table::alter().table(Release::Table).drop_column(column).to_owned()).await?;
        }
        for column in COLUMNS {
            manager.alter_table(Table::alter().table(ConsentEvent::Table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
