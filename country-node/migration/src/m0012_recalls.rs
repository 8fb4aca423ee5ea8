//! Recalls: releases that are answered from no more, only ever appended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Recall {
    Table,
    ReleaseId,
    At,
    Reason,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let recall = Table::create()
            .table(Recall::Table)
            .col(string(Recall::ReleaseId).primary_key())
            .col(big_integer(Recall::At))
            .col(string(Recall::Reason))
            .to_owned();
        manager.create_table(recall).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Recall::Table).to_owned()).await
    }
}
