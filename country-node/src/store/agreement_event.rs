//! One thing that happened to an agreement. The store itself refuses to change or remove one.

use sea_orm::entity::prelude::*;

/// An event.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement_event")]
pub struct Model {
    /// Our number; events hold in this order.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// The agreement's id.
    pub agreement: String,
    /// 1 for the agreement's first event.
    pub number: i32,
    /// The member that asks under it.
    pub member: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Which side did it.
    pub by: String,
    /// The officer, by a pseudonym; nothing where it was this node's operator.
    pub officer: Option<String>,
    /// What, by name.
    pub step: String,
    /// What was proposed (canonical JSON), in the first event alone.
    pub terms: Option<String>,
}

/// None: an agreement's events are found by its id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of an agreement")
    }
}
