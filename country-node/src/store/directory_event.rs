//! One thing that was done to an institutional record. The store itself refuses to change or remove one.

use sea_orm::entity::prelude::*;

/// An event.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "directory_event")]
pub struct Model {
    /// Our number; events hold in this order.
    #[sea_orm(primary_key)]
    pub number: i64,
    /// The record's kind, by name.
    pub kind: String,
    /// The record's id.
    pub entry: String,
    /// What was done, by name.
    pub step: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// For which member.
    pub member: String,
    /// Which officer: by a pseudonym, or as the node's operator said it.
    pub officer: String,
    /// Why, where it was said.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// What the record says from then on (JSON), where that is written; of a review what the reviewer thinks.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
}

/// None: a record's events are found by its kind and id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of the directory")
    }
}
