//! The audit log holds more than receipts of questions: its entries are found by what they say, end in signed checkpoints,
//! and are only ever appended, which the store itself holds.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, string_null};
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Receipt {
    Table,
}

#[derive(DeriveIden, Clone, Copy)]
enum AuditEntry {
    Table,
    Event,
    At,
    Member,
    Opened,
}

#[derive(DeriveIden)]
enum AuditCheckpoint {
    Table,
    Number,
    Digest,
    At,
    Signature,
}

/// What an entry is found by.
const COLUMNS: [AuditEntry; 4] = [AuditEntry::Event, AuditEntry::At, AuditEntry::Member, AuditEntry::Opened];

/// The indexes: by what, on what.
const INDEXES: [(&str, AuditEntry); 3] = [
    ("audit_entry_by_at", AuditEntry::At),
    ("audit_entry_by_member", AuditEntry::Member),
    ("audit_entry_by_opened", AuditEntry::Opened),
];

/// Entries that are there already, of a version that wrote a question down once, say what they are found by.
const FILL: &str = "UPDATE audit_entry SET event = coalesce(json_extract(entry, '$.event'), 'RECORDED'), \
    at = json_extract(entry, '$.at'), \
    member = coalesce(json_extract(entry, '$.member'), json_extract(entry, '$.by.member')), \
    opened = json_extract(entry, '$.opened')";

/// What refuses each way of changing the log. An entry goes in behind the last one or not at all, so that none is put in
/// between, put in another's place by `INSERT OR REPLACE`, or put in twice by two processes at once.
const GUARDS: [(&str, &str); 6] = [
    ("audit_entry_is_not_changed", "BEFORE UPDATE ON audit_entry"),
    ("audit_entry_is_not_removed", "BEFORE DELETE ON audit_entry"),
    (
        "audit_entry_goes_behind_the_last",
        "BEFORE INSERT ON audit_entry WHEN NEW.number IS NOT coalesce((SELECT max(number) FROM audit_entry), 0) + 1 \
            OR NEW.previous IS NOT coalesce((SELECT digest FROM audit_entry ORDER BY number DESC LIMIT 1), '')",
    ),
    ("audit_checkpoint_is_not_changed", "BEFORE UPDATE ON audit_checkpoint"),
    ("audit_checkpoint_is_not_removed", "BEFORE DELETE ON audit_checkpoint"),
    (
        "audit_checkpoint_is_not_replaced",
        "BEFORE INSERT ON audit_checkpoint WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE number = NEW.number)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let renamed = Table::rename().table(Receipt::Table, AuditEntry::Table).to_owned();
        manager.rename_table(renamed).await?;
        // One column a statement: SQLite adds no two at once.
        for column in COLUMNS {
            let column = match column {
                AuditEntry::Event => string(column).default("").to_owned(),
                AuditEntry::At => big_integer(column).default(0).to_owned(),
                AuditEntry::Member | AuditEntry::Table => string_null(column),
                AuditEntry::Opened => big_integer_null(column),
            };
            manager.alter_table(Table::alter().table(AuditEntry::Table).add_column(column).to_owned()).await?;
        }
        if manager.get_database_backend() == DbBackend::Sqlite {
            manager.get_connection().execute_unprepared(FILL).await?;
        }
        for (name, column) in INDEXES {
            manager.create_index(Index::create().name(name).table(AuditEntry::Table).col(column).to_owned()).await?;
        }
        let checkpoint = Table::create()
            .table(AuditCheckpoint::Table)
            .col(big_integer(AuditCheckpoint::Number).primary_key())
            .col(string(AuditCheckpoint::Digest))
            .col(big_integer(AuditCheckpoint::At))
            .col(string(AuditCheckpoint::Signature))
            .to_owned();
        manager.create_table(checkpoint).await?;
        guards::put(manager, &GUARDS, "the audit log is only ever appended to").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        guards::take(manager, &GUARDS).await?;
        manager.drop_table(Table::drop().table(AuditCheckpoint::Table).to_owned()).await?;
        for (name, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table(AuditEntry::Table).to_owned()).await?;
        }
        for column in COLUMNS {
            manager.alter_table(Table::alter().table(AuditEntry::Table).drop_column(column).to_owned()).await?;
        }
        manager.rename_table(Table::rename().table(AuditEntry::Table, Receipt::Table).to_owned()).await
    }
}
