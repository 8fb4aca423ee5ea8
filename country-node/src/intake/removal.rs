//! One source of a register removed: it was loaded under another name, or is no source any more.

use crate::node::Node;
use crate::store::{self, person, total, wave};
use crate::study;
use schema::concept::Dataset;
use schema::study::StudyId;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};

/// Why nothing is removed.
#[derive(Debug, thiserror::Error)]
pub enum RemovalFault {
    /// No such source is loaded.
    #[error("REGISTER of {0} has no source `{1}`; it has {2}")]
    NoSource(String, String, String),
    /// Nothing of the period is loaded.
    #[error("nothing of REGISTER of {0} is loaded")]
    NotLoaded(String),
    /// The store failed; what was loaded stands.
    #[error("the store: {0}; what was loaded stands")]
    Store(#[from] DbErr),
}

/// What a file that names no source is called here.
pub const UNNAMED: &str = "-";

/// Removes the records that came from one source of a period, and says how many; persons who stand in another source stay there. What
/// is published stays until the next release.
pub async fn remove(node: &Node, of: Option<&StudyId>, period: &str, source: &str) -> Result<u64, RemovalFault> {
    let transaction = store::begin(&node.store).await?;
    let loaded = wave::Entity::find()
        .filter(wave::Column::Dataset.eq(Dataset::Register.name()))
        .filter(wave::Column::Study.eq(study::column(of)))
        .filter(wave::Column::ReferencePeriod.eq(period))
        .order_by_asc(wave::Column::Id)
        .all(&transaction)
        .await?;
    if loaded.is_empty() {
        return Err(RemovalFault::NotLoaded(period.to_owned()));
    }
    let called = |wave: &wave::Model| if wave.source.is_empty() { UNNAMED.to_owned() } else { wave.source.clone() };
    let Some(found) = loaded.iter().find(|wave| called(wave) == source) else {
        let there: Vec<String> = loaded.iter().map(called).collect();
        return Err(RemovalFault::NoSource(period.to_owned(), source.to_owned(), there.join(", ")));
    };
    let removed = wave(&transaction, found.id).await?;
    transaction.commit().await?;
    node.store.execute_unprepared(store::FORGET).await?;
    Ok(removed)
}

/// Removes a wave with all of its rows, and says how many persons that were.
pub(crate) async fn wave(to: &DatabaseTransaction, id: i32) -> Result<u64, DbErr> {
    let persons = person::Entity::delete_many().filter(person::Column::WaveId.eq(id)).exec(to).await?;
    total::Entity::delete_many().filter(total::Column::WaveId.eq(id)).exec(to).await?;
    wave::Entity::delete_by_id(id).exec(to).await?;
    Ok(persons.rows_affected)
}
