//! A link to a person's own page that waits to be opened.

use sea_orm::entity::prelude::*;

/// A link.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_link")]
pub struct Model {
    /// SHA-256 (base64url) of its secret, which is kept nowhere.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// Whose page it opens.
    pub pseudonym: Vec<u8>,
    /// From which second on it opens nothing.
    pub until: i64,
}

/// None: persons are found by their pseudonyms.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a link")
    }
}
