//! One thing that was done to a campaign. The store itself refuses to change or remove one.

use sea_orm::entity::prelude::*;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_event")]
pub struct Model {
    /// Our number; events hold in this order.
    #[sea_orm(primary_key)]
    pub number: i64,
    /// The campaign.
    pub campaign: String,
    /// What was done, by name.
    pub step: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Which officer: by a pseudonym, or `operator`.
    pub officer: String,
    /// What the campaign says from then on (JSON), where that is written; or what else is kept of the step.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
}

/// None: a campaign's events are found by its id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
