//! Releases in force: read back from the store, believed only with their signature, kept in memory by release id.
//!
//! A release never changes, so what is kept is never stale. Which one is in force is asked of the store each time: a
//! release that another process publishes is answered from at once.

use crate::store::{recall, release, release_table};
use moka::future::Cache;
use node_rules::decide::InForce;
use node_rules::figures::TableKey;
use node_rules::release::{Altered, Manifest, Table, open, open_table};
use schema::concept::Dataset;
use schema::seal::PublicKey;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
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

    /// Every `(period, id)` of a dataset with a release in force, oldest first: each period's latest version. A period
    /// whose latest version was recalled has none; an earlier one never comes back.
    async fn periods(&self, dataset: Dataset) -> Result<Vec<(String, String)>, DbErr> {
        let latest = self.latest_versions(dataset).await?.into_iter();
        Ok(latest.filter(|(.., recalled)| !recalled).map(|(period, id, _)| (period, id)).collect())
    }

    /// Whether no later period of a dataset was ever published, recalled or not.
    pub async fn is_latest(&self, dataset: Dataset, period: &str) -> Result<bool, ShelfFault> {
        Ok(self.latest_versions(dataset).await?.last().is_some_and(|(latest, ..)| latest == period))
    }

    /// Every period of a dataset, oldest first, with its latest version's id and whether that was recalled.
    async fn latest_versions(&self, dataset: Dataset) -> Result<Vec<(String, String, bool)>, DbErr> {
        let recalled = Query::select().column(recall::Column::ReleaseId).from(recall::Entity).take();
        let rows: Vec<(String, String, bool)> = release::Entity::find()
            .select_only()
            .columns([release::Column::ReferencePeriod, release::Column::Id])
            .expr_as(release::Column::Id.in_subquery(recalled), "recalled")
            .filter(release::Column::Dataset.eq(dataset.name()))
            .order_by_asc(release::Column::ReferencePeriod)
            .order_by_desc(release::Column::Version)
            .into_tuple()
            .all(&self.store)
            .await?;
        let mut latest: Vec<(String, String, bool)> = Vec::new();
        for row in rows {
            if latest.last().is_none_or(|(last, ..)| *last != row.0) {
                latest.push(row);
            }
        }
        Ok(latest)
    }

    /// What is in force for a dataset at a period, or at the latest.
    pub async fn in_force(&self, dataset: Dataset, at: Option<&str>) -> Result<(InForce, Option<Signed>), ShelfFault> {
        let periods = self.periods(dataset).await?;
        let id = match at {
            Some(period) => periods.iter().find(|(p, _)| p == period),
            None => periods.last(),
        };
        let signed = match id {
            Some((_, id)) => Some(self.manifest(id).await?),
            None => None,
        };
        let release = signed.as_ref().map(|signed| Arc::clone(&signed.manifest));
        Ok((InForce { release, periods: periods.into_iter().map(|(period, _)| period).collect() }, signed))
    }

    async fn manifest(&self, id: &str) -> Result<Signed, ShelfFault> {
        let read = async {
            let row = release::Entity::find_by_id(id.to_owned()).one(&self.store).await?.ok_or(ShelfFault::Missing)?;
            let manifest = open(&row.manifest, &row.signature, &self.key)?;
            // The row's own columns are not signed; they chose this release, so they must say what it says.
            let said = (manifest.id.as_str(), manifest.cut.dataset.name(), manifest.cut.reference_period.as_str());
            let version = u32::try_from(row.version).ok();
            if said != (id, &row.dataset, &row.reference_period) || version != Some(manifest.cut.version) {
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
