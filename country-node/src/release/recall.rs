//! An urgent recall: the release in force is answered from no more, and the next one takes its place at once.

use super::cut::{CutFault, cut_wave};
use super::data::Data;
use super::publish::{Ready, publish};
use super::sound::Sound;
use super::turn::Turn;
use crate::node::Node;
use crate::store::{recall, release};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Why nothing was recalled: what was in force still is.
#[derive(Debug, thiserror::Error)]
pub enum RecallFault {
    /// There is no such release.
    #[error("there is no release {0}; `country-node status` lists them")]
    Unknown(String),
    /// A later one of the same period has replaced it.
    #[error("{0} is in force no more: {1} has replaced it")]
    Replaced(String, String),
    /// It was recalled before.
    #[error("{0} is recalled already")]
    Already(String),
    /// A recall without a word why.
    #[error("say why it is recalled: the reason is kept")]
    NoReason,
    /// The data that it was cut from are not loaded any more.
    #[error("the data of {0} are not loaded: nothing can replace it; `--withhold` recalls it all the same")]
    NoData(String),
    /// The release that would take its place could not be cut.
    #[error("{0}; `--withhold` recalls {1} without a release in its place")]
    Cut(CutFault, String),
    /// The recall could not be written.
    #[error(transparent)]
    Store(CutFault),
}

/// What takes the place of a recalled release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// A new one, cut from the records and consents of now.
    Next,
    /// None, until one is cut: the period is not published.
    Nothing,
}

/// Recalls the release in force of a period and says which one takes its place. Both happen or neither.
pub async fn recall(node: &Node, id: &str, reason: &str, instead: Instead) -> Result<Option<String>, RecallFault> {
    if reason.trim().is_empty() {
        return Err(RecallFault::NoReason);
    }
    let turn = Turn::wait(&node.folder).await.map_err(RecallFault::Store)?;
    let old = in_force(node, id).await?;
    let row = recall::Model { release_id: id.to_owned(), at: (node.clock)(), reason: reason.trim().to_owned() };
    let next = match instead {
        Instead::Nothing => None,
        Instead::Next => Some(next(node, &old, &turn).await?),
    };
    publish(node, next.as_slice(), Some(row)).await.map_err(RecallFault::Store)?;
    Ok(next.as_ref().map(Ready::id))
}

async fn next(node: &Node, old: &release::Model, turn: &Turn) -> Result<Ready, RecallFault> {
    let unable = |fault| RecallFault::Cut(fault, old.id.clone());
    let data = Data::all(&node.store).await.map_err(|fault| unable(fault.into()))?.into_iter().find(|data| {
        (data.dataset.name(), &data.study, &data.reference_period)
            == (old.dataset.as_str(), &old.study, &old.reference_period)
    });
    let data = data.ok_or_else(|| RecallFault::NoData(old.id.clone()))?;
    let sound = Sound::of(node, data).await.map_err(unable)?;
    cut_wave(node, sound, turn).await.map_err(unable)
}

/// The release, if it is in force.
async fn in_force(node: &Node, id: &str) -> Result<release::Model, RecallFault> {
    let store = |fault: sea_orm::DbErr| RecallFault::Store(fault.into());
    let found = release::Entity::find_by_id(id.to_owned()).one(&node.store).await.map_err(store)?;
    let found = found.ok_or_else(|| RecallFault::Unknown(id.to_owned()))?;
    if recall::Entity::find_by_id(id.to_owned()).one(&node.store).await.map_err(store)?.is_some() {
        return Err(RecallFault::Already(id.to_owned()));
    }
    let latest = release::Entity::find()
        .filter(release::Column::Dataset.eq(&found.dataset))
        .filter(release::Column::Study.eq(&found.study))
        .filter(release::Column::ReferencePeriod.eq(&found.reference_period))
        .order_by_desc(release::Column::Version);
    match latest.one(&node.store).await.map_err(store)? {
        Some(latest) if latest.id != found.id => Err(RecallFault::Replaced(found.id, latest.id)),
        _ => Ok(found),
    }
}
