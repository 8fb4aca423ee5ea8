//! From a wave to a published release, in one transaction: a crash at any point leaves the former one in force.

use super::columns;
use super::spend::{SpendFault, spend};
use crate::intake::layout::Description;
use crate::node::Node;
use crate::store::{self, release, release_table, wave};
use node_rules::columns::{Column, Columns};
use node_rules::consent::Segment;
use node_rules::count::count;
use node_rules::hierarchy::coarsen;
use node_rules::protect::{ProtectFault, Protected, mechanism};
use node_rules::release::{Cut, Release, ReleasedQuantity};
use node_rules::rulebook::DatasetRules;
use node_rules::sums::sum_up;
use node_rules::tally::add_up;
use schema::concept::Dataset;
use schema::seal::{SealFault, canonical};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Why no release was cut.
#[derive(Debug, thiserror::Error)]
pub enum CutFault {
    /// The rulebook does not publish this dataset.
    #[error("{0} is loaded, but the rulebook does not publish it")]
    NotInRulebook(Dataset),
    /// The rulebook names a dimension that the data do not have.
    #[error("the rulebook names {1} for {0}, which the data do not have")]
    NoSuchDimension(Dataset, schema::concept::Dimension),
    /// The rulebook names a quantity that the data do not have.
    #[error("the rulebook names the quantity {1} for {0}, which the data do not have")]
    NoSuchQuantity(Dataset, String),
    /// The counts could not be protected.
    #[error(transparent)]
    Protect(#[from] ProtectFault),
    /// The store failed; the former release stands.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// The release has no canonical form.
    #[error("the release: {0}")]
    Seal(#[from] SealFault),
    /// What is stored with the wave does not read.
    #[error("the wave's description does not read")]
    Description,
    /// The clock stands before 1970 or after the year 9999.
    #[error("the clock is out of range")]
    Clock,
    /// The privacy budget does not allow it.
    #[error(transparent)]
    Spend(#[from] SpendFault),
    /// Counting was cut off.
    #[error("counting was cut off")]
    CutOff,
}

/// Tables in one statement: few enough for every database's limit on parameters.
const BATCH: usize = 1000;

/// Cuts a release of every wave, or of one dataset's, and says their ids: all of them are published, or none.
pub async fn cut(node: &Node, only: Option<Dataset>) -> Result<Vec<String>, CutFault> {
    let waves = wave::Entity::find().order_by_asc(wave::Column::Dataset).order_by_asc(wave::Column::ReferencePeriod);
    let mut releases = Vec::new();
    for wave in waves.all(&node.store).await? {
        let dataset = crate::intake::consents::named::<Dataset>(&wave.dataset).ok_or(CutFault::Description)?;
        if only.is_none_or(|only| only == dataset) {
            releases.push(cut_wave(node, dataset, wave).await?);
        }
    }
    publish(node, &releases).await?;
    Ok(releases.iter().map(|release| release.manifest().id.clone()).collect())
}

async fn cut_wave(node: &Node, dataset: Dataset, wave: wave::Model) -> Result<Release, CutFault> {
    let rules = node.rulebook.datasets.get(&dataset).ok_or(CutFault::NotInRulebook(dataset))?.clone();
    let description: Description = serde_json::from_str(&wave.description).map_err(|_| CutFault::Description)?;
    if let Some(of) = rules.quantities.keys().find(|of| !description.quantities.contains(of)) {
        return Err(CutFault::NoSuchQuantity(dataset, of.clone()));
    }
    if let Some(lacking) =
        rules.dimensions.iter().find(|d| !description.dimensions.iter().any(|a| a.fit.dimension == **d))
    {
        return Err(CutFault::NoSuchDimension(dataset, *lacking));
    }
    let now = (node.clock)();
    let mut cut = Cut {
        country: node.config.country,
        dataset,
        reference_period: wave.reference_period.clone(),
        version: 1 + latest_version(node, &wave).await?,
        cut_at: chrono::DateTime::from_timestamp(now, 0)
            .ok_or(CutFault::Clock)?
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        described: description.described.clone(),
        dimensions: Vec::new(),
        most_dimensions: rules.most_dimensions,
        mechanism: mechanism(rules.mechanism()).name(),
        quantities: quantities(&rules),
    };
    let protected = if description.persons {
        let mut records =
            columns::persons(&node.store, wave.id, &description, (&rules.segments, rules.minors.is_some()), now)
                .await?;
        to_levels(&rules, &mut records.dimensions);
        cut.dimensions = axes(&rules, &description, &records.dimensions);
        if let (Some(yearly), Some(wanted)) = (rules.yearly(), rules.mechanism().spends()) {
            spend(node, dataset, &cut.id(), wanted, yearly).await?;
        }
        tokio::task::spawn_blocking(move || protect_persons(&records, &rules)).await.map_err(|_| CutFault::CutOff)??
    } else {
        let mut totals = columns::totals(&node.store, wave.id, &description).await?;
        to_levels(&rules, &mut totals.dimensions);
        cut.dimensions = axes(&rules, &description, &totals.dimensions);
        let tally = add_up(&totals, &rules.tables());
        vec![(Segment::open(), None, mechanism(rules.mechanism()).protect(&tally)?)]
    };
    Ok(Release::seal(cut, protected, &node.signing)?)
}

/// Counts and protects segment by segment; each with its share of all persons, to a whole percent.
fn protect_persons(
    records: &Columns,
    rules: &DatasetRules,
) -> Result<Vec<(Segment, Option<f64>, Protected)>, ProtectFault> {
    let mechanism = mechanism(rules.mechanism());
    let tables = rules.tables();
    let mut tallies = count(records, &tables);
    sum_up(records, &rules.quantities, &tables, &mut tallies);
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

/// Brings columns to the levels that the rulebook releases.
fn to_levels(rules: &DatasetRules, columns: &mut [Column]) {
    for column in columns {
        if let Some(levels) = rules.hierarchy.get(&column.dimension) {
            coarsen(column, levels);
        }
    }
}

/// The released axes: the rulebook's dimensions with the codes that the records' columns have.
fn axes(
    rules: &DatasetRules,
    description: &Description,
    columns: &[Column],
) -> Vec<node_rules::release::ReleasedDimension> {
    let released =
        description.dimensions.iter().zip(columns).filter(|(axis, _)| rules.dimensions.contains(&axis.fit.dimension));
    released
        .map(|(axis, column)| node_rules::release::ReleasedDimension {
            fit: axis.fit.clone(),
            codes: column.domain.clone(),
        })
        .collect()
}

/// The quantities that the rulebook has added up.
fn quantities(rules: &DatasetRules) -> Vec<ReleasedQuantity> {
    let quantities = rules.quantities.iter().map(|(of, quantity)| ReleasedQuantity {
        of: of.clone(),
        unit: quantity.unit.clone(),
        lower: quantity.lower,
        upper: quantity.upper,
    });
    quantities.collect()
}

async fn latest_version(node: &Node, wave: &wave::Model) -> Result<u32, DbErr> {
    let latest: Option<i32> = release::Entity::find()
        .select_only()
        .column(release::Column::Version)
        .filter(release::Column::Dataset.eq(&wave.dataset))
        .filter(release::Column::ReferencePeriod.eq(&wave.reference_period))
        .order_by_desc(release::Column::Version)
        .into_tuple()
        .one(&node.store)
        .await?;
    Ok(latest.and_then(|version| u32::try_from(version).ok()).unwrap_or(0))
}

async fn publish(node: &Node, releases: &[Release]) -> Result<(), CutFault> {
    let transaction = store::begin(&node.store).await?;
    for release in releases {
        let manifest = release.manifest();
        let row = release::ActiveModel {
            id: ActiveValue::Set(manifest.id.clone()),
            dataset: ActiveValue::Set(manifest.cut.dataset.name().to_owned()),
            reference_period: ActiveValue::Set(manifest.cut.reference_period.clone()),
            version: ActiveValue::Set(i32::try_from(manifest.cut.version).unwrap_or(i32::MAX)),
            manifest: ActiveValue::Set(canonical(manifest)?),
            signature: ActiveValue::Set(release.signature().to_owned()),
        };
        release::Entity::insert(row).exec_without_returning(&transaction).await?;
        let mut tables = release.tables().iter().zip(0_i32..).map(|(body, number)| release_table::ActiveModel {
            release_id: ActiveValue::Set(manifest.id.clone()),
            number: ActiveValue::Set(number),
            body: ActiveValue::Set(body.clone()),
        });
        loop {
            let some: Vec<_> = tables.by_ref().take(BATCH).collect();
            if some.is_empty() {
                break;
            }
            release_table::Entity::insert_many(some).exec_without_returning(&transaction).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}
