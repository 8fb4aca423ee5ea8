//! Who is known to be of age: a minor is in no release unless the rulebook says how consent was given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean_null;

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Person {
    Table,
    Adult,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Of persons who are there already it is not known: their file is loaded anew.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter().table(Person::Table).add_column(boolean_null(Person::Adult)).to_owned();
        manager.alter_table(column).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Person::Table).drop_column(Person::Adult).to_owned()).await
    }
}
