//! A study with its focus groups.

use sea_orm::entity::prelude::*;

/// A study, whole: its groups are read together or not at all.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "focus_study")]
pub struct Model {
    /// The study's id, which the country gave it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// What was loaded, as JSON.
    #[sea_orm(column_type = "Text")]
    pub study: String,
    /// When, in seconds since 1970.
    pub loaded_at: i64,
}

/// None: a study holds its groups.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
