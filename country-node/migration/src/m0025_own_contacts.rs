//! Which contacts their persons said themselves: no file takes the place of these.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Contact {
    Table,
    Own,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let own = boolean(Contact::Own).default(false).to_owned();
        manager.alter_table(Table::alter().table(Contact::Table).add_column(own).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Contact::Table).drop_column(Contact::Own).to_owned()).await
    }
}
