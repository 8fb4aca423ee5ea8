//! What contacts are compared by, which is digests alone; and what officers judged of pairs, only ever appended. Of a person who
//! is erased the judgements go too: the store lets go of those of one who stands in `erasure`, and of no other.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary, integer_null, pk_auto, string, text};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum MatchDigest {
    Table,
    Pseudonym,
    Field,
    Digest,
}

#[derive(DeriveIden)]
enum Judgement {
    Table,
    Id,
    One,
    Other,
    Verdict,
    At,
    By,
    Reason,
}

#[derive(DeriveIden)]
enum Release {
    Table,
    JudgementsSeen,
}

/// What refuses each way of changing a judgement; see `m0011_consents`.
const GUARDS: [(&str, &str); 3] = [
    ("judgement_is_not_changed", "BEFORE UPDATE ON judgement"),
    (
        "judgement_is_not_removed",
        "BEFORE DELETE ON judgement WHEN NOT EXISTS \
         (SELECT 1 FROM erasure WHERE pseudonym = OLD.one OR pseudonym = OLD.other)",
    ),
    ("judgement_is_not_replaced", "BEFORE INSERT ON judgement WHEN EXISTS (SELECT 1 FROM judgement WHERE id = NEW.id)"),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let digests = Table::create()
            .table(MatchDigest::Table)
            .col(binary(MatchDigest::Pseudonym))
            .col(string(MatchDigest::Field))
            .col(binary(MatchDigest::Digest))
            .primary_key(Index::create().col(MatchDigest::Pseudonym).col(MatchDigest::Field))
            .to_owned();
        manager.create_table(digests).await?;
        let judgements = Table::create()
            .table(Judgement::Table)
            .col(pk_auto(Judgement::Id))
            .col(binary(Judgement::One))
            .col(binary(Judgement::Other))
            .col(string(Judgement::Verdict))
            .col(big_integer(Judgement::At))
            .col(string(Judgement::By))
            .col(text(Judgement::Reason))
            .to_owned();
        manager.create_table(judgements).await?;
        let seen = Table::alter().table(Release::Table).add_column(integer_null(Release::JudgementsSeen)).to_owned();
        manager.alter_table(seen).await?;
        guards::put(manager, &GUARDS, "judgements are only ever appended").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seen = Table::alter().table(Release::Table).drop_column(Release::JudgementsSeen).to_owned();
        manager.alter_table(seen).await?;
        manager.drop_table(Table::drop().table(Judgement::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(MatchDigest::Table).to_owned()).await
    }
}
