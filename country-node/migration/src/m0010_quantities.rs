//! What can be added up over persons: each person's numbers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::binary;

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Person {
    Table,
    Quantities,
}

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut none = binary(Person::Quantities);
        let column = Table::alter().table(Person::Table).add_column(none.default(Vec::<u8>::new())).to_owned();
        manager.alter_table(column).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Person::Table).drop_column(Person::Quantities).to_owned()).await
    }
}
