//! Releases: a signed manifest and the bytes of its tables. Rows are inserted once and never changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{binary, integer, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Release {
    Table,
    Id,
    Dataset,
    ReferencePeriod,
    Version,
    Manifest,
    Signature,
}

#[derive(DeriveIden)]
enum ReleaseTable {
    Table,
    ReleaseId,
    Number,
    Body,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let release = Table::create()
            .table(Release::Table)
            .col(string(Release::Id).primary_key())
            .col(string(Release::Dataset))
            .col(string(Release::ReferencePeriod))
            .col(integer(Release::Version))
            .col(binary(Release::Manifest))
            .col(string(Release::Signature))
            .index(Index::create().unique().col(Release::Dataset).col(Release::ReferencePeriod).col(Release::Version))
            .to_owned();
        manager.create_table(release).await?;
        let table = Table::create()
            .table(ReleaseTable::Table)
            .col(string(ReleaseTable::ReleaseId))
            .col(integer(ReleaseTable::Number))
            .col(binary(ReleaseTable::Body))
            .primary_key(Index::create().col(ReleaseTable::ReleaseId).col(ReleaseTable::Number))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ReleaseTable::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Release::Table).to_owned()).await
    }
}
