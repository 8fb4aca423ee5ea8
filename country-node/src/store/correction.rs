//! A correction, asked for or made. The store itself refuses to change one, and removes one only with an erased person.

use sea_orm::entity::prelude::*;

/// What happened to a field.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    /// Our number; the latest that holds does.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Whose field.
    pub pseudonym: Vec<u8>,
    /// The dataset's name.
    pub dataset: String,
    /// The study's id; empty for data of no study.
    pub study: String,
    /// The period.
    pub reference_period: String,
    /// The field, by name.
    pub field: String,
    /// The value that is right: a code, or a number.
    pub value: String,
    /// What happened, by name.
    pub step: String,
    /// The number of the request that it answers.
    pub answers: Option<i32>,
    /// When, in seconds since 1970.
    pub at: i64,
    /// `PERSON`, or the officer by a pseudonym that the country keeps.
    pub by: String,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

/// None: corrections are found by their persons.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: what is right of a person is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a correction")
    }
}
