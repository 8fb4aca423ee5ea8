//! A published total of a wave.

use sea_orm::entity::prelude::*;

/// A total.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "total")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i32,
    /// Places of the codes on the wave's axes, two bytes each.
    #[sea_orm(primary_key, auto_increment = false)]
    pub codes: Vec<u8>,
    /// How many persons.
    pub persons: i64,
    /// The line of the file that it came from.
    pub line: i64,
}

/// None: rows are joined by number where needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a total")
    }
}
