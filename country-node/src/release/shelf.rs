//! Releases in force: read back from the store, believed only with their signature, kept in memory by release id.
//!
//! A release never changes, so what is kept is never stale. Which one is in force is asked of the store each time: a
//! release that another process publishes is answered from at once.

use crate::store::{recall, release, release_table};
use crate::study;
use moka::future::Cache;
use node_rules::figures::TableKey;
use node_rules::in_force::{InForce, chosen, has_all};
use node_rules::release::{Altered, Manifest, Table, open, open_table};
use schema::ask::Question;
use schema::concept::Dataset;
use schema::seal::PublicKey;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a release could not be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ShelfFault {
    /// The store failed.
    #[error("the store: {0}")]
    Store(Arc<DbErr>),
    /// What is stored is not what was signed.
    #[error(transparent)]
    Altered(#[from] Altered),
    /// A table that the manifest names is not there.
    #[error("a table of the release is not in the store")]
    Missing,
}

impl From<DbErr> for ShelfFault {
    fn from(fault: DbErr) -> Self {
        Self::Store(Arc::new(fault))
    }
}

/// A signed manifest with its signature.
#[derive(Clone)]
pub struct Signed {
    /// What is signed.
    pub manifest: Arc<Manifest>,
    /// The node's signature over it.
    pub signature: Arc<str>,
}

/// The releases of one node.
pub struct Shelf {
    store: DatabaseConnection,
    key: PublicKey,
    manifests: Cache<String, Signed>,
    tables: Cache<(String, TableKey), Arc<Table>>,
}

/// The latest version of a period.
struct Wave {
    /// The study's id; empty for data of no study.
    study: String,
    period: String,
    id: String,
    recalled: bool,
}

fn periods<'a>(waves: impl Iterator<Item = &'a Wave>) -> Vec<String> {
    waves.map(|wave| wave.period.clone()).collect()
}

/// How many published cells are kept in memory, over all tables.
const MOST_CELLS: u64 = 4_000_000;

impl Shelf {
    /// The shelf of a store whose releases are signed with the key's other half.
    pub fn new(store: DatabaseConnection, key: PublicKey) -> Self {
        let weigh =
            |_: &(String, TableKey), table: &Arc<Table>| u32::try_from(table.published() + 16).unwrap_or(u32::MAX);
        let tables = Cache::builder().weigher(weigh).max_capacity(MOST_CELLS).build();
        Self { store, key, manifests: Cache::new(256), tables }
    }

    /// Each study's and period's latest version of a dataset, by study, oldest first.
    async fn waves(&self, dataset: Dataset) -> Result<Vec<Wave>, DbErr> {
        let recalled = Query::select().column(recall::Column::ReleaseId).from(recall::Entity).take();
        let rows: Vec<(String, String, String, bool)> = release::Entity::find()
            .select_only()
            .columns([release::Column::Study, release::Column::ReferencePeriod, release::Column::Id])
            .expr_as(release::Column::Id.in_subquery(recalled), "recalled")
            .filter(release::Column::Dataset.eq(dataset.name()))
            .order_by_asc(release::Column::Study)
            .order_by_asc(release::Column::ReferencePeriod)
            .order_by_desc(release::Column::Version)
            .into_tuple()
            .all(&self.store)
            .await?;
        let mut waves: Vec<Wave> = Vec::new();
        for (study, period, id, recalled) in rows {
            if waves.last().is_none_or(|last| (&last.study, &last.period) != (&study, &period)) {
                waves.push(Wave { study, period, id, recalled });
            }
        }
        Ok(waves)
    }

    /// The release in force of each study's latest period, and of the latest of no study. A period whose latest version was
    /// recalled has none, and no former one takes its place.
    pub async fn latest(&self, dataset: Dataset) -> Result<Vec<Arc<Manifest>>, ShelfFault> {
        let waves = self.waves(dataset).await?;
        let mut releases = Vec::new();
        for study in waves.chunk_by(|one, other| one.study == other.study) {
            if let Some(wave) = study.last().filter(|wave| !wave.recalled) {
                releases.push(self.manifest(&wave.id).await?.manifest);
            }
        }
        Ok(releases)
    }

    /// What is in force of each study of a dataset, and of its data of no study: the latest release that was not recalled,
    /// and those of the periods before it.
    pub async fn published(&self, dataset: Dataset) -> Result<Vec<InForce>, ShelfFault> {
        let mut waves = self.waves(dataset).await?;
        waves.retain(|wave| !wave.recalled);
        let mut published = Vec::new();
        for study in waves.chunk_by(|one, other| one.study == other.study) {
            let mut others = Vec::with_capacity(study.len());
            for wave in study {
                others.push(self.manifest(&wave.id).await?.manifest);
            }
            published.push(InForce { release: others.pop(), periods: periods(study.iter()), others });
        }
        Ok(published)
    }

    /// What is in force for a question. A period whose latest version was recalled has no release; an earlier one never
    /// comes back.
    pub async fn in_force(&self, question: &Question) -> Result<(InForce, Option<Signed>), ShelfFault> {
        let mut waves = self.waves(question.dataset()).await?;
        waves.retain(|wave| !wave.recalled && question.study().is_none_or(|study| study.as_str() == wave.study));
        let wanted = |wave: &&Wave| question.at().is_none_or(|at| at == wave.period);
        let studies = waves.chunk_by(|one, other| one.study == other.study);
        let candidates: Vec<&Wave> = studies.filter_map(|study| study.iter().rev().find(wanted)).collect();
        let mut signed = Vec::with_capacity(candidates.len());
        for wave in &candidates {
            signed.push(self.manifest(&wave.id).await?);
        }
        let manifests: Vec<Arc<Manifest>> = signed.iter().map(|signed| Arc::clone(&signed.manifest)).collect();
        let chosen = chosen(question, &manifests);
        let Some((wave, signed)) = chosen.and_then(|at| Some((*candidates.get(at)?, signed.into_iter().nth(at)?)))
        else {
            let periods: BTreeSet<String> = waves.into_iter().map(|wave| wave.period).collect();
            return Ok((InForce { periods: periods.into_iter().collect(), ..InForce::default() }, None));
        };
        let of_study = || waves.iter().filter(|other| other.study == wave.study);
        let mut others = Vec::new();
        if signed.manifest.cut.study.is_some() && !has_all(question, &signed.manifest) {
            for other in of_study().filter(|other| other.id != wave.id) {
                others.push(self.manifest(&other.id).await?.manifest);
            }
        }
        let release = Some(Arc::clone(&signed.manifest));
        Ok((InForce { release, periods: periods(of_study()), others }, Some(signed)))
    }

    async fn manifest(&self, id: &str) -> Result<Signed, ShelfFault> {
        let read = async {
            let row = release::Entity::find_by_id(id.to_owned()).one(&self.store).await?.ok_or(ShelfFault::Missing)?;
            let manifest = open(&row.manifest, &row.signature, &self.key)?;
            // The row's own columns are not signed; they chose this release, so they must say what it says.
            let study = study::column(manifest.cut.study_id());
            let of = (manifest.cut.dataset.name(), study, manifest.cut.reference_period.as_str());
            let version = u32::try_from(row.version).ok();
            if manifest.id != id
                || of != (&row.dataset, &row.study, &row.reference_period)
                || version != Some(manifest.cut.version)
            {
                return Err(Altered::Manifest.into());
            }
            Ok(Signed { manifest: Arc::new(manifest), signature: row.signature.into() })
        };
        self.manifests.try_get_with_by_ref(id, read).await.map_err(|fault: Arc<ShelfFault>| (*fault).clone())
    }

    /// One table of a release.
    pub async fn table(&self, manifest: &Manifest, key: &TableKey) -> Result<Arc<Table>, ShelfFault> {
        let read = async {
            let entries = manifest.tables.iter().zip(0_i32..);
            let (entry, number) = entries
                .into_iter()
                .find(|(entry, _)| (entry.segment, &entry.measured, &entry.dimensions) == (key.0, &key.1, &key.2))
                .ok_or(ShelfFault::Missing)?;
            let row = release_table::Entity::find_by_id((manifest.id.clone(), number)).one(&self.store).await?;
            Ok(Arc::new(open_table(entry, &row.ok_or(ShelfFault::Missing)?.body)?))
        };
        let found = self.tables.try_get_with((manifest.id.clone(), key.clone()), read).await;
        found.map_err(|fault: Arc<ShelfFault>| (*fault).clone())
    }
}
