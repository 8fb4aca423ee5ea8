//! One file's records: a dataset at a reference period, or one source of it.

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
    /// Where its persons signed up; empty where its mapping names no source.
    pub source: String,
    /// What its mapping says of it, as JSON.
    #[sea_orm(column_type = "Text")]
    pub description: String,
}

/// None: rows are joined by number where needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
