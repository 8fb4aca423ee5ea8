//! A study's document.

use sea_orm::entity::prelude::*;

/// A study.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "study")]
pub struct Model {
    /// Its id, such as `ACS`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Its document, as JSON.
    #[sea_orm(column_type = "Text")]
    pub document: String,
}

/// None: waves name their study.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
