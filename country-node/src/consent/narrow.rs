//! What a person agrees to, without one purpose: under every id that is judged the person's, in one step. Everything else that was agreed
//! to stays as it is.

use super::append::Appending;
use super::history;
use super::said::SaidFault;
use crate::person::same::same;
use node_rules::clock::Seconds;
use node_rules::consent::history::{State, standing};
use node_rules::consent::{Event, EventKind, Method, Recorded};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::DatabaseTransaction;
use std::collections::BTreeSet;

/// Takes a purpose out of every consent of a person that holds and has it, and says of how many that was.
pub async fn narrow(
    transaction: &DatabaseTransaction,
    person: &Pseudonym,
    (purpose, method): (ConsentPurpose, Option<Method>),
    now: Seconds,
) -> Result<usize, SaidFault> {
    let mut appending = Appending::begin(transaction, now).await?;
    let mut narrowed = 0;
    for id in same(transaction).await?.ids(*person) {
        let history = history::of(transaction, &id).await?.into_iter().map(|(_, recorded)| recorded).collect();
        let Some(recorded) = without(history, (purpose, method), now) else { continue };
        let kind = recorded.event.kind;
        if let Some(((), why)) = appending.append(vec![((), id, recorded)]).await?.pop() {
            return Err(SaidFault::Unallowed(kind, why));
        }
        narrowed += 1;
    }
    Ok(narrowed)
}

/// What comes next in a history so that a purpose is agreed to no more; nothing where it is not agreed to.
fn without(
    history: Vec<Recorded>,
    (purpose, method): (ConsentPurpose, Option<Method>),
    now: Seconds,
) -> Option<Recorded> {
    let events: Vec<Event> = history.iter().map(|recorded| recorded.event.clone()).collect();
    let State::Holds { until, .. } = standing(&events, now) else { return None };
    let last = history.into_iter().filter(|of| of.event.at <= now).max_by_key(|of| of.event.at)?;
    let mut purposes = last.event.purposes;
    if !purposes.remove(&purpose) {
        return None;
    }
    let (event, shown) = if purposes.is_empty() {
        let (purposes, audience) = (BTreeSet::new(), Audience::OwnGovernment);
        (Event { kind: EventKind::Withdrawn, at: now, purposes, audience, valid_until: None }, None)
    } else {
        let audience = last.event.audience;
        (Event { kind: EventKind::Refreshed, at: now, purposes, audience, valid_until: until }, last.shown)
    };
    Some(Recorded { event, shown, method, recorded_at: Some(now) })
}
