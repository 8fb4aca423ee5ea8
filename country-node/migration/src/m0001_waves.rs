//! Waves: one dataset at one reference period, with what its mapping says of it; and totals that are public already.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, integer, pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Wave {
    Table,
    Id,
    Dataset,
    ReferencePeriod,
    Description,
}

#[derive(DeriveIden)]
enum Total {
    Table,
    WaveId,
    Codes,
    Persons,
    Line,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let wave = Table::create()
            .table(Wave::Table)
            .col(pk_auto(Wave::Id))
            .col(string(Wave::Dataset))
            .col(string(Wave::ReferencePeriod))
            .col(text(Wave::Description))
            .index(Index::create().unique().col(Wave::Dataset).col(Wave::ReferencePeriod))
            .to_owned();
        manager.create_table(wave).await?;
        let total = Table::create()
            .table(Total::Table)
            .col(integer(Total::WaveId))
            .col(binary(Total::Codes))
            .col(big_integer(Total::Persons))
            .col(big_integer(Total::Line))
            .primary_key(Index::create().col(Total::WaveId).col(Total::Codes))
            .to_owned();
        manager.create_table(total).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Total::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(Wave::Table).to_owned()).await
    }
}
