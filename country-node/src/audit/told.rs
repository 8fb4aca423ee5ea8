//! Who asked what, for what purpose, and what became of it: entries that were opened, each with what closed it.

use super::close::Closing;
use crate::store::audit_entry::{Column, Entity, Model};
use node_rules::audit::entry::{Entry, Event};
use node_rules::clock::Seconds;
use schema::member::MemberCode;
use schema::purpose::Purpose;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Which entries are looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// From which second on.
    pub since: Option<Seconds>,
    /// Written for which member.
    pub member: Option<MemberCode>,
    /// Of which purpose: questions alone have one.
    pub purpose: Option<Purpose>,
    /// Of which events, by name; empty: of all that do not close another.
    pub events: &'static [&'static str],
}

/// An entry, with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub entry: Entry,
    /// What closed it; nothing where nothing did, or nothing closes it ever.
    pub closed: Option<Closing>,
}

/// Events in one statement.
const PAGE: u64 = 500;

/// At most so many entries after a number, oldest first, and whether there are more of them.
pub async fn told(
    store: &impl ConnectionTrait,
    wanted: &Wanted,
    after: Option<i64>,
    most: usize,
) -> Result<(Vec<Told>, bool), DbErr> {
    let (mut found, mut after): (Vec<(i64, Entry)>, _) = (Vec::new(), after);
    loop {
        let page = page(store, wanted, after).await?;
        let Some(last) = page.last().map(|row| row.number) else { break };
        after = Some(last);
        found.extend(
            page.into_iter()
                .filter_map(|row| Some((row.number, Entry::from_text(&row.entry)?)))
                .filter(|(_, entry)| wanted.purpose.is_none_or(|purpose| entry.event.purpose() == Some(purpose))),
        );
        if found.len() > most {
            break;
        }
    }
    let more = found.len() > most;
    found.truncate(most);
    let mut closed = closings(store, &found).await?;
    let told = found.into_iter().map(|(number, entry)| Told { number, closed: closed.remove(&number), entry });
    Ok((told.collect(), more))
}

async fn page(store: &impl ConnectionTrait, wanted: &Wanted, after: Option<i64>) -> Result<Vec<Model>, DbErr> {
    let mut entries = Entity::find().filter(Column::Opened.is_null());
    if !wanted.events.is_empty() {
        entries = entries.filter(Column::Event.is_in(wanted.events.iter().copied()));
    }
    if let Some(after) = after {
        entries = entries.filter(Column::Number.gt(after));
    }
    if let Some(since) = wanted.since {
        entries = entries.filter(Column::At.gte(since));
    }
    if let Some(member) = wanted.member {
        entries = entries.filter(Column::Member.eq(member.as_str()));
    }
    entries.order_by_asc(Column::Number).limit(PAGE).all(store).await
}

/// What closed some entries, by their numbers.
async fn closings(store: &impl ConnectionTrait, of: &[(i64, Entry)]) -> Result<HashMap<i64, Closing>, DbErr> {
    let mut closed = HashMap::new();
    for some in of.chunks(usize::try_from(PAGE).unwrap_or(usize::MAX)) {
        let numbers = some.iter().map(|(number, _)| *number);
        for row in Entity::find().filter(Column::Opened.is_in(numbers)).all(store).await? {
            if let Some(Entry { event: Event::Closed { opened, outcome, releases, agreement }, .. }) =
                Entry::from_text(&row.entry)
            {
                closed.insert(opened, Closing { outcome, releases, agreement });
            }
        }
    }
    Ok(closed)
}
