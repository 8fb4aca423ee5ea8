//! A script's token that an officer issued.

use sea_orm::entity::prelude::*;

/// A token; the secret itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "script_token")]
pub struct Model {
    /// Its number.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// What it is called; no two are called the same.
    #[sea_orm(unique)]
    pub name: String,
    /// SHA-256 of the secret, base64url.
    #[sea_orm(unique)]
    pub digest: String,
    /// What the script may do, by name.
    pub role: String,
    /// The officer who issued it, by the pseudonym that the country keeps.
    pub issued_by: String,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// When its time is over, in seconds since 1970.
    pub expires_at: i64,
    /// The day of its last use, in days since 1970.
    pub last_used_day: Option<i64>,
    /// When it was revoked, in seconds since 1970.
    pub revoked_at: Option<i64>,
}

/// None: a token is found by its name or its digest.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
