//! Pairs of ids that are probably one person, for an officer to look at: by handles, with what agrees and no word of anybody.

use super::digests;
use super::same::{self, Same};
use crate::consent::history;
use crate::contact::Contact;
use crate::contact::keep::{ContactFault, Means, open};
use crate::node::Node;
use crate::release::data::Data;
use crate::store::person;
use node_rules::consent::history::standing;
use node_rules::person::identity::Verdict;
use node_rules::person::likeness::{Digests, Likeness, pairs};
use node_rules::person::review::{Closed, may_open};
use node_rules::record_key::Pseudonym;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashSet};

/// A pair on the list.
pub struct Pair {
    /// The two, by handles.
    pub handles: [String; 2],
    /// What agrees and what differs.
    pub likeness: Likeness,
    /// What was judged; nothing of a pair that waits.
    pub verdict: Option<Verdict>,
}

/// Why an officer does not get what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ReviewFault {
    /// A handle names nobody.
    #[error("{0} is nobody's handle; `country-node register duplicates` lists them")]
    Nobody(String),
    /// The contacts stay sealed.
    #[error("{0}")]
    Closed(#[from] Closed),
    /// A contact does not open.
    #[error(transparent)]
    Contact(#[from] ContactFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Every pair that is or was for review, the likeliest first.
pub async fn list(node: &Node) -> Result<Vec<Pair>, DbErr> {
    let same = same::same(&node.store).await?;
    let pair = |(one, other, likeness): Found| Pair {
        handles: [node.keys.handle(&one), node.keys.handle(&other)],
        verdict: same.verdict(one, other),
        likeness,
    };
    Ok(found(digests::all(&node.store).await?).into_iter().map(pair).collect())
}

type Found = (Pseudonym, Pseudonym, Likeness);

fn found(all: BTreeMap<Pseudonym, Digests>) -> Vec<Found> {
    let (persons, digests): (Vec<Pseudonym>, Vec<Digests>) = all.into_iter().unzip();
    let found = pairs(&digests).into_iter();
    found.filter_map(|(one, other, likeness)| Some((*persons.get(one)?, *persons.get(other)?, likeness))).collect()
}

/// The person whom a handle names, among those whose contacts are compared or who were judged.
pub async fn person(node: &Node, handle: &str) -> Result<Pseudonym, ReviewFault> {
    let mut known: HashSet<Pseudonym> = digests::all(&node.store).await?.into_keys().collect();
    known.extend(same::all(&node.store).await?.into_iter().flat_map(|(_, (one, other, _))| [one, other]));
    let handle = handle.to_lowercase();
    let mut named = known.into_iter().filter(|person| node.keys.handle(person) == handle);
    match (named.next(), named.next()) {
        (Some(person), None) => Ok(person),
        // Two of one handle are as good as none: nobody is judged by mistake.
        _ => Err(ReviewFault::Nobody(handle)),
    }
}

/// Opens the contacts of a pair that waits for review.
pub async fn contacts(node: &Node, pair: [Pseudonym; 2], means: &mut Means<'_>) -> Result<[Contact; 2], ReviewFault> {
    let mut states = Vec::new();
    for one in &pair {
        // Under each of the person's ids: a withdrawal under one holds for all.
        let histories = history::joint(&node.store, one).await?;
        states.extend(histories.iter().map(|events| standing(events, (node.clock)())));
    }
    let all = digests::all(&node.store).await?;
    let [one, other] = pair;
    let nothing = Digests::new();
    let likeness = Likeness::of(all.get(&one).unwrap_or(&nothing), all.get(&other).unwrap_or(&nothing));
    may_open(&likeness, same::same(&node.store).await?.verdict(one, other), &states)?;
    Ok([open(node, &one, means).await?, open(node, &other, means).await?])
}

/// The share of the persons of some data who may stand in them twice and wait for review.
pub async fn waiting(store: &impl ConnectionTrait, data: &Data) -> Result<f64, DbErr> {
    let here: Vec<Vec<u8>> = person::Entity::find()
        .select_only()
        .column(person::Column::Pseudonym)
        .filter(person::Column::WaveId.is_in(data.waves()))
        .into_tuple()
        .all(store)
        .await?;
    let here: HashSet<Pseudonym> = here.into_iter().filter_map(|id| id.try_into().ok().map(Pseudonym)).collect();
    let (same, mut waiting): (Same, HashSet<Pseudonym>) = (same::same(store).await?, HashSet::new());
    for (one, other, _) in found(digests::all(store).await?) {
        if same.verdict(one, other).is_none() && here.contains(&one) && here.contains(&other) {
            waiting.extend([one, other]);
        }
    }
    Ok(waiting.len() as f64 / here.len().max(1) as f64)
}
