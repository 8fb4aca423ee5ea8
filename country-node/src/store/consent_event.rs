//! An event of a person's consent.

use sea_orm::entity::prelude::*;

/// An event.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent_event")]
pub struct Model {
    /// Our number; events of one second hold in this order.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Whose consent.
    pub pseudonym: Vec<u8>,
    /// What happened, by name.
    pub kind: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The purposes by name, with blanks between.
    pub purposes: String,
    /// The widest audience by name.
    pub audience: String,
}

/// None: rows are joined by pseudonym where needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of a consent")
    }
}
