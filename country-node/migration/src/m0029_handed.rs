//! In whose hands a letter is: two officers do not each call one person.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string_null};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Letter {
    Table,
    HandedAt,
    HandedTo,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Of letters that were handed over before it is known when, and not to whom.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let at = Table::alter().table(Letter::Table).add_column(big_integer_null(Letter::HandedAt)).to_owned();
        manager.alter_table(at).await?;
        let to = Table::alter().table(Letter::Table).add_column(string_null(Letter::HandedTo)).to_owned();
        manager.alter_table(to).await?;
        let handed = "UPDATE letter SET handed_at = at WHERE state = 'HANDED'";
        manager.get_connection().execute_unprepared(handed).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Letter::Table).drop_column(Letter::HandedTo).to_owned()).await?;
        manager.alter_table(Table::alter().table(Letter::Table).drop_column(Letter::HandedAt).to_owned()).await
    }
}
