//! What an officer does with scripts' tokens.

use crate::node::Node;
use crate::store::script_token::{ActiveModel, Column, Entity, Model};
use node_rules::script::{MOST_DAYS, is_name, may_have};
use schema::role::Role;
use schema::script::Secret;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// A day, in seconds.
const DAY: i64 = 86_400;

/// Why an officer's word was not done.
#[derive(Debug, thiserror::Error)]
pub enum OfficerFault {
    /// A name that cannot be one.
    #[error("a token's name has up to 40 small letters, digits and hyphens")]
    Name,
    /// The name is taken, be it by a token that is of no use any more.
    #[error("a token is called {0} already; names are not used twice, so that the log stays clear")]
    Taken(String),
    /// A role that only persons have.
    #[error("a script is an analyst or an observer")]
    Role,
    /// Too long, or no time at all.
    #[error("a token holds for 1 to {MOST_DAYS} days")]
    Days,
    /// No such token.
    #[error("no token is called {0}; `country-node token list` lists them")]
    Unknown(String),
    /// It was revoked before.
    #[error("{0} is revoked already")]
    Already(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// What an officer wants issued.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What it is called.
    pub name: String,
    /// What the script may do.
    pub role: Role,
    /// How many days it holds.
    pub days: i64,
    /// The officer, by the pseudonym that the country keeps.
    pub by: String,
}

/// Issues a token. Its secret is made of 32 random bytes and is given back once; it is kept nowhere.
pub async fn issue(node: &Node, wanted: Wanted, random: [u8; 32]) -> Result<Secret, OfficerFault> {
    if !is_name(&wanted.name) {
        return Err(OfficerFault::Name);
    }
    if !may_have(wanted.role) {
        return Err(OfficerFault::Role);
    }
    if !(1..=MOST_DAYS).contains(&wanted.days) {
        return Err(OfficerFault::Days);
    }
    if find(node, &wanted.name).await?.is_some() {
        return Err(OfficerFault::Taken(wanted.name));
    }
    let (secret, now) = (Secret::from_random(node.config.country, random), (node.clock)());
    let row = ActiveModel {
        name: ActiveValue::Set(wanted.name),
        digest: ActiveValue::Set(secret.digest()),
        role: ActiveValue::Set(wanted.role.name().to_owned()),
        issued_by: ActiveValue::Set(wanted.by),
        issued_at: ActiveValue::Set(now),
        expires_at: ActiveValue::Set(now + wanted.days * DAY),
        ..Default::default()
    };
    row.insert(&node.store).await?;
    Ok(secret)
}

/// Every token, those of no use any more too, in the order of their issue.
pub async fn list(node: &Node) -> Result<Vec<Model>, OfficerFault> {
    Ok(Entity::find().order_by_asc(Column::Id).all(&node.store).await?)
}

/// Revokes a token: it is exchanged no more from now on.
pub async fn revoke(node: &Node, name: &str) -> Result<(), OfficerFault> {
    let found = find(node, name).await?.ok_or_else(|| OfficerFault::Unknown(name.to_owned()))?;
    if found.revoked_at.is_some() {
        return Err(OfficerFault::Already(name.to_owned()));
    }
    let revoked_at = ActiveValue::Set(Some((node.clock)()));
    ActiveModel { id: ActiveValue::Unchanged(found.id), revoked_at, ..Default::default() }.update(&node.store).await?;
    Ok(())
}

async fn find(node: &Node, name: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::Name.eq(name)).one(&node.store).await
}
