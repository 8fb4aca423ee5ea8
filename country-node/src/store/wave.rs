//! One dataset at one reference period.

use sea_orm::entity::prelude::*;

/// A wave.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wave")]
pub struct Model {
    /// Our number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The dataset's name.
    pub dataset: String,
    /// The study's id; empty for data of no study.
    pub study: String,
    /// The period that its figures speak of.
    pub reference_period: String,
    /// What its mapping says of it, as JSON.
    #[sea_orm(column_type = "Text")]
    pub description: String,
}

/// None: rows are joined by number where needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
