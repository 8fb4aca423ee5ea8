//! What a node makes out of a person's consent: the record, and the receipt with the releases that counted the person.

use super::history;
use crate::node::Node;
use crate::person::same::{self, Judged, Same};
use crate::person::{correct, erased};
use crate::release::data::{Data, DataFault};
use crate::release::due::Standing;
use crate::release::records::of_age;
use crate::release::shelf::{Shelf, ShelfFault};
use crate::store::{person, recall, release, release_wave};
use crate::study;
use node_rules::clock::{Seconds, seconds};
use node_rules::consent::presence::{Cutting, Held, Presence, Series};
use node_rules::consent::receipt::ConsentReceipt;
use node_rules::consent::record::Record;
use node_rules::consent::{Event, Recorded};
use node_rules::person::age::adult;
use node_rules::person::correction::{Event as Correction, Field, in_effect};
use node_rules::person::identity::Verdict;
use node_rules::record_key::Pseudonym;
use node_rules::release::{Altered, Manifest, open};
use schema::concept::Dimension;
use schema::seal::SealFault;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};
use std::collections::BTreeMap;

/// Why nothing is made out.
#[derive(Debug, thiserror::Error)]
pub enum MadeOutFault {
    /// Nothing was recorded.
    #[error("no consent is recorded of this person")]
    Nothing,
    /// A release is not what was signed.
    #[error("{0}: {1}")]
    Altered(String, Altered),
    /// What is loaded does not read.
    #[error(transparent)]
    Data(#[from] DataFault),
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
    let releases = presences(node, &store, person, (history, now)).await?;
    Ok(ConsentReceipt::seal(node.config.country, record, &node.notices, releases, now, &node.signing)?)
}

/// In which releases a person was counted: also under an id of which no consent is recorded, where another that is judged the same
/// has one.
pub async fn releases(node: &Node, person: &Pseudonym) -> Result<Vec<Presence>, MadeOutFault> {
    let store = node.store.begin().await?;
    let history = history::of(&store, person).await?;
    presences(node, &store, person, (history, (node.clock)())).await
}

async fn presences(
    node: &Node,
    store: &impl ConnectionTrait,
    person: &Pseudonym,
    (history, now): (Vec<(i32, Recorded)>, Seconds),
) -> Result<Vec<Presence>, MadeOutFault> {
    let events: Vec<Event> = history.iter().map(|(_, recorded)| recorded.event.clone()).collect();
    let mut releases = Vec::new();
    let shelf = Shelf::new(node.store.clone(), node.signing.public());
    let standing = Standing::all(&node.rulebook, &shelf).await?;
    let whole = Whole::of(store, person, history).await?;
    for data in Data::all(store).await? {
        if let Some(mut series) = series(node, store, &whole, &data).await? {
            series.due_by = standing.iter().find(|standing| standing.is_of(&series)).map(Standing::due_by);
            releases.extend(Presence::of(&events, &series, now));
        }
    }
    Ok(releases)
}

impl MadeOutFault {
    /// Whether it is that a release is not believed, as after its key was lost: what the person consents to is known all the same.
    pub const fn is_of_a_release(&self) -> bool {
        matches!(self, Self::Altered(..) | Self::Shelf(ShelfFault::Altered(_)))
    }
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

/// A person with what happened under every id that is or ever was judged the same: releases that were cut meanwhile counted by
/// that.
struct Whole {
    person: Pseudonym,
    gone: Option<Seconds>,
    judged: Vec<Judged>,
    histories: BTreeMap<Pseudonym, Vec<(i32, Recorded)>>,
}

impl Whole {
    async fn of(
        store: &impl ConnectionTrait,
        person: &Pseudonym,
        history: Vec<(i32, Recorded)>,
    ) -> Result<Self, DbErr> {
        let judged = same::all(store).await?;
        // Wider than any judgement ever made it: as if nothing had been taken back.
        let ever = judged.iter().filter(|(_, (.., verdict))| *verdict == Verdict::Same);
        let ever = Same::of(ever.map(|(_, judged)| *judged));
        let mut histories = BTreeMap::new();
        for id in ever.ids(*person) {
            let history = if id == *person { history.clone() } else { history::of(store, &id).await? };
            histories.insert(id, history);
        }
        Ok(Self { person: *person, gone: erased::at(store, person).await?, judged, histories })
    }

    /// The person's ids beside that one, as far as anything was judged up to a number.
    fn others(&self, up_to: i32) -> Vec<Pseudonym> {
        let judged = self.judged.iter().filter(|(number, _)| *number <= up_to).map(|(_, judged)| *judged);
        Same::of(judged).ids(self.person).into_iter().filter(|id| *id != self.person).collect()
    }

    /// What happened under some ids, up to an event's number.
    fn events(&self, ids: &[Pseudonym], up_to: i32) -> Vec<Vec<Event>> {
        let of = |id: &Pseudonym| {
            let seen = self.histories.get(id).into_iter().flatten().filter(|(number, _)| *number <= up_to);
            seen.map(|(_, recorded)| recorded.event.clone()).collect()
        };
        ids.iter().map(of).collect()
    }
}

/// The releases of some data; nothing where these are totals.
async fn series(
    node: &Node,
    store: &impl ConnectionTrait,
    whole: &Whole,
    data: &Data,
) -> Result<Option<Series>, MadeOutFault> {
    if !data.description.persons {
        return Ok(None);
    }
    let waves = data.waves();
    let ever = whole.histories.keys().map(|id| id.0.to_vec());
    let records: Vec<(i32, Vec<u8>, Option<bool>)> = person::Entity::find()
        .select_only()
        .columns([person::Column::WaveId, person::Column::Pseudonym, person::Column::Adult])
        .filter(person::Column::WaveId.is_in(waves.clone()))
        .filter(person::Column::Pseudonym.is_in(ever))
        .into_tuple()
        .all(store)
        .await?;
    let rows = release::Entity::find()
        .filter(release::Column::Dataset.eq(data.dataset.name()))
        .filter(release::Column::Study.eq(&data.study))
        .filter(release::Column::ReferencePeriod.eq(&data.reference_period))
        .order_by_asc(release::Column::Version);
    let today = node.rulebook.datasets.get(&data.dataset).is_some_and(|rules| rules.minors.is_some());
    let recalls: Vec<String> =
        recall::Entity::find().select_only().column(recall::Column::ReleaseId).into_tuple().all(store).await?;
    let corrections = corrections(store, whole, data).await?;
    let mut releases = Vec::new();
    for row in rows.all(store).await? {
        let manifest = open(&row.manifest, &row.signature, &node.signing.public());
        let manifest = manifest.map_err(|altered| MadeOutFault::Altered(row.id.clone(), altered))?;
        let at = seconds(&manifest.cut.cut_at).unwrap_or(Seconds::MIN);
        let cut_from: Vec<i32> = release_wave::Entity::find()
            .select_only()
            .column(release_wave::Column::WaveId)
            .filter(release_wave::Column::ReleaseId.eq(&row.id))
            .into_tuple()
            .all(store)
            .await?;
        // What was cut before that was written down was cut from what is loaded.
        let cut_from = if cut_from.is_empty() { waves.clone() } else { cut_from };
        let others = whole.others(row.judgements_seen.unwrap_or(0));
        let is_one = |id: &[u8]| whole.person.0 == id || others.iter().any(|other| other.0 == id);
        let there = records.iter().filter(|(wave, id, _)| cut_from.contains(wave) && is_one(id));
        let mut adults = there.map(|(.., adult)| *adult).peekable();
        let held = if adults.peek().is_some() {
            // Before the cut somebody may have put the age right, or taken that back.
            let until = corrections.iter().filter(|(id, said_at, _)| *said_at <= at && is_one(&id.0));
            let until: Vec<Correction> = until.map(|(.., event)| event.clone()).collect();
            let corrected = in_effect(&until).get(&Field::Code(Dimension::Age.into())).copied();
            Held::Yes { adult: corrected.and_then(adult).or_else(|| of_age(adults)) }
        } else if whole.gone.is_some_and(|gone| at <= gone) || cut_from.iter().any(|wave| !waves.contains(wave)) {
            Held::NotKnown
        } else {
            Held::No
        };
        let joined = whole.events(&others, row.consents_seen.unwrap_or(i32::MAX));
        let known = Known { at, held, joined, recalled: recalls.contains(&row.id) };
        let own = whole.histories.get(&whole.person).map_or(&[][..], Vec::as_slice);
        releases.push(cutting(manifest, known, row.consents_seen, own, today));
    }
    let now = whole.others(i32::MAX);
    Ok(Some(Series {
        dataset: data.dataset,
        study: study::of_column(&data.study),
        reference_period: data.reference_period.clone(),
        recorded: records
            .iter()
            .any(|(_, id, _)| whole.person.0 == id[..] || now.iter().any(|other| other.0 == id[..])),
        joined: whole.events(&now, i32::MAX),
        releases,
        due_by: None,
    }))
}

/// What was corrected in some data under every id of a person, in the order in which it was appended, and when.
async fn corrections(
    store: &impl ConnectionTrait,
    whole: &Whole,
    data: &Data,
) -> Result<Vec<(Pseudonym, Seconds, Correction)>, DbErr> {
    let mut all = Vec::new();
    for id in whole.histories.keys() {
        let rows = correct::of(store, id).await?.into_iter().filter(|row| correct::is_of(row, data));
        all.extend(rows.filter_map(|row| Some((*id, row.at, correct::event(&row)?))));
    }
    all.sort_by_key(|(.., event)| event.number);
    Ok(all)
}

/// What the store knows of a release beside its manifest, and the manifest's time.
struct Known {
    at: Seconds,
    held: Held,
    joined: Vec<Vec<Event>>,
    recalled: bool,
}

/// What of a release decides whom it counted. One that was cut before a release said so had the events of its time before
/// it, and kept today's rule for minors.
fn cutting(manifest: Manifest, known: Known, seen: Option<i32>, history: &[(i32, Recorded)], today: bool) -> Cutting {
    Cutting {
        id: manifest.id,
        at: known.at,
        segments: manifest.segments.into_iter().map(|segment| segment.segment).collect(),
        minors: manifest.cut.minors.unwrap_or(today),
        held: known.held,
        joined: known.joined,
        recalled: known.recalled,
        seen: seen.map_or(history.len(), |seen| history.partition_point(|(number, _)| *number <= seen)),
    }
}
