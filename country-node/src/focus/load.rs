//! A study's file into the store: all of its groups, or none and every fault. It takes the place of what was loaded under its id.

use crate::node::Node;
use crate::store::focus_study::{ActiveModel, Column, Entity};
use crate::study::{self, StudyLacks};
use node_rules::clock::latest_day;
use node_rules::focus::study::{Study, StudyFault};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DbErr, EntityTrait};
use std::path::Path;

/// Why a study was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum FocusFault {
    /// The file does not read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// What stands in it cannot be kept.
    #[error("{0}: {1}")]
    Study(String, StudyFault),
    /// It names a wave of a study whose document is not here.
    #[error("{0}: of: {1}")]
    Wave(String, StudyLacks),
    /// It has no JSON form.
    #[error("the study: {0}")]
    Form(#[from] serde_json::Error),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Loads a file and gives the study back.
pub async fn load(node: &Node, path: &Path) -> Result<Study, FocusFault> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|fault| FocusFault::File(file.clone(), fault))?;
    let study =
        Study::from_toml(&text, latest_day((node.clock)())).map_err(|fault| FocusFault::Study(file.clone(), fault))?;
    if let Some(of) = &study.of {
        let found = study::wave(&node.store, &of.study, &of.wave).await;
        let (document, wave) = found.map_err(|lacks| FocusFault::Wave(file.clone(), lacks))?;
        let misfits = study.misfits(&document.said(&wave));
        if !misfits.is_empty() {
            return Err(FocusFault::Study(file, StudyFault::Faults(misfits)));
        }
    }
    let row = ActiveModel {
        id: Set(study.study.clone()),
        study: Set(serde_json::to_string(&study)?),
        loaded_at: Set((node.clock)()),
    };
    let instead = OnConflict::column(Column::Id).update_columns([Column::Study, Column::LoadedAt]).to_owned();
    Entity::insert(row).on_conflict(instead).exec_without_returning(&node.store).await?;
    Ok(study)
}
