//! A field of a person's contact as a digest that only this node makes: two are compared by it, and nothing is read from it.

use sea_orm::entity::prelude::*;

/// A field's digest.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_digest")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub pseudonym: Vec<u8>,
    /// The field, by name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    /// The digest.
    pub digest: Vec<u8>,
}

/// None: digests are found by their persons.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a field's digest")
    }
}
