//! Consent events, only ever appended.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, pk_auto, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum ConsentEvent {
    Table,
    Id,
    Pseudonym,
    Kind,
    At,
    Purposes,
    Audience,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let event = Table::create()
            .table(ConsentEvent::Table)
            .col(pk_auto(ConsentEvent::Id))
            .col(binary(ConsentEvent::Pseudonym))
            .col(string(ConsentEvent::Kind))
            .col(big_integer(ConsentEvent::At))
            .col(string(ConsentEvent::Purposes))
            .col(string(ConsentEvent::Audience))
            .to_owned();
        manager.create_table(event).await?;
        let by_person = Index::create()
            .name("consent_event_by_pseudonym")
            .table(ConsentEvent::Table)
            .col(ConsentEvent::Pseudonym)
            .to_owned();
        manager.create_index(by_person).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ConsentEvent::Table).to_owned()).await
    }
}
