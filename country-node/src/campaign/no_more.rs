//! Who asks to be written to no more: by a link in a letter, by an answer, or by what an officer is told. What else the person agrees to stays.

use super::queue;
use crate::consent::narrow::narrow;
use crate::consent::said::SaidFault;
use crate::node::Node;
use crate::store;
use crate::store::letter::{ActiveModel, Column, Entity, Model};
use node_rules::clock::Seconds;
use node_rules::consent::Method;
use node_rules::record_key::RecordKeys;
use schema::purpose::ConsentPurpose;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};

/// Where the page is that a letter's link leads to.
pub const UNDER: &str = "/no-more";

/// What a letter's own link ends with. Nobody makes it without the node's secret.
pub fn secret(keys: &RecordKeys, message_id: &str) -> String {
    let local = message_id.split('@').next().unwrap_or_default();
    format!("{local}.{}", keys.no_more(local))
}

/// The letter whose link this is; nothing where it is nobody's.
pub async fn letter(node: &Node, given: &str) -> Result<Option<Model>, DbErr> {
    let Some((local, _)) = given.split_once('.') else { return Ok(None) };
    // Held against the secret before anything is looked for, in a time that does not tell how much of it is right.
    if !is_same(&secret(&node.keys, local), given) {
        return Ok(None);
    }
    // Between `local@` and what follows the `@`, for whichever host: in the index.
    let from = Entity::find().filter(Column::MessageId.gte(format!("{local}@")));
    from.filter(Column::MessageId.lt(format!("{local}A"))).one(&node.store).await
}

fn is_same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |differing, (one, other)| differing | (one ^ other));
    one.len() == other.len() && differing == 0
}

/// Keeps that the person of a letter is written to no more, under whatever ids, and that this was asked: who agrees anew later is not
/// held to it when the same answer is read again. Who asks it had the letter. By mail nothing is said in any of the ways in which consents
/// are expressed. Says whether it was still to be kept.
pub async fn no_more(node: &Node, row: &Model, method: Option<Method>) -> Result<bool, SaidFault> {
    let transaction = store::begin(&node.store).await?;
    let now = (node.clock)();
    queue::had(&transaction, row, now).await?;
    let narrowed = ended(&transaction, row, method, now).await?;
    transaction.commit().await?;
    Ok(narrowed)
}

/// The same as a part of a larger step.
pub(super) async fn ended(
    transaction: &DatabaseTransaction,
    row: &Model,
    method: Option<Method>,
    now: Seconds,
) -> Result<bool, SaidFault> {
    let Some(person) = queue::person(row) else { return Ok(false) };
    let narrowed = narrow(transaction, &person, (ConsentPurpose::Outreach, method), now).await?;
    if row.opted_out_at.is_none() {
        let change = ActiveModel { opted_out_at: Set(Some(now)), ..Default::default() };
        Entity::update_many().set(change).filter(Column::Number.eq(row.number)).exec(transaction).await?;
    }
    Ok(narrowed > 0)
}
