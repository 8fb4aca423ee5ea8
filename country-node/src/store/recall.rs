//! A release that was recalled: it is answered from no more.

use sea_orm::entity::prelude::*;

/// A recall; never changed and never taken back.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recall")]
pub struct Model {
    /// The release.
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_id: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Why, in the operator's words.
    pub reason: String,
}

/// None: a recall is found by the release's id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
