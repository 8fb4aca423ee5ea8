//! How persons are reached: sealed, under their pseudonym.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Contact {
    Table,
    Pseudonym,
    Sealed,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Contact::Table)
            .col(binary(Contact::Pseudonym).primary_key())
            .col(binary(Contact::Sealed))
            .col(big_integer(Contact::At))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Contact::Table).to_owned()).await
    }
}
