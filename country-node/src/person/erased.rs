//! Who was erased: what stands between a person and a file that still has the person.

use crate::store::erasure::{ActiveModel, Column, Entity};
use node_rules::clock::Seconds;
use node_rules::record_key::Pseudonym;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ConnectionTrait, DbErr, EntityTrait, QuerySelect};
use std::collections::HashSet;

/// Everybody who was erased.
pub async fn all(store: &impl ConnectionTrait) -> Result<HashSet<Vec<u8>>, DbErr> {
    let all: Vec<Vec<u8>> = Entity::find().select_only().column(Column::Pseudonym).into_tuple().all(store).await?;
    Ok(all.into_iter().collect())
}

/// When a person was erased; nothing where the person was not.
pub async fn at(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Option<Seconds>, DbErr> {
    Ok(Entity::find_by_id(person.0.to_vec()).one(store).await?.map(|row| row.at))
}

/// Writes down that a person is erased. The first time stays.
pub(super) async fn write(store: &impl ConnectionTrait, person: &Pseudonym, at: Seconds) -> Result<(), DbErr> {
    let row = ActiveModel { pseudonym: ActiveValue::Set(person.0.to_vec()), at: ActiveValue::Set(at) };
    let there = OnConflict::column(Column::Pseudonym).do_nothing().to_owned();
    Entity::insert(row).on_conflict(there).exec_without_returning(store).await.map(drop)
}

/// Lets files bring a person in again, who signed up anew. Says whether the person was erased.
pub async fn readmit(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<bool, DbErr> {
    Ok(Entity::delete_by_id(person.0.to_vec()).exec(store).await?.rows_affected > 0)
}
