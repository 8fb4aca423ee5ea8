//! What one person says, now: an event appended by itself, whoever took it down.

use super::append::{AppendFault, Appending};
use crate::node::Node;
use crate::person::erased;
use crate::store;
use node_rules::clock::Seconds;
use node_rules::consent::history::Unallowed;
use node_rules::consent::{Event, EventKind, Method, Recorded, Shown};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::DbErr;
use std::collections::BTreeSet;

/// What a person said, beside what happened and when.
pub struct Said {
    /// The purposes agreed to; none for a withdrawal.
    pub purposes: BTreeSet<ConsentPurpose>,
    /// How far it reaches.
    pub audience: Audience,
    /// The notice that was shown.
    pub shown: Option<Shown>,
    /// How it was expressed.
    pub method: Option<Method>,
    /// The second from which on it counts as expired.
    pub valid_until: Option<Seconds>,
}

/// Why nothing is recorded.
#[derive(Debug, thiserror::Error)]
pub enum SaidFault {
    /// It does not lead on from how the consent stands.
    #[error("{} is not recorded; expected {}", .0.name(), .1)]
    Unallowed(EventKind, Unallowed),
    /// The person was erased: nobody agrees to anything whose data are not held.
    #[error("this person was erased; `country-node person readmit` lets a person sign up anew")]
    Erased,
    /// Nothing can be appended.
    #[error(transparent)]
    Append(#[from] AppendFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

impl Said {
    /// A withdrawal.
    pub fn withdrawal(method: Option<Method>) -> Self {
        Self { purposes: BTreeSet::new(), audience: Audience::OwnGovernment, shown: None, method, valid_until: None }
    }
}

/// Records what a person says and gives back the time that it is of.
pub async fn record(node: &Node, person: Pseudonym, kind: EventKind, said: Said) -> Result<Seconds, SaidFault> {
    let transaction = store::begin(&node.store).await?;
    let mut appending = Appending::begin(&transaction, (node.clock)()).await?;
    if kind.agrees() && erased::at(&transaction, &person).await?.is_some() {
        return Err(SaidFault::Erased);
    }
    let at = appending.now();
    let Said { purposes, audience, shown, method, valid_until } = said;
    let event = Event { kind, at, purposes, audience, valid_until };
    let recorded = Recorded { event, shown, method, recorded_at: Some(at) };
    if let Some(((), why)) = appending.append(vec![((), person, recorded)]).await?.pop() {
        transaction.rollback().await?;
        return Err(SaidFault::Unallowed(kind, why));
    }
    transaction.commit().await?;
    Ok(at)
}
