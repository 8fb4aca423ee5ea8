//! What a node holds: which waves are loaded, which releases are published, whether consents are there.

use crate::store::{consent_event, release, wave};
use crate::study::column;
use schema::study::StudyId;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What a node holds; names only, no counts of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// `(dataset, study, reference period)` of what is loaded; the study is empty for data of no study.
    pub waves: Vec<(String, String, String)>,
    /// `(dataset, reference period, source)` of what names its source.
    pub sources: Vec<(String, String, String)>,
    /// `(release id, dataset, study, reference period)` of what is published.
    pub releases: Vec<(String, String, String, String)>,
    /// Whether any consent event is there.
    pub consents: bool,
}

/// Which data are asked after.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// Their dataset.
    pub dataset: &'a str,
    /// Their study; nothing for data of no study.
    pub study: Option<&'a StudyId>,
    /// Their period; left out: any.
    pub period: Option<&'a str>,
}

impl Of<'_> {
    fn is(self, dataset: &str, study: &str, period: &str) -> bool {
        self.dataset == dataset && column(self.study) == study && self.period.is_none_or(|wanted| wanted == period)
    }
}

impl State {
    /// Reads what a store holds.
    pub async fn of(store: &DatabaseConnection) -> Result<Self, DbErr> {
        let mut waves: Vec<(String, String, String)> = wave::Entity::find()
            .select_only()
            .columns([wave::Column::Dataset, wave::Column::Study, wave::Column::ReferencePeriod])
            .order_by_asc(wave::Column::Dataset)
            .order_by_asc(wave::Column::Study)
            .order_by_asc(wave::Column::ReferencePeriod)
            .into_tuple()
            .all(store)
            .await?;
        // A period of several sources is loaded once.
        waves.dedup();
        let sources = wave::Entity::find()
            .select_only()
            .columns([wave::Column::Dataset, wave::Column::ReferencePeriod, wave::Column::Source])
            .filter(wave::Column::Source.ne(""))
            .order_by_asc(wave::Column::Source)
            .into_tuple()
            .all(store)
            .await?;
        let releases = release::Entity::find()
            .select_only()
            .columns([
                release::Column::Id,
                release::Column::Dataset,
                release::Column::Study,
                release::Column::ReferencePeriod,
            ])
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
        Ok(Self { waves, sources, releases, consents: event.is_some() })
    }

    /// Whether some data are loaded.
    pub fn has_loaded(&self, of: Of<'_>) -> bool {
        self.waves.iter().any(|(dataset, study, period)| of.is(dataset, study, period))
    }

    /// Whether some data are published.
    pub fn has_released(&self, of: Of<'_>) -> bool {
        self.releases.iter().any(|(_, dataset, study, period)| of.is(dataset, study, period))
    }
}
