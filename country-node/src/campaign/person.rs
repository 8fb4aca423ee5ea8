//! What campaigns hold of one person, for the person; and its erasure. That a letter went out stays, to nobody.

use super::queue::{means, state, turn_all};
use crate::person::held::HeldLetter;
use crate::store::letter::{ActiveModel, Column, Entity};
use node_rules::campaign::letter::Turn;
use node_rules::clock::{Seconds, text};
use node_rules::record_key::Pseudonym;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// The letters to a person.
pub async fn held(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<HeldLetter>, DbErr> {
    let rows = Entity::find().filter(Column::Pseudonym.eq(person.0.to_vec())).order_by_asc(Column::Number);
    let rows = rows.all(store).await?.into_iter().map(|row| {
        Ok(HeldLetter {
            state: state(&row)?,
            changed_at: text(row.at),
            handed_at: row.handed_at.map(text),
            sent_at: row.taken_at.map(text),
            answered_at: row.answered_at.map(text),
            opted_out_at: row.opted_out_at.map(text),
            code: row.code,
            means: means(&row)?,
            campaign: row.campaign,
            language: row.language,
        })
    });
    rows.collect()
}

/// Takes a person out of the letters, and says how many that were. What has not gone out never will.
pub async fn erase(from: &DatabaseTransaction, person: &Pseudonym, now: Seconds) -> Result<u64, DbErr> {
    turn_all(from, Column::Pseudonym.eq(person.0.to_vec()), Turn::Withhold, now).await?;
    let nobody = ActiveModel { pseudonym: Set(None), ..Default::default() };
    let of = Entity::update_many().set(nobody).filter(Column::Pseudonym.eq(person.0.to_vec()));
    Ok(of.exec(from).await?.rows_affected)
}
