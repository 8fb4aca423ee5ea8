//! A signed checkpoint of the audit log. The store itself refuses to change or remove one.

use sea_orm::entity::prelude::*;

/// A checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_checkpoint")]
pub struct Model {
    /// The number of the log's last entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Its digest.
    pub digest: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The node's signature over country, number, digest and time.
    pub signature: String,
}

/// None: a checkpoint is found by its entry's number.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
