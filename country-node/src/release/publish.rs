//! Publishing: releases, and the recall of those that they replace, in one transaction.

use super::cut::CutFault;
use crate::audit::writer::append_with;
use crate::node::Node;
use crate::store::{self, recall, release, release_table, release_wave};
use crate::study;
use node_rules::audit::entry::Event;
use node_rules::release::Release;
use schema::seal::canonical;
use sea_orm::{ActiveValue, DatabaseTransaction, EntityTrait, IntoActiveModel};

/// Tables in one statement: few enough for every database's limit on parameters.
const BATCH: usize = 1000;

/// A release that is cut and not published yet, with what it was cut from by the store's numbers: receipts are made out by
/// it.
pub struct Ready {
    /// The release.
    pub release: Release,
    /// The waves, one a source.
    pub waves: Vec<i32>,
    /// The last consent event that the cut had before it; zero where it had none.
    pub consents: i32,
    /// The last judgement of which ids are one person, likewise.
    pub judgements: i32,
}

impl Ready {
    /// The release's id.
    pub fn id(&self) -> String {
        self.release.manifest().id.clone()
    }
}

/// Publishes releases, and writes down which one is recalled with them, in the audit log too: all of it or nothing.
pub async fn publish(node: &Node, releases: &[Ready], recalled: Option<recall::Model>) -> Result<(), CutFault> {
    let transaction = store::begin(&node.store).await?;
    let mut events: Vec<Event> = releases.iter().map(|ready| Event::Published { release: ready.id() }).collect();
    for ready in releases {
        insert(&transaction, ready).await?;
    }
    if let Some(recalled) = recalled {
        let instead = releases.first().map(Ready::id);
        events.push(Event::Recalled { release: recalled.release_id.clone(), instead });
        recall::Entity::insert(recalled.into_active_model()).exec_without_returning(&transaction).await?;
    }
    append_with(&transaction, events, (node.clock)()).await?;
    transaction.commit().await?;
    Ok(())
}

async fn insert(transaction: &DatabaseTransaction, ready: &Ready) -> Result<(), CutFault> {
    let release = &ready.release;
    let manifest = release.manifest();
    let row = release::ActiveModel {
        id: ActiveValue::Set(manifest.id.clone()),
        dataset: ActiveValue::Set(manifest.cut.dataset.name().to_owned()),
        study: ActiveValue::Set(study::column(manifest.cut.study_id()).to_owned()),
        reference_period: ActiveValue::Set(manifest.cut.reference_period.clone()),
        version: ActiveValue::Set(i32::try_from(manifest.cut.version).unwrap_or(i32::MAX)),
        manifest: ActiveValue::Set(canonical(manifest)?),
        signature: ActiveValue::Set(release.signature().to_owned()),
        consents_seen: ActiveValue::Set(Some(ready.consents)),
        judgements_seen: ActiveValue::Set(Some(ready.judgements)),
    };
    release::Entity::insert(row).exec_without_returning(transaction).await?;
    let waves = ready.waves.iter().map(|wave| release_wave::ActiveModel {
        release_id: ActiveValue::Set(manifest.id.clone()),
        wave_id: ActiveValue::Set(*wave),
    });
    release_wave::Entity::insert_many(waves).exec_without_returning(transaction).await?;
    let mut tables = release.tables().iter().zip(0_i32..).map(|(body, number)| release_table::ActiveModel {
        release_id: ActiveValue::Set(manifest.id.clone()),
        number: ActiveValue::Set(number),
        body: ActiveValue::Set(body.clone()),
    });
    loop {
        let some: Vec<_> = tables.by_ref().take(BATCH).collect();
        if some.is_empty() {
            return Ok(());
        }
        release_table::Entity::insert_many(some).exec_without_returning(transaction).await?;
    }
}
