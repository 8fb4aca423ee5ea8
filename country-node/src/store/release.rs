//! A release's signed manifest.

use sea_orm::entity::prelude::*;

/// A release.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    /// Such as `COL-SURVEY-ACS-2024-1`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The dataset's name.
    pub dataset: String,
    /// The study's id; empty for data of no study.
    pub study: String,
    /// The period that it speaks of.
    pub reference_period: String,
    /// 1 for the first release of a period.
    pub version: i32,
    /// The manifest's canonical JSON.
    pub manifest: Vec<u8>,
    /// The node's signature over it.
    pub signature: String,
    /// The last consent event, by number, that its cut had before it; nothing in rows from before that was written down.
    pub consents_seen: Option<i32>,
    /// The last judgement of which ids are one person, by number, that its cut had before it; nothing in rows from before
    /// anything was judged.
    pub judgements_seen: Option<i32>,
}

/// None: tables are found by the release's id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a release")
    }
}
