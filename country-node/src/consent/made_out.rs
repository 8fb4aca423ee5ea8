//! What a node makes out of a person's consent: the record, and the receipt with the releases that counted the person.

use super::history;
use crate::intake::layout::Description;
use crate::node::Node;
use crate::person::erased;
use crate::release::due::Standing;
use crate::release::shelf::{Shelf, ShelfFault};
use crate::store::{person, recall, release, wave};
use crate::study;
use node_rules::clock::{Seconds, seconds};
use node_rules::consent::presence::{Cutting, Presence, Series};
use node_rules::consent::receipt::ConsentReceipt;
use node_rules::consent::record::Record;
use node_rules::consent::{Event, Recorded};
use node_rules::record_key::Pseudonym;
use node_rules::release::{Altered, Manifest, open};
use schema::concept::Dataset;
use schema::seal::SealFault;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};

/// Why nothing is made out.
#[derive(Debug, thiserror::Error)]
pub enum MadeOutFault {
    /// Nothing was recorded.
    #[error("no consent is recorded of this person")]
    Nothing,
    /// A release is not what was signed.
    #[error("{0}: {1}")]
    Altered(String, Altered),
    /// What is stored with a wave does not read.
    #[error("a wave's description does not read")]
    Description,
    /// What is in force could not be read.
    #[error(transparent)]
    Shelf(#[from] ShelfFault),
    /// The receipt has no canonical form.
    #[error("the receipt: {0}")]
    Seal(#[from] SealFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// The consent record of a person, as it is now.
pub async fn record(node: &Node, person: &Pseudonym) -> Result<Record, MadeOutFault> {
    let history = history::of(&node.store, person).await?;
    of_history(node, person, &history, (node.clock)())
}

/// The receipt for a person, as it is now.
pub async fn receipt(node: &Node, person: &Pseudonym) -> Result<ConsentReceipt, MadeOutFault> {
    // One snapshot: a release that is cut meanwhile belongs to the next receipt.
    let store = node.store.begin().await?;
    let (history, now) = (history::of(&store, person).await?, (node.clock)());
    let record = of_history(node, person, &history, now)?;
    let events: Vec<Event> = history.iter().map(|(_, recorded)| recorded.event.clone()).collect();
    let mut releases = Vec::new();
    let shelf = Shelf::new(node.store.clone(), node.signing.public());
    let standing = Standing::all(&node.rulebook, &shelf).await?;
    let waves = wave::Entity::find().order_by_asc(wave::Column::Dataset).order_by_asc(wave::Column::Study);
    for wave in waves.order_by_asc(wave::Column::ReferencePeriod).all(&store).await? {
        if let Some(mut series) = series(node, &store, person, &history, &wave).await? {
            series.due_by = standing.iter().find(|standing| standing.is_of(&series)).map(Standing::due_by);
            releases.extend(Presence::of(&events, &series, now));
        }
    }
    Ok(ConsentReceipt::seal(node.config.country, record, &node.notices, releases, now, &node.signing)?)
}

fn of_history(
    node: &Node,
    person: &Pseudonym,
    history: &[(i32, Recorded)],
    now: Seconds,
) -> Result<Record, MadeOutFault> {
    let history: Vec<Recorded> = history.iter().map(|(_, recorded)| recorded.clone()).collect();
    let principal = node.keys.principal(person);
    Record::of(node.config.country, principal, &history, &node.notices, now).ok_or(MadeOutFault::Nothing)
}

/// The releases of a wave; nothing where it is of totals.
async fn series(
    node: &Node,
    store: &impl ConnectionTrait,
    person: &Pseudonym,
    history: &[(i32, Recorded)],
    wave: &wave::Model,
) -> Result<Option<Series>, MadeOutFault> {
    let description: Description = serde_json::from_str(&wave.description).map_err(|_| MadeOutFault::Description)?;
    let dataset: Option<Dataset> = crate::intake::consents::named(&wave.dataset);
    let dataset = dataset.ok_or(MadeOutFault::Description)?;
    if !description.persons {
        return Ok(None);
    }
    let record = person::Entity::find_by_id((wave.id, person.0.to_vec())).one(store).await?;
    let rows = release::Entity::find()
        .filter(release::Column::Dataset.eq(&wave.dataset))
        .filter(release::Column::Study.eq(&wave.study))
        .filter(release::Column::ReferencePeriod.eq(&wave.reference_period))
        .order_by_asc(release::Column::Version);
    let today = node.rulebook.datasets.get(&dataset).is_some_and(|rules| rules.minors.is_some());
    let recalls: Vec<String> =
        recall::Entity::find().select_only().column(recall::Column::ReleaseId).into_tuple().all(store).await?;
    let gone = erased::at(store, person).await?;
    let cutting = |row: release::Model| {
        let manifest = open(&row.manifest, &row.signature, &node.signing.public());
        let manifest = manifest.map_err(|altered| MadeOutFault::Altered(row.id.clone(), altered))?;
        // Of one who was erased it is not known any more whether a release of before counted the person.
        let known = gone.is_none_or(|gone| seconds(&manifest.cut.cut_at).is_some_and(|cut_at| cut_at > gone));
        let same = known && row.wave_id.is_none_or(|of| of == wave.id);
        let data = Data { same, recalled: recalls.contains(&row.id) };
        Ok::<_, MadeOutFault>(cutting(manifest, data, row.consents_seen, history, today))
    };
    Ok(Some(Series {
        dataset,
        study: study::of_column(&wave.study),
        reference_period: wave.reference_period.clone(),
        recorded: record.is_some(),
        adult: record.and_then(|record| record.adult),
        releases: rows.all(store).await?.into_iter().map(cutting).collect::<Result<_, _>>()?,
        due_by: None,
    }))
}

/// What the store knows of a release beside its manifest.
struct Data {
    same: bool,
    recalled: bool,
}

/// What of a release decides whom it counted. One that was cut before a release said so had the events of its time before
/// it, and kept today's rule for minors.
fn cutting(manifest: Manifest, data: Data, seen: Option<i32>, history: &[(i32, Recorded)], today: bool) -> Cutting {
    let at = seconds(&manifest.cut.cut_at).unwrap_or(Seconds::MIN);
    Cutting {
        id: manifest.id,
        at,
        segments: manifest.segments.into_iter().map(|segment| segment.segment).collect(),
        minors: manifest.cut.minors.unwrap_or(today),
        same_data: data.same,
        recalled: data.recalled,
        seen: seen.map_or(history.len(), |seen| history.partition_point(|(number, _)| *number <= seen)),
    }
}
