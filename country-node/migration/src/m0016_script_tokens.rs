//! Tokens for scripts: what an officer issued, of which the secret itself is not kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, pk_auto, string};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum ScriptToken {
    Table,
    Id,
    Name,
    Digest,
    Role,
    IssuedBy,
    IssuedAt,
    ExpiresAt,
    LastUsedDay,
    RevokedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(ScriptToken::Table)
            .col(pk_auto(ScriptToken::Id))
            .col(string(ScriptToken::Name).unique_key())
            .col(string(ScriptToken::Digest).unique_key())
            .col(string(ScriptToken::Role))
            .col(string(ScriptToken::IssuedBy))
            .col(big_integer(ScriptToken::IssuedAt))
            .col(big_integer(ScriptToken::ExpiresAt))
            .col(big_integer_null(ScriptToken::LastUsedDay))
            .col(big_integer_null(ScriptToken::RevokedAt))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ScriptToken::Table).to_owned()).await
    }
}
