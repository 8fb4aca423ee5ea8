//! One thing that was done in a programme. The store itself refuses to change or remove one, but for a candidate who is erased.

use sea_orm::entity::prelude::*;

/// An event.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_event")]
pub struct Model {
    /// Our number; events hold in this order.
    #[sea_orm(primary_key)]
    pub number: i64,
    /// The programme, by the id of its record in the directory.
    pub programme: String,
    /// The record's kind, by name.
    pub kind: String,
    /// The record's id within the programme.
    pub entry: String,
    /// What was done, by name.
    pub step: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Which officer: by a pseudonym, or as the node's operator said it.
    pub officer: String,
    /// Why, by a code, where it ended something.
    #[sea_orm(nullable)]
    pub why: Option<String>,
    /// Of each event of a candidate: who it is.
    #[sea_orm(nullable)]
    pub pseudonym: Option<Vec<u8>>,
    /// Of each event of a candidate: what nobody guesses, so that the log's digest of it tells nothing once the row is gone.
    #[sea_orm(nullable)]
    pub salt: Option<Vec<u8>>,
    /// What the record says from then on (JSON), where that is written.
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
}

/// None: a record's events are found by its programme, kind and id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of a programme")
    }
}
