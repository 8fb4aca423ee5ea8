//! The node's store: one change a file, each up and down, in the order of [`Migrator::migrations`].

mod guards;
mod m0001_waves;
mod m0002_persons;
mod m0003_consents;
mod m0004_releases;
mod m0005_receipts;
mod m0006_spending;
mod m0009_adult;
mod m0010_quantities;
mod m0011_consents;
mod m0012_recalls;
mod m0013_audit;
mod m0014_agreements;
mod m0016_script_tokens;
mod m0017_contacts;
mod m0018_studies;
mod m0019_person_links;
mod m0020_focus_studies;
mod m0021_erasures;
mod m0022_sources;
mod m0023_likeness;
mod m0024_corrections;
mod m0025_own_contacts;
mod m0026_directory;
mod m0027_programmes;
mod m0028_campaigns;
mod m0029_handed;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All changes of the store.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_waves::Change),
            Box::new(m0002_persons::Change),
            Box::new(m0003_consents::Change),
            Box::new(m0004_releases::Change),
            Box::new(m0005_receipts::Change),
            Box::new(m0006_spending::Change),
            Box::new(m0009_adult::Change),
            Box::new(m0010_quantities::Change),
            Box::new(m0011_consents::Change),
            Box::new(m0012_recalls::Change),
            Box::new(m0013_audit::Change),
            Box::new(m0014_agreements::Change),
            Box::new(m0016_script_tokens::Change),
            Box::new(m0017_contacts::Change),
            Box::new(m0018_studies::Change),
            Box::new(m0019_person_links::Change),
            Box::new(m0020_focus_studies::Change),
            Box::new(m0021_erasures::Change),
            Box::new(m0022_sources::Change),
            Box::new(m0023_likeness::Change),
            Box::new(m0024_corrections::Change),
            Box::new(m0025_own_contacts::Change),
            Box::new(m0026_directory::Change),
            Box::new(m0027_programmes::Change),
            Box::new(m0028_campaigns::Change),
            Box::new(m0029_handed::Change),
        ]
    }
}
