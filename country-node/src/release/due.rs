//! Releases that fall due: of each dataset of persons, and of each study, the latest period is cut anew at the rulebook's set times.
//!
//! A withdrawal takes effect with the next release, whoever asks for it or not. Former periods stay as they were published.

use super::cut::{CutFault, Which, cut_in};
use super::shelf::{Shelf, ShelfFault};
use super::turn::Turn;
use crate::node::Node;
use node_rules::clock::Seconds;
use node_rules::consent::presence::Series;
use node_rules::release::Manifest;
use node_rules::rulebook::{Rulebook, Schedule};
use schema::concept::Dataset;
use schema::study::StudyId;
use std::sync::Arc;
use std::time::Duration;

/// How often a serving node looks whether something is due.
pub const LOOK_EVERY: Duration = Duration::from_mins(1);

/// A release that is replaced at a set time.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its dataset.
    pub dataset: Dataset,
    /// The release.
    pub release: Arc<Manifest>,
    /// How often its dataset's releases are cut.
    pub schedule: Schedule,
}

/// Why a release that is due was not cut; the former one stands.
#[derive(Debug, thiserror::Error)]
pub enum DueFault {
    /// The release in force could not be read.
    #[error(transparent)]
    Shelf(#[from] ShelfFault),
    /// The next one could not be cut.
    #[error(transparent)]
    Cut(#[from] CutFault),
}

impl Standing {
    /// The releases in force that the rulebook replaces at set times: of each dataset of persons the latest period's.
    pub async fn all(rulebook: &Rulebook, shelf: &Shelf) -> Result<Vec<Self>, ShelfFault> {
        let mut standing = Vec::new();
        for (dataset, rules) in &rulebook.datasets {
            let Some(schedule) = rules.schedule() else { continue };
            // Where the latest period is withheld, nothing stands in its place: a former one is not cut anew.
            for release in shelf.latest(*dataset).await? {
                standing.push(Self { dataset: *dataset, release, schedule });
            }
        }
        Ok(standing)
    }

    /// By when the next release is cut, in seconds since 1970.
    pub fn due_by(&self) -> Seconds {
        self.release.cut_at().map_or(0, |cut_at| self.schedule.due_by(cut_at))
    }

    /// The study that it is of.
    pub fn study(&self) -> Option<&StudyId> {
        self.release.cut.study_id()
    }

    /// Whether it is the release in force of a series.
    pub fn is_of(&self, series: &Series) -> bool {
        self.dataset == series.dataset
            && self.study() == series.study.as_ref()
            && self.release.cut.reference_period == series.reference_period
    }

    /// Whether the next release is due. One whose time of cutting does not read is.
    pub fn is_due(&self, now: Seconds) -> bool {
        self.release.cut_at().is_none_or(|cut_at| now >= self.schedule.due_from(cut_at))
    }
}

/// Cuts every release that is due, each by itself: one that cannot be cut does not hold up the others. What is due is
/// decided in the turn in which it is cut, so that nothing is cut twice.
pub async fn cut_due(node: &Node, shelf: &Shelf) -> Result<Vec<(Dataset, Result<String, CutFault>)>, DueFault> {
    let turn = Turn::take(&node.folder)?;
    let mut cut = Vec::new();
    for standing in Standing::all(&node.rulebook, shelf).await? {
        if standing.is_due((node.clock)()) {
            let period = Some(standing.release.cut.reference_period.clone());
            let which = Which { dataset: Some(standing.dataset), study: Some(standing.study().cloned()), period };
            let ids = cut_in(node, &which, &turn).await;
            cut.push((standing.dataset, ids.map(|ids| ids.concat())));
        }
    }
    Ok(cut)
}

/// Cuts what is due for as long as the node serves.
pub async fn keep(node: Arc<Node>, shelf: Arc<Shelf>) {
    let mut looks = tokio::time::interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        match cut_due(&node, &shelf).await {
            Ok(cut) => cut.iter().for_each(|(dataset, cut)| told(*dataset, cut)),
            // Another process of this node cuts at this moment.
            Err(DueFault::Cut(CutFault::Busy)) => {}
            Err(fault) => tracing::error!(%fault, "whether a release is due is not known"),
        }
    }
}

fn told(dataset: Dataset, cut: &Result<String, CutFault>) {
    match cut {
        Ok(id) => tracing::info!(%dataset, id, "a release that was due is published"),
        Err(fault) => tracing::error!(%dataset, %fault, "a release is due and could not be cut"),
    }
}
