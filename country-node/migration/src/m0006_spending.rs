//! The privacy budget's account: what each release was allowed to spend, only ever appended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, pk_auto, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Spending {
    Table,
    Id,
    Dataset,
    Year,
    ReleaseId,
    NanoRho,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let spending = Table::create()
            .table(Spending::Table)
            .col(pk_auto(Spending::Id))
            .col(string(Spending::Dataset))
            .col(integer(Spending::Year))
            .col(string(Spending::ReleaseId))
            .col(big_integer(Spending::NanoRho))
            .col(big_integer(Spending::At))
            .to_owned();
        manager.create_table(spending).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Spending::Table).to_owned()).await
    }
}
