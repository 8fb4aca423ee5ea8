//! From a wave to a release, and to the store: a crash at any point leaves the former one in force.

use super::columns::{self, Reference};
use super::data::{Data, DataFault};
use super::publish::{Ready, publish};
use super::sound::{Sound, affordable};
use super::spend::{SpendFault, spend};
use super::turn::Turn;
use crate::audit::ledger::AuditFault;
use crate::consent::history;
use crate::intake::layout::Description;
use crate::node::Node;
use crate::person::same;
use crate::study::{self, StudyLacks};
use node_rules::columns::{Column, Columns};
use node_rules::consent::{Segment, Terms};
use node_rules::count::count;
use node_rules::hierarchy::coarsen;
use node_rules::protect::{ProtectFault, Protected, mechanism};
use node_rules::release::{Cut, Release, ReleasedDimension, ReleasedQuantity};
use node_rules::risk::gate::{Barred, bars};
use node_rules::rulebook::DatasetRules;
use node_rules::rulebook::quantity::QuantityRules;
use node_rules::study::{Study, Wave};
use node_rules::sums::sum_up;
use node_rules::tally::add_up;
use schema::concept::{Axis, Dataset};
use schema::seal::SealFault;
use schema::study::StudyId;
use sea_orm::{DbErr, TransactionTrait};
use std::collections::BTreeMap;

/// Why no release was cut.
#[derive(Debug, thiserror::Error)]
pub enum CutFault {
    /// The rulebook does not publish this dataset.
    #[error("{0} is loaded, but the rulebook does not publish it")]
    NotInRulebook(Dataset),
    /// The wave's study does not describe it.
    #[error(transparent)]
    Study(#[from] StudyLacks),
    /// The rulebook names a dimension that the data do not have.
    #[error("the rulebook names {1} for {0}, which the data do not have")]
    NoSuchDimension(Dataset, Axis),
    /// The rulebook names a quantity that the data do not have.
    #[error("the rulebook names the quantity {1} for {0}, which the data do not have")]
    NoSuchQuantity(Dataset, String),
    /// The data do not say on which scale a score was asked: they were loaded before mappings said it.
    #[error(
        "the data of {0} do not say on which scale {1} was asked: say it in their mapping (`scale`), and load their file anew \
         with --replace"
    )]
    Unscaled(Dataset, String),
    /// The data have codes of two scales: they were loaded before mappings said on which one was asked.
    #[error(
        "the data of {0} have codes of {1} on two scales: say in their mapping on which one was asked (`scale`), and load their \
         file anew with --replace"
    )]
    TwoScales(Dataset, Axis),
    /// The rulebook puts a column into the catalogue that no release is cut from.
    #[error("{0}: {1}, which the rulebook names, {2}; nothing is published, the former release stands")]
    Barred(Dataset, Axis, Barred),
    /// The counts could not be protected.
    #[error(transparent)]
    Protect(#[from] ProtectFault),
    /// The store failed; the former release stands.
    #[error("the store: {0}; nothing is published, the former release stands. Is the disk full?")]
    Store(#[from] DbErr),
    /// No wave of this period is loaded.
    #[error("nothing of {0} is loaded: no release of it can be cut")]
    NotLoaded(String),
    /// The data were loaded anew meanwhile.
    #[error("{0} {1} was loaded anew while its release was being cut; cut it again")]
    Replaced(Dataset, String),
    /// Tables that no machine should count.
    #[error(
        "the rulebook's tables for {0} have too many cells: name fewer dimensions, or release them at coarser levels"
    )]
    TooLarge(Dataset),
    /// Another process of this node cuts a release.
    #[error("another release of this node is being cut; try again when it is done")]
    Busy,
    /// Whether another process cuts a release is not known.
    #[error("the node's folder: {0}")]
    Turn(std::io::Error),
    /// The clock stands before the latest release.
    #[error("{0}: the clock stands before {1} was cut; set it right before a release is cut")]
    ClockJumpedBack(Dataset, String),
    /// The release has no canonical form.
    #[error("the release: {0}")]
    Seal(#[from] SealFault),
    /// What is loaded does not read.
    #[error(transparent)]
    Data(#[from] DataFault),
    /// The clock stands before 1970 or after the year 9999.
    #[error("the clock is out of range")]
    Clock,
    /// It could not be written down that it is published.
    #[error("{0}; nothing is published, the former release stands")]
    Audit(#[from] AuditFault),
    /// The privacy budget does not allow it.
    #[error(transparent)]
    Spend(#[from] SpendFault),
    /// Counting was cut off.
    #[error("counting was cut off")]
    CutOff,
}

/// Which waves a release is cut of.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Of one dataset; left out: of each.
    pub dataset: Option<Dataset>,
    /// Of one study, or of data of no study; left out: of all.
    pub study: Option<Option<StudyId>>,
    /// Of one reference period; left out: of each.
    pub period: Option<String>,
}

impl Which {
    /// Whether some data are among them.
    pub fn holds(&self, data: &Data) -> bool {
        let period = self.period.as_ref().is_none_or(|period| *period == data.reference_period);
        let study = self.study.as_ref().is_none_or(|study| study::column(study.as_ref()) == data.study);
        period && study && self.dataset.is_none_or(|only| only == data.dataset)
    }
}

/// Cuts a release of every wave, or of some, and says their ids: all of them are published, or none.
pub async fn cut(node: &Node, which: &Which) -> Result<Vec<String>, CutFault> {
    let turn = Turn::wait(&node.folder).await?;
    cut_in(node, which, &turn).await
}

/// Cuts releases in a turn that is held already.
pub(super) async fn cut_in(node: &Node, which: &Which, turn: &Turn) -> Result<Vec<String>, CutFault> {
    let mut all = Vec::new();
    for data in Data::all(&node.store).await? {
        if which.holds(&data) {
            all.push(Sound::of(node, data).await?);
        }
    }
    if let (true, Some(period)) = (all.is_empty(), &which.period) {
        return Err(CutFault::NotLoaded(period.clone()));
    }
    affordable(node, &all).await?;
    let mut releases = Vec::new();
    for sound in all {
        releases.push(cut_wave(node, sound, turn).await?);
    }
    publish(node, &releases, None).await?;
    Ok(releases.iter().map(Ready::id).collect())
}

/// Cuts a release of one wave; it is not published yet.
pub(super) async fn cut_wave(node: &Node, sound: Sound, _: &Turn) -> Result<Ready, CutFault> {
    let Sound { data, rules, quantities, now, .. } = &sound;
    let (now, dataset, description) = (*now, data.dataset, &data.description);
    let (mut consents, mut judgements) = (0, 0);
    let mut cut = Cut {
        country: node.config.country,
        dataset,
        study: None,
        reference_period: data.reference_period.clone(),
        version: sound.version,
        cut_at: chrono::DateTime::from_timestamp(now, 0)
            .ok_or(CutFault::Clock)?
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        described: description.described.clone(),
        dimensions: Vec::new(),
        most_dimensions: rules.most_dimensions,
        mechanism: mechanism(rules.mechanism()).name(),
        quantities: released(quantities),
        minors: description.persons.then_some(rules.minors.is_some()),
    };
    let described = described(node, data).await?;
    cut.study = described.as_ref().map(|(study, wave)| study.said(wave));
    // One transaction: the wave, its records and consents as they stood at one moment, whatever is written meanwhile.
    let frozen = node.store.begin().await?;
    let now_there = Data::all(&frozen).await?;
    if !now_there.iter().any(|there| there.waves() == data.waves()) {
        return Err(replaced(&sound));
    }
    let protected = if description.persons {
        consents = history::last(&frozen).await?.0;
        judgements = same::all(&frozen).await?.last().map_or(0, |(number, _)| *number);
        let terms = Terms { segments: &rules.segments, minors: rules.minors.is_some() };
        let reference = Reference { at: now, consents, judgements };
        let mut records = columns::persons(&frozen, data, terms, reference).await?;
        frozen.rollback().await?;
        to_levels(rules, &mut records.dimensions);
        cut.dimensions = axes(rules, description, &records.dimensions);
        if let Some((study, _)) = &described {
            study::describe(study, &mut cut.dimensions);
        }
        sound.fits(&cut.dimensions)?;
        let study = described.as_ref().map(|(study, _)| study);
        catalogued(dataset, rules, study, &records.dimensions)?;
        if let (Some(yearly), Some(wanted)) = (rules.yearly(), rules.mechanism().spends()) {
            spend(node, dataset, &cut.id(), wanted, yearly).await?;
        }
        let (rules, quantities) = (rules.clone(), quantities.clone());
        tokio::task::spawn_blocking(move || protect_persons(&records, &rules, &quantities))
            .await
            .map_err(|_| CutFault::CutOff)??
    } else {
        let mut totals = columns::totals(&frozen, data).await?;
        frozen.rollback().await?;
        to_levels(rules, &mut totals.dimensions);
        cut.dimensions = axes(rules, description, &totals.dimensions);
        sound.fits(&cut.dimensions)?;
        let tally = add_up(&totals, &rules.tables());
        vec![(Segment::open(), None, mechanism(rules.mechanism()).protect(&tally)?)]
    };
    Ok(Ready { release: Release::seal(cut, protected, &node.signing)?, waves: data.waves(), consents, judgements })
}

/// The data's study, as its document stands now, with what it says of the wave; nothing for data of no study.
async fn described(node: &Node, data: &Data) -> Result<Option<(Study, Wave)>, CutFault> {
    let Some(id) = study::of_column(&data.study) else { return Ok(None) };
    Ok(Some(study::wave(&node.store, &id, &data.reference_period).await?))
}

/// Counts and protects segment by segment; each with its share of all persons, to a whole percent.
fn protect_persons(
    records: &Columns,
    rules: &DatasetRules,
    quantities: &BTreeMap<String, QuantityRules>,
) -> Result<Vec<(Segment, Option<f64>, Protected)>, ProtectFault> {
    let mechanism = mechanism(rules.mechanism());
    let tables = rules.tables();
    let mut tallies = count(records, &tables);
    sum_up(records, quantities, &tables, &mut tallies);
    let outside = records.segment.iter().filter(|segment| segment.is_none()).count();
    let mut all = match tallies.first() {
        Some(tally) => mechanism.outside(tally, u32::try_from(outside).unwrap_or(u32::MAX))?,
        None => 0.0,
    };
    let mut parts = Vec::with_capacity(tallies.len());
    for (segment, tally) in records.segments.iter().zip(&tallies) {
        let protected = mechanism.protect(tally)?;
        all += protected.persons;
        parts.push((segment.clone(), protected));
    }
    let share = |protected: &Protected| Some((100.0 * protected.persons / all.max(1.0)).round() / 100.0);
    Ok(parts.into_iter().map(|(segment, protected)| (segment, share(&protected), protected)).collect())
}

/// Whether a release can be cut from every column that the rulebook names, as it is released.
fn catalogued(
    dataset: Dataset,
    rules: &DatasetRules,
    study: Option<&Study>,
    columns: &[Column],
) -> Result<(), CutFault> {
    let threshold = rules.mechanism().threshold();
    for column in columns.iter().filter(|column| rules.dimensions.contains(&column.dimension)) {
        let question = column.dimension.question().and_then(|id| study?.question(id));
        if let Some(barred) = bars(column, threshold, question.and_then(|question| question.places)) {
            return Err(CutFault::Barred(dataset, column.dimension, barred));
        }
    }
    Ok(())
}

/// Brings columns to the levels that the rulebook releases.
pub fn to_levels(rules: &DatasetRules, columns: &mut [Column]) {
    for column in columns {
        if let Some(levels) = rules.hierarchy.get(&column.dimension) {
            coarsen(column, levels);
        }
    }
}

/// The released axes: the rulebook's dimensions with the codes that the records' columns have.
fn axes(rules: &DatasetRules, description: &Description, columns: &[Column]) -> Vec<ReleasedDimension> {
    let released = description.dimensions.iter().zip(columns).filter(|(axis, _)| rules.dimensions.contains(&axis.axis));
    released.map(|(axis, column)| ReleasedDimension { codes: column.domain.clone(), ..axis.clone() }).collect()
}

/// The quantities that are added up, as released.
fn released(quantities: &BTreeMap<String, QuantityRules>) -> Vec<ReleasedQuantity> {
    let quantities = quantities.iter().map(|(of, quantity)| ReleasedQuantity {
        of: of.clone(),
        unit: quantity.unit.clone(),
        lower: quantity.lower,
        upper: quantity.upper,
    });
    quantities.collect()
}

fn replaced(sound: &Sound) -> CutFault {
    CutFault::Replaced(sound.data.dataset, sound.data.reference_period.clone())
}
