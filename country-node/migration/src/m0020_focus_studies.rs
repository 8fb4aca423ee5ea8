//! Studies with focus groups, each whole.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum FocusStudy {
    Table,
    Id,
    Study,
    LoadedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(FocusStudy::Table)
            .col(string(FocusStudy::Id).primary_key())
            .col(text(FocusStudy::Study))
            .col(big_integer(FocusStudy::LoadedAt))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(FocusStudy::Table).to_owned()).await
    }
}
