//! Corrections of what is coded of persons, asked for and made: only ever appended, but for those of a person who is erased.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, integer_null, pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum Correction {
    Table,
    Id,
    Pseudonym,
    Dataset,
    Study,
    ReferencePeriod,
    Field,
    Value,
    Step,
    Answers,
    At,
    By,
    Reason,
}

/// What refuses each way of changing a correction; see `m0011_consents`. A request has one answer.
const GUARDS: [(&str, &str); 3] = [
    ("correction_is_not_changed", "BEFORE UPDATE ON correction"),
    (
        "correction_is_not_removed",
        "BEFORE DELETE ON correction WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE pseudonym = OLD.pseudonym)",
    ),
    (
        "correction_is_not_replaced",
        "BEFORE INSERT ON correction WHEN EXISTS \
         (SELECT 1 FROM correction WHERE id = NEW.id OR answers = NEW.answers)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Correction::Table)
            .col(pk_auto(Correction::Id))
            .col(binary(Correction::Pseudonym))
            .col(string(Correction::Dataset))
            .col(string(Correction::Study))
            .col(string(Correction::ReferencePeriod))
            .col(string(Correction::Field))
            .col(string(Correction::Value))
            .col(string(Correction::Step))
            .col(integer_null(Correction::Answers))
            .col(big_integer(Correction::At))
            .col(string(Correction::By))
            .col(text(Correction::Reason))
            .to_owned();
        manager.create_table(table).await?;
        let by_person = Index::create()
            .name("correction_by_pseudonym")
            .table(Correction::Table)
            .col(Correction::Pseudonym)
            .to_owned();
        manager.create_index(by_person).await?;
        guards::put(manager, &GUARDS, "corrections are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Correction::Table).to_owned()).await
    }
}
