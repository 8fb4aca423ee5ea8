//! How a person is reached, sealed: the store does not know what it keeps.

use sea_orm::entity::prelude::*;

/// One person's contact.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub pseudonym: Vec<u8>,
    /// The key's name, a nonce and what is sealed, one behind the other; see [`crate::contact::vault`].
    pub sealed: Vec<u8>,
    /// When it was written, in seconds since 1970.
    pub at: i64,
    /// Whether the person said it: no file takes its place.
    pub own: bool,
}

/// None: a contact is found by its person.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a contact")
    }
}
