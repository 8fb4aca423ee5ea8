//! Erasing a person: all that is held, in one transaction. Two things stay: the pseudonym, so that no file brings the person
//! back, and the history of the consent, which proves what was allowed when and ends with a withdrawal. What was published
//! stays too, for it is of everybody together and nobody can be taken out of it.

use super::{correct, digests, erased, same};
use crate::campaign;
use crate::consent::append::{AppendFault, Appending};
use crate::consent::history;
use crate::node::Node;
use crate::programme::{self, wish::ProgrammeFault};
use crate::store::{self, contact, person, person_link};
use node_rules::consent::history::{State, standing};
use node_rules::consent::{Event, EventKind, Method, Recorded};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a person is erased, after Article 17 (1) of the GDPR, (a) to (e).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// The data are not needed any more.
    NotNeeded,
    /// The person asked for it, or withdrew the consent on which the data are held.
    Asked,
    /// The person objects.
    Objected,
    /// They were never held lawfully.
    Unlawful,
    /// A law demands it.
    Law,
}

/// Why nobody was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseFault {
    /// Nothing is held.
    #[error("nothing is held of this person: is the id right?")]
    Nothing,
    /// The person was erased before.
    #[error("this person was erased before")]
    Already,
    /// The withdrawal cannot be appended.
    #[error(transparent)]
    Append(#[from] AppendFault),
    /// The programmes' records do not read, or what came of them cannot be written down.
    #[error(transparent)]
    Programme(#[from] ProgrammeFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Which of a person's ids are erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// Every id that is judged to be the person's: by an officer, who knows who asks.
    EveryId,
    /// The id alone: on the person's own page, where a wrong judgement must not let one person erase another.
    ThisId,
}

/// Erases a person: records of every wave, contact and what it is compared by, judgements, corrections, links, candidacies, to whom letters went; and withdraws the
/// consents that hold. Says under how many ids.
pub async fn erase(node: &Node, person: &Pseudonym, under: Under, method: Option<Method>) -> Result<usize, EraseFault> {
    let transaction = store::begin(&node.store).await?;
    let mut appending = Appending::begin(&transaction, (node.clock)()).await?;
    if erased::at(&transaction, person).await?.is_some() {
        return Err(EraseFault::Already);
    }
    let mut held = 0;
    let ids = match under {
        Under::EveryId => same::same(&transaction).await?.ids(*person),
        Under::ThisId => vec![*person],
    };
    for id in &ids {
        held += erase_id(&transaction, &mut appending, id, method).await?;
    }
    if held == 0 {
        return Err(EraseFault::Nothing);
    }
    transaction.commit().await?;
    node.store.execute_unprepared(store::FORGET).await?;
    Ok(ids.len())
}

/// Erases what is held under one id, and says how much there was.
async fn erase_id(
    transaction: &DatabaseTransaction,
    appending: &mut Appending<'_>,
    person: &Pseudonym,
    method: Option<Method>,
) -> Result<u64, EraseFault> {
    let (now, history) = (appending.now(), history::of(transaction, person).await?);
    // First, so that the store lets go of what it otherwise only ever keeps.
    erased::write(transaction, person, now).await?;
    let candidacies = programme::person::erase(transaction, person, now).await?;
    let letters = campaign::person::erase(transaction, person, now).await?;
    let held = remove(transaction, person).await? + candidacies + letters + history.len() as u64;
    let events: Vec<Event> = history.into_iter().map(|(_, recorded)| recorded.event).collect();
    if matches!(standing(&events, now), State::Holds { .. }) {
        let (purposes, audience) = (BTreeSet::new(), Audience::OwnGovernment);
        let event = Event { kind: EventKind::Withdrawn, at: now, purposes, audience, valid_until: None };
        let recorded = Recorded { event, shown: None, method, recorded_at: Some(now) };
        // A withdrawal leads on from a consent that holds.
        appending.append(vec![((), *person, recorded)]).await?;
    }
    Ok(held)
}

/// Removes everything of a person and says how many rows that was.
async fn remove(from: &DatabaseTransaction, of: &Pseudonym) -> Result<u64, DbErr> {
    let id = of.0.to_vec();
    let records = person::Entity::delete_many().filter(person::Column::Pseudonym.eq(id.clone())).exec(from).await?;
    let contact = contact::Entity::delete_by_id(id.clone()).exec(from).await?;
    let digests = digests::erase(from, of).await?;
    let said = same::erase(from, of).await? + correct::erase(from, of).await?;
    let links = person_link::Entity::delete_many().filter(person_link::Column::Pseudonym.eq(id)).exec(from).await?;
    Ok(records.rows_affected + contact.rows_affected + links.rows_affected + digests + said)
}
