//! Agreements with other members: what happened to each, only ever appended.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, pk_auto, string, string_null, text_null};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum AgreementEvent {
    Table,
    Id,
    Agreement,
    Number,
    Member,
    At,
    By,
    Officer,
    Step,
    Terms,
}

/// What refuses each way of changing an event; see `m0011_consents`.
const GUARDS: [(&str, &str); 3] = [
    ("agreement_event_is_not_changed", "BEFORE UPDATE ON agreement_event"),
    ("agreement_event_is_not_removed", "BEFORE DELETE ON agreement_event"),
    (
        "agreement_event_is_not_replaced",
        "BEFORE INSERT ON agreement_event WHEN EXISTS (SELECT 1 FROM agreement_event WHERE id = NEW.id OR \
         (agreement = NEW.agreement AND number = NEW.number))",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = Table::create()
            .table(AgreementEvent::Table)
            .col(pk_auto(AgreementEvent::Id))
            .col(string(AgreementEvent::Agreement))
            .col(integer(AgreementEvent::Number))
            .col(string(AgreementEvent::Member))
            .col(big_integer(AgreementEvent::At))
            .col(string(AgreementEvent::By))
            .col(string_null(AgreementEvent::Officer))
            .col(string(AgreementEvent::Step))
            .col(text_null(AgreementEvent::Terms))
            .to_owned();
        manager.create_table(events).await?;
        // Two officers who act at one moment cannot both be the second to do so.
        let each_once = Index::create()
            .name("agreement_event_once")
            .table(AgreementEvent::Table)
            .col(AgreementEvent::Agreement)
            .col(AgreementEvent::Number)
            .unique()
            .to_owned();
        manager.create_index(each_once).await?;
        let of_member = Index::create()
            .name("agreement_event_member")
            .table(AgreementEvent::Table)
            .col(AgreementEvent::Member)
            .to_owned();
        manager.create_index(of_member).await?;
        guards::put(manager, &GUARDS, "events of agreements are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(AgreementEvent::Table).to_owned()).await
    }
}
