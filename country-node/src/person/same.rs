//! What officers judged of pairs, kept: only ever appended, so it survives every file that is loaded anew.

use super::erased;
use crate::intake::consents::named;
use crate::node::Node;
use crate::programme::figures::unmake;
use crate::store;
use crate::store::judgement::{ActiveModel, Column, Entity, Model};
use node_rules::person::identity::{Contradiction, Identities, Verdict};
use node_rules::record_key::Pseudonym;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Which pseudonyms are one person.
pub type Same = Identities<Pseudonym>;

/// Why nothing was judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeFault {
    /// It contradicts what was judged before.
    #[error("{0}")]
    Contradiction(#[from] Contradiction),
    /// One of them was erased.
    #[error("one of them was erased")]
    Erased,
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// A judgement as the rules know it, with its number.
pub type Judged = (i32, (Pseudonym, Pseudonym, Verdict));

/// Every judgement, in the order in which they were made.
pub async fn all(store: &impl ConnectionTrait) -> Result<Vec<Judged>, DbErr> {
    let rows: Vec<(i32, Vec<u8>, Vec<u8>, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::One, Column::Other, Column::Verdict])
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(store)
        .await?;
    let unknown = || DbErr::Custom("a judgement of an unknown kind or person".to_owned());
    let person = |bytes: Vec<u8>| bytes.try_into().map(Pseudonym).map_err(|_| unknown());
    let judged = rows.into_iter().map(|(id, one, other, verdict)| {
        Ok((id, (person(one)?, person(other)?, named(&verdict).ok_or_else(unknown)?)))
    });
    judged.collect()
}

/// Which are one person, by all that was judged.
pub async fn same(store: &impl ConnectionTrait) -> Result<Same, DbErr> {
    Ok(Identities::of(all(store).await?.into_iter().map(|(_, judged)| judged)))
}

/// Appends what an officer judged of a pair.
pub async fn judge(
    node: &Node,
    (one, other): (Pseudonym, Pseudonym),
    verdict: Verdict,
    (by, reason): (&str, &str),
) -> Result<(), JudgeFault> {
    let transaction = store::begin(&node.store).await?;
    for person in [&one, &other] {
        if erased::at(&transaction, person).await?.is_some() {
            return Err(JudgeFault::Erased);
        }
    }
    let before = same(&transaction).await?;
    before.may(one, other, verdict)?;
    let were_one = before.person(one) == before.person(other);
    let (one, other) = if one <= other { (one, other) } else { (other, one) };
    let row = ActiveModel {
        id: ActiveValue::NotSet,
        one: ActiveValue::Set(one.0.to_vec()),
        other: ActiveValue::Set(other.0.to_vec()),
        verdict: ActiveValue::Set(verdict.name().to_owned()),
        at: ActiveValue::Set((node.clock)()),
        by: ActiveValue::Set(by.to_owned()),
        reason: ActiveValue::Set(reason.to_owned()),
    };
    Entity::insert(row).exec_without_returning(&transaction).await?;
    if were_one && verdict == Verdict::TakenBack {
        // What was added up for one person is of two: it is made again before a release counts it.
        for person in [&one, &other] {
            unmake(&transaction, person).await?;
        }
    }
    Ok(transaction.commit().await?)
}

/// The other ids that were ever judged to be a person's, whatever was judged since.
pub async fn ever(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Pseudonym>, DbErr> {
    let judged = all(store).await?.into_iter().map(|(_, judged)| judged);
    let same = Same::of(judged.filter(|(.., verdict)| *verdict == Verdict::Same));
    Ok(same.ids(*person).into_iter().filter(|id| id != person).collect())
}

/// What was judged of a person, oldest first.
pub async fn of(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(about(person)).order_by_asc(Column::Id).all(store).await
}

/// Removes what was judged of a person; the store lets go of it once the person stands among those who were erased.
pub(super) async fn erase(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(about(person)).exec(store).await?.rows_affected)
}

fn about(person: &Pseudonym) -> Condition {
    let id = person.0.to_vec();
    Condition::any().add(Column::One.eq(id.clone())).add(Column::Other.eq(id))
}
