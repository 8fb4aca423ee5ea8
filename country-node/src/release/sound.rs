//! A wave whose release can be cut: what the rulebook asks of it is there, and the year's budget reaches for it. All that is
//! to be published together is looked at before the first of it is charged.

use super::cut::CutFault;
use super::data::Data;
use super::spend::{SpendFault, account, is_charged, year};
use crate::intake::scale;
use crate::node::Node;
use crate::store::release;
use crate::study;
use node_rules::clock::Seconds;
use node_rules::release::{ReleasedDimension, open, release_id};
use node_rules::rulebook::DatasetRules;
use node_rules::rulebook::dataset::Unscaled;
use node_rules::rulebook::quantity::QuantityRules;
use schema::concept::Dataset;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

/// A wave whose release can be cut. Made only here.
pub struct Sound {
    /// What is loaded of it.
    pub data: Data,
    /// What the rulebook says of its dataset.
    pub rules: DatasetRules,
    /// How its quantities are added up.
    pub quantities: BTreeMap<String, QuantityRules>,
    /// The version that the release will have.
    pub version: u32,
    /// The release's reference time.
    pub now: Seconds,
}

/// The most cells of one table, and of all tables over all segments: what counting holds in memory, 32 bytes each.
const MOST_CELLS: usize = 1 << 22;
const MOST_CELLS_OF_ALL: usize = 1 << 25;

impl Sound {
    /// Looks at a wave.
    pub async fn of(node: &Node, data: Data) -> Result<Self, CutFault> {
        let (dataset, description) = (data.dataset, &data.description);
        let rules = node.rulebook.datasets.get(&dataset).ok_or(CutFault::NotInRulebook(dataset))?;
        let has = |dimension| description.has(dimension);
        let adds_up = |of: &str| description.quantities.iter().any(|other| other == of);
        // A study asks what it asks; elsewhere what the rulebook names must be there.
        let rules = if data.study.is_empty() { rules.clone() } else { rules.of_study(has, adds_up) };
        if let Some(of) = rules.quantities.keys().find(|of| !adds_up(of)) {
            return Err(CutFault::NoSuchQuantity(dataset, of.clone()));
        }
        if let Some(lacking) = rules.dimensions.iter().find(|d| !has(**d)) {
            return Err(CutFault::NoSuchDimension(dataset, *lacking));
        }
        let mut released = description.dimensions.iter().filter(|axis| rules.dimensions.contains(&axis.axis));
        if let Some(axis) = released.find(|axis| scale::on(axis).len() > 1) {
            return Err(CutFault::TwoScales(dataset, axis.axis));
        }
        let quantities = rules.quantities_of(|of| description.scales.get(of).copied());
        let quantities = quantities.map_err(|Unscaled(of)| CutFault::Unscaled(dataset, of))?;
        let now = (node.clock)();
        let version = next_version(node, &data, now).await?;
        Ok(Self { data, rules, quantities, version, now })
    }

    /// The id of the release to be.
    fn id(&self, node: &Node) -> String {
        let study = study::of_column(&self.data.study);
        release_id(node.config.country, self.data.dataset, study.as_ref(), &self.data.reference_period, self.version)
    }

    /// Whether tables over these axes can be counted.
    pub fn fits(&self, axes: &[ReleasedDimension]) -> Result<(), CutFault> {
        let width = |d| axes.iter().find(|axis| axis.axis == d).map_or(1, |axis| axis.codes.len().max(1));
        let cells = |table: &Vec<_>| table.iter().map(|d| width(*d)).fold(1, usize::saturating_mul);
        let tables: Vec<usize> = self.rules.tables().iter().map(cells).collect();
        let all = tables.iter().fold(0, |sum: usize, cells| sum.saturating_add(*cells));
        let all = all.saturating_mul(self.rules.segments.len().max(1));
        if all > MOST_CELLS_OF_ALL || tables.iter().any(|cells| *cells > MOST_CELLS) {
            return Err(CutFault::TooLarge(self.data.dataset));
        }
        Ok(())
    }
}

/// Whether the year's budgets reach for all of them together.
pub async fn affordable(node: &Node, all: &[Sound]) -> Result<(), CutFault> {
    let mut wanted: BTreeMap<Dataset, (u64, u64, Seconds)> = BTreeMap::new();
    for sound in all {
        let (Some(yearly), Some(rho)) = (sound.rules.yearly(), sound.rules.mechanism().spends()) else { continue };
        if !is_charged(&node.store, sound.data.dataset, &sound.id(node), rho, year(sound.now)).await? {
            wanted.entry(sound.data.dataset).or_insert((yearly, 0, sound.now)).1 += rho;
        }
    }
    for (dataset, (yearly, rho, now)) in wanted {
        let account = account(&node.store, dataset, year(now), yearly).await?;
        account.allow(rho).map_err(|overspent| SpendFault::Overspent(dataset, overspent))?;
    }
    Ok(())
}

/// The version that a wave's next release has. The clock must not stand before the latest one was cut.
async fn next_version(node: &Node, data: &Data, now: Seconds) -> Result<u32, CutFault> {
    let latest = release::Entity::find()
        .filter(release::Column::Dataset.eq(data.dataset.name()))
        .filter(release::Column::Study.eq(&data.study))
        .filter(release::Column::ReferencePeriod.eq(&data.reference_period))
        .order_by_desc(release::Column::Version)
        .one(&node.store)
        .await?;
    let Some(latest) = latest else { return Ok(1) };
    // One that is not believed, as after its key was lost, says nothing of time.
    if let Ok(manifest) = open(&latest.manifest, &latest.signature, &node.signing.public())
        && manifest.cut_at().is_none_or(|cut_at| cut_at > now)
    {
        return Err(CutFault::ClockJumpedBack(data.dataset, manifest.id));
    }
    Ok(u32::try_from(latest.version).unwrap_or(0).saturating_add(1))
}
