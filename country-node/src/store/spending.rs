//! What a release was allowed to spend of a year's privacy budget.

use sea_orm::entity::prelude::*;

/// One line of the account; lines are only ever appended.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "spending")]
pub struct Model {
    /// The line's number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The dataset.
    pub dataset: String,
    /// The year that it is charged to (UTC).
    pub year: i32,
    /// The release that it was allowed for, whether or not it was published.
    pub release_id: String,
    /// Rho in billionths.
    pub nano_rho: i64,
    /// When, in seconds since 1970.
    pub at: i64,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
