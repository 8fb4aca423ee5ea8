//! Links to persons' own pages that wait to be opened.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum PersonLink {
    Table,
    Digest,
    Pseudonym,
    Until,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(PersonLink::Table)
            .col(string(PersonLink::Digest).primary_key())
            .col(binary(PersonLink::Pseudonym))
            .col(big_integer(PersonLink::Until))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(PersonLink::Table).to_owned()).await
    }
}
