//! The audit log: one receipt a question, chained by digests, only ever appended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Receipt {
    Table,
    Number,
    Previous,
    Digest,
    Entry,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let receipt = Table::create()
            .table(Receipt::Table)
            .col(big_integer(Receipt::Number).primary_key())
            .col(string(Receipt::Previous))
            .col(string(Receipt::Digest))
            .col(text(Receipt::Entry))
            .to_owned();
        manager.create_table(receipt).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Receipt::Table).to_owned()).await
    }
}
