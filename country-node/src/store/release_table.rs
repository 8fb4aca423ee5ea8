//! One table of a release, as the bytes that its manifest names.

use sea_orm::entity::prelude::*;

/// A released table.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release_table")]
pub struct Model {
    /// The release.
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_id: String,
    /// Its place in the manifest's list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The table's canonical JSON.
    pub body: Vec<u8>,
}

/// None: tables are found by the release's id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a released table")
    }
}
