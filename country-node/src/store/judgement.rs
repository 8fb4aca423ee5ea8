//! What an officer judged of two ids. The store itself refuses to change one, and removes one only with an erased person.

use sea_orm::entity::prelude::*;

/// A judgement.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "judgement")]
pub struct Model {
    /// Our number; the latest of a pair holds.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The lesser of the two pseudonyms.
    pub one: Vec<u8>,
    /// The greater.
    pub other: Vec<u8>,
    /// What was judged, by name.
    pub verdict: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The officer, by a pseudonym that the country keeps.
    pub by: String,
    /// Why, in the officer's words.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

/// None: judgements are found by their persons.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: who is like whom is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a judgement")
    }
}
