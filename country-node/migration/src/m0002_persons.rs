//! Persons of a wave: pseudonym, record key, weight and codes. A person stands once in a wave.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, double, integer};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Person {
    Table,
    WaveId,
    Pseudonym,
    RecordKey,
    Weight,
    Codes,
    Line,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let person = Table::create()
            .table(Person::Table)
            .col(integer(Person::WaveId))
            .col(binary(Person::Pseudonym))
            .col(big_integer(Person::RecordKey))
            .col(double(Person::Weight))
            .col(binary(Person::Codes))
            .col(big_integer(Person::Line))
            .primary_key(Index::create().col(Person::WaveId).col(Person::Pseudonym))
            .to_owned();
        manager.create_table(person).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Person::Table).to_owned()).await
    }
}
