//! Campaigns, of which what was done is only ever appended, and their letters.

use super::guards;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, binary_null, integer, integer_null, string, string_uniq, text_null,
};

#[derive(DeriveMigrationName)]
pub struct Change;

#[derive(DeriveIden)]
enum CampaignEvent {
    Table,
    Number,
    Campaign,
    Step,
    At,
    Officer,
    Content,
}

#[derive(DeriveIden)]
enum Letter {
    Table,
    Number,
    Campaign,
    Pseudonym,
    MessageId,
    Language,
    Means,
    State,
    Tries,
    NotBefore,
    At,
    OfferedAt,
    TakenAt,
    Code,
    AnsweredAt,
    OptedOutAt,
}

/// What refuses each way of changing an event; see `m0011_consents`.
const EVENTS: [(&str, &str); 3] = [
    ("campaign_event_is_not_changed", "BEFORE UPDATE ON campaign_event"),
    ("campaign_event_is_not_removed", "BEFORE DELETE ON campaign_event"),
    (
        "campaign_event_is_not_replaced",
        "BEFORE INSERT ON campaign_event WHEN EXISTS (SELECT 1 FROM campaign_event WHERE number = NEW.number)",
    ),
];

/// What refuses that a letter goes out twice, or that nobody knows any more that it did.
const LETTERS: [(&str, &str); 2] = [
    (
        "letter_is_sent_once",
        "BEFORE UPDATE ON letter WHEN OLD.state IN ('SENT', 'BOUNCED') AND NEW.state NOT IN ('SENT', 'BOUNCED')",
    ),
    ("letter_is_not_removed", "BEFORE DELETE ON letter"),
];

#[async_trait::async_trait]
impl MigrationTrait for Change {
    /// All of a change or none of it: SQLite too takes back a table that was half made.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let events = Table::create()
            .table(CampaignEvent::Table)
            .col(big_pk_auto(CampaignEvent::Number))
            .col(string(CampaignEvent::Campaign))
            .col(string(CampaignEvent::Step))
            .col(big_integer(CampaignEvent::At))
            .col(string(CampaignEvent::Officer))
            .col(text_null(CampaignEvent::Content))
            .to_owned();
        manager.create_table(events).await?;
        let letters = Table::create()
            .table(Letter::Table)
            .col(big_pk_auto(Letter::Number))
            .col(string(Letter::Campaign))
            .col(binary_null(Letter::Pseudonym))
            .col(string_uniq(Letter::MessageId))
            .col(string(Letter::Language))
            .col(string(Letter::Means))
            .col(string(Letter::State))
            .col(integer(Letter::Tries))
            .col(big_integer(Letter::NotBefore))
            .col(big_integer(Letter::At))
            .col(big_integer_null(Letter::OfferedAt))
            .col(big_integer_null(Letter::TakenAt))
            .col(integer_null(Letter::Code))
            .col(big_integer_null(Letter::AnsweredAt))
            .col(big_integer_null(Letter::OptedOutAt))
            .to_owned();
        manager.create_table(letters).await?;
        let index = |name: &str| Index::create().name(name).table(Letter::Table).to_owned();
        let by_state =
            index("letter_by_state").col(Letter::State).col(Letter::Campaign).col(Letter::NotBefore).to_owned();
        manager.create_index(by_state).await?;
        manager.create_index(index("letter_by_taken_at").col(Letter::TakenAt).to_owned()).await?;
        manager.create_index(index("letter_by_pseudonym").col(Letter::Pseudonym).to_owned()).await?;
        // A person gets one letter of a campaign.
        let once = index("letter_once").col(Letter::Campaign).col(Letter::Pseudonym).unique().to_owned();
        manager.create_index(once).await?;
        let events = Index::create().name("campaign_event_by_campaign").table(CampaignEvent::Table).to_owned();
        manager.create_index(events.clone().col(CampaignEvent::Campaign).to_owned()).await?;
        guards::put(manager, &EVENTS, "events of campaigns are only ever appended").await?;
        guards::put(manager, &LETTERS, "a letter is sent once").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Letter::Table).to_owned()).await?;
        manager.drop_table(Table::drop().table(CampaignEvent::Table).to_owned()).await
    }
}
