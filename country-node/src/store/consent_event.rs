//! An event of a person's consent. The store itself refuses to change or remove one.

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
    /// The notice that was shown with its version, such as `register/2`, where one is recorded.
    pub notice: Option<String>,
    /// SHA-256 of the notice's text, base64url.
    pub notice_digest: Option<String>,
    /// The language in which it was shown.
    pub language: Option<String>,
    /// How it was expressed, by name, where that is recorded.
    pub method: Option<String>,
    /// From which second on the consent counts as expired, in seconds since 1970.
    pub valid_until: Option<i64>,
    /// When the node came to know of it, in seconds since 1970; nothing in rows from before that was written down.
    pub recorded_at: Option<i64>,
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
