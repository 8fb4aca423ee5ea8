//! Studies with focus groups, as the store keeps them.

use crate::store::focus_study::{Column, Entity, Model};
use node_rules::clock::Seconds;
use node_rules::focus::study::Study;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};

/// Why a study is not shown or removed.
#[derive(Debug, thiserror::Error)]
pub enum NoStudy {
    /// There is none of this id.
    #[error("there is no such study here; `country-node focus-group list` names those that are")]
    Unknown,
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// A study by its id, and when it was loaded.
pub async fn find(store: &impl ConnectionTrait, id: &str) -> Result<(Study, Seconds), NoStudy> {
    let row = Entity::find_by_id(id.to_owned()).one(store).await?.ok_or(NoStudy::Unknown)?;
    Ok(read(&row)?)
}

/// Every study, by id.
pub async fn all(store: &impl ConnectionTrait) -> Result<Vec<Study>, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Id).all(store).await?;
    rows.iter().map(|row| Ok(read(row)?.0)).collect()
}

/// A row of the store.
pub(super) fn read(row: &Model) -> Result<(Study, Seconds), DbErr> {
    let study = serde_json::from_str(&row.study);
    study.map(|study| (study, row.loaded_at)).map_err(|_| DbErr::Custom(format!("the study {} does not read", row.id)))
}
