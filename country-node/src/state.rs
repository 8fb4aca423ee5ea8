//! What a node holds: which waves are loaded, which releases are published, whether consents are there.

use crate::store::{consent_event, release, wave};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder, QuerySelect};

/// What a node holds; names only, no counts of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// `(dataset, reference period)` of what is loaded.
    pub waves: Vec<(String, String)>,
    /// `(release id, dataset)` of what is published.
    pub releases: Vec<(String, String)>,
    /// Whether any consent event is there.
    pub consents: bool,
}

impl State {
    /// Reads what a store holds.
    pub async fn of(store: &DatabaseConnection) -> Result<Self, DbErr> {
        let waves = wave::Entity::find()
            .select_only()
            .columns([wave::Column::Dataset, wave::Column::ReferencePeriod])
            .order_by_asc(wave::Column::Dataset)
            .order_by_asc(wave::Column::ReferencePeriod)
            .into_tuple()
            .all(store)
            .await?;
        let releases = release::Entity::find()
            .select_only()
            .columns([release::Column::Id, release::Column::Dataset])
            .order_by_asc(release::Column::Id)
            .into_tuple()
            .all(store)
            .await?;
        let event: Option<i32> = consent_event::Entity::find()
            .select_only()
            .column(consent_event::Column::Id)
            .limit(1)
            .into_tuple()
            .one(store)
            .await?;
        Ok(Self { waves, releases, consents: event.is_some() })
    }

    /// Whether a dataset is loaded.
    pub fn has_loaded(&self, dataset: &str) -> bool {
        self.waves.iter().any(|(loaded, _)| loaded == dataset)
    }

    /// Whether a dataset is published.
    pub fn has_released(&self, dataset: &str) -> bool {
        self.releases.iter().any(|(_, released)| released == dataset)
    }
}
