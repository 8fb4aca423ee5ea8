//! One receipt of the audit log.

use sea_orm::entity::prelude::*;

/// A receipt.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "receipt")]
pub struct Model {
    /// 1 for the first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The digest of the receipt before it.
    pub previous: String,
    /// This receipt's digest.
    pub digest: String,
    /// What is recorded, as JSON.
    #[sea_orm(column_type = "Text")]
    pub entry: String,
}

/// None: a receipt stands by itself.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a receipt")
    }
}
