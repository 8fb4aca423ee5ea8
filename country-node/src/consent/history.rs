//! Consent events as they are stored, read as the rules know them.

use crate::intake::consents::named;
use crate::person::same;
use crate::store::consent_event::{Column, Entity, Model};
use node_rules::clock::Seconds;
use node_rules::consent::may::MayNot;
use node_rules::consent::{Event, Recorded, Shown, may_jointly};
use node_rules::record_key::Pseudonym;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Every person's events, by pseudonym, each in the order in which they were appended.
pub type Histories = HashMap<Vec<u8>, Vec<Event>>;

/// What decides of a row: pseudonym, kind, time, purposes, audience, end.
type Deciding = (Vec<u8>, String, Seconds, String, String, Option<Seconds>);

/// One person's events with their numbers, in the order in which they were appended.
pub async fn of(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<(i32, Recorded)>, DbErr> {
    let rows =
        Entity::find().filter(Column::Pseudonym.eq(person.0.to_vec())).order_by_asc(Column::Id).all(store).await?;
    rows.into_iter().map(|row| Ok((row.id, recorded(row)?))).collect()
}

/// What happened to the consent of the person whom an id names: under that id, and under each other that is judged the same.
pub async fn joint(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Vec<Event>>, DbErr> {
    let mut ids = same::same(store).await?.ids(*person);
    // The id's own comes first.
    ids.sort_by_key(|id| id != person);
    let mut histories = Vec::with_capacity(ids.len());
    for id in ids {
        histories.push(of(store, &id).await?.into_iter().map(|(_, recorded)| recorded.event).collect());
    }
    Ok(histories)
}

/// The event by which a person, by what was said under every id of the person, may be used by name for a purpose and before an audience at this
/// moment; or why not.
pub async fn may(
    store: &impl ConnectionTrait,
    person: &Pseudonym,
    (purpose, audience): (ConsentPurpose, Audience),
    now: Seconds,
) -> Result<Result<Event, MayNot>, DbErr> {
    let histories = joint(store, person).await?;
    let histories: Vec<&[Event]> = histories.iter().map(Vec::as_slice).collect();
    Ok(may_jointly(&histories, purpose, audience, now).cloned())
}

/// The events of everybody, up to and with one number.
pub async fn all(store: &impl ConnectionTrait, up_to: i32) -> Result<Histories, DbErr> {
    let rows: Vec<Deciding> = Entity::find()
        .select_only()
        .columns([Column::Pseudonym, Column::Kind, Column::At, Column::Purposes, Column::Audience, Column::ValidUntil])
        .filter(Column::Id.lte(up_to))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(store)
        .await?;
    let mut histories = Histories::new();
    for (pseudonym, kind, at, purposes, audience, valid_until) in rows {
        let event = event(&kind, at, &purposes, &audience, valid_until)?;
        histories.entry(pseudonym).or_default().push(event);
    }
    Ok(histories)
}

/// The number of the last event and when the node came to know of it; zero where there is none.
pub async fn last(store: &impl ConnectionTrait) -> Result<(i32, Option<Seconds>), DbErr> {
    let last: Option<(i32, Option<Seconds>)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::RecordedAt])
        .order_by_desc(Column::Id)
        .limit(1)
        .into_tuple()
        .one(store)
        .await?;
    Ok(last.unwrap_or((0, None)))
}

fn recorded(row: Model) -> Result<Recorded, DbErr> {
    let shown = match (row.notice, row.language, row.notice_digest) {
        (Some(notice), Some(language), Some(digest)) => Some(Shown { notice, language, digest }),
        _ => None,
    };
    Ok(Recorded {
        event: event(&row.kind, row.at, &row.purposes, &row.audience, row.valid_until)?,
        shown,
        method: row.method.as_deref().and_then(named),
        recorded_at: row.recorded_at,
    })
}

fn event(
    kind: &str,
    at: Seconds,
    purposes: &str,
    audience: &str,
    valid_until: Option<Seconds>,
) -> Result<Event, DbErr> {
    Ok(Event {
        kind: named(kind).ok_or_else(|| DbErr::Custom("a consent event of an unknown kind".into()))?,
        at,
        purposes: purposes.split_whitespace().filter_map(named).collect(),
        audience: named(audience).unwrap_or(Audience::OwnGovernment),
        valid_until,
    })
}
