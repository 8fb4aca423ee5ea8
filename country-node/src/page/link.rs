//! Links that an officer hands out. Of a link the node keeps the digest and whose page it opens, until it is opened or its
//! time is over.

use crate::node::Node;
use crate::store;
use crate::store::person_link::{ActiveModel, Column, Entity};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use schema::seal::digest;
use sea_orm::{ActiveValue, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

/// The longest that a link waits to be opened, in hours: a week.
pub const MOST_HOURS: u32 = 7 * 24;

/// Makes a link's secret from 32 random bytes, and forgets links whose time is over.
pub async fn issue(node: &Node, person: Pseudonym, hours: u32, random: [u8; 32]) -> Result<String, DbErr> {
    let secret = URL_SAFE_NO_PAD.encode(random);
    let now = (node.clock)();
    let row = ActiveModel {
        digest: ActiveValue::Set(digest(secret.as_bytes())),
        pseudonym: ActiveValue::Set(person.0.to_vec()),
        until: ActiveValue::Set(now + i64::from(hours.min(MOST_HOURS)) * 3600),
    };
    let transaction = store::begin(&node.store).await?;
    Entity::delete_many().filter(Column::Until.lte(now)).exec(&transaction).await?;
    Entity::insert(row).exec_without_returning(&transaction).await?;
    transaction.commit().await?;
    Ok(secret)
}

/// Whether a link can still be opened.
pub async fn waits(store: &DatabaseConnection, secret: &str, now: Seconds) -> Result<bool, DbErr> {
    let row = Entity::find_by_id(digest(secret.as_bytes())).filter(Column::Until.gt(now)).one(store).await?;
    Ok(row.is_some())
}

/// Opens a link, once: of two who come at the same time one finds nothing.
pub async fn open(store: &DatabaseConnection, secret: &str, now: Seconds) -> Result<Option<Pseudonym>, DbErr> {
    let transaction = store::begin(store).await?;
    let row = Entity::find_by_id(digest(secret.as_bytes())).filter(Column::Until.gt(now)).one(&transaction).await?;
    let Some(row) = row else {
        transaction.rollback().await?;
        return Ok(None);
    };
    Entity::delete_by_id(row.digest).exec(&transaction).await?;
    transaction.commit().await?;
    Ok(row.pseudonym.try_into().ok().map(Pseudonym))
}
