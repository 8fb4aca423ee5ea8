//! Whether the records that the log tells of are as it tells: what was done to institutional records, in programmes and to campaigns is kept
//! beside the log, and the log has a digest of each.

use super::ledger::AuditFault;
use super::read::Pages;
use crate::store::audit_entry::Model;
use crate::store::{campaign_event, directory_event, programme_event};
use crate::{campaign, directory, programme};
use node_rules::audit::entry::{Asker, Entry, Event};
use schema::programme::kind::Kind;
use schema::seal::SealFault;
use sea_orm::{ConnectionTrait, EntityTrait};
use std::collections::BTreeMap;

/// A record that is not as the log tells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unlike {
    /// It says something else.
    #[error("event {number} of the {room} is not as entry {entry} of the log tells")]
    Changed {
        /// What it is of.
        room: &'static str,
        /// Its number there.
        number: i64,
        /// The entry that tells of it.
        entry: i64,
    },
    /// It is not there.
    #[error("event {number} of the {room}, which entry {entry} of the log tells of, is not there")]
    Gone {
        /// What it is of.
        room: &'static str,
        /// Its number there.
        number: i64,
        /// The entry that tells of it.
        entry: i64,
    },
    /// The log does not tell of it.
    #[error("the {room} have {count} events that the log does not tell of")]
    Untold {
        /// What they are of.
        room: &'static str,
        /// How many.
        count: usize,
    },
}

const DIRECTORY: &str = "institutional records";
const PROGRAMMES: &str = "programmes";
const CAMPAIGNS: &str = "campaigns";

/// What an event is: what it is of, what was done, by whom where the log names an officer, and the digest of what it says.
type Is = (String, Option<String>, String);

/// The events of one room: the digest of each that there is, and what the log tells of each, with its entry and whether it may be gone.
#[derive(Default)]
struct Room {
    before: BTreeMap<i64, Is>,
    told: BTreeMap<i64, (i64, Is, bool)>,
}

/// Holds all records against the log, and says how many events that were, or what is unlike.
pub async fn compare(store: &impl ConnectionTrait) -> Result<Result<usize, Unlike>, AuditFault> {
    // Before the log is read, and after it: what is done meanwhile is told of, or is there, all the same.
    let mut rooms: BTreeMap<&str, Room> = BTreeMap::new();
    for name in [DIRECTORY, PROGRAMMES, CAMPAIGNS] {
        rooms.insert(name, Room { before: found(store, name).await?, ..Room::default() });
    }
    let mut pages = Pages::after(store, None);
    loop {
        let page = pages.next().await?;
        if page.is_empty() {
            break;
        }
        for row in &page {
            let Some((name, number, said, may_be_gone)) = tells(row) else { continue };
            if let Some(room) = rooms.get_mut(name) {
                room.told.insert(number, (row.number, said, may_be_gone));
            }
        }
    }
    let mut events = 0;
    for (name, Room { before, told }) in rooms {
        let after = found(store, name).await?;
        for (number, (entry, said, may_be_gone)) in &told {
            match after.get(number) {
                Some(found) if is_same(found, said) => events += 1,
                None if *may_be_gone => {}
                Some(_) => return Ok(Err(Unlike::Changed { room: name, number: *number, entry: *entry })),
                None => return Ok(Err(Unlike::Gone { room: name, number: *number, entry: *entry })),
            }
        }
        let count = before.keys().filter(|number| !told.contains_key(number)).count();
        if count > 0 {
            return Ok(Err(Unlike::Untold { room: name, count }));
        }
    }
    Ok(Ok(events))
}

/// An officer is held against the log where that names one: an operator's own word for one it does not.
fn is_same(found: &Is, told: &Is) -> bool {
    (&found.0, &found.2) == (&told.0, &told.2) && (told.1.is_none() || found.1 == told.1)
}

/// What an entry tells of an event beside the log: where, its number, what it is, and whether it may be gone.
fn tells(row: &Model) -> Option<(&'static str, i64, Is, bool)> {
    let officer = |by: Option<Asker>| by.map(|by| by.user.as_str().to_owned());
    match Entry::from_text(&row.entry)?.event {
        Event::Entry { number, kind, entry, step, side, said, by } => {
            Some((DIRECTORY, number, (format!("{kind} {entry} {step} {side}"), officer(by), said), false))
        }
        // Events of a candidate are removed with the person.
        Event::Work { number, programme, kind, entry, step, said, by } => {
            let is = (format!("{programme} {kind} {entry} {step}"), officer(by), said);
            Some((PROGRAMMES, number, is, kind == Kind::Candidate))
        }
        Event::Campaign { number, campaign, step, said, by } => {
            Some((CAMPAIGNS, number, (format!("{campaign} {step}"), officer(by), said), false))
        }
        _ => None,
    }
}

/// What a room's events are.
async fn found(store: &impl ConnectionTrait, room: &str) -> Result<BTreeMap<i64, Is>, AuditFault> {
    let events: Result<BTreeMap<i64, Is>, SealFault> = match room {
        DIRECTORY => {
            let rows = directory_event::Entity::find().all(store).await?.into_iter();
            let is = |row: directory_event::Model| {
                let said = directory::change::said(row.content.as_deref(), &row.reason)?;
                let of = format!("{} {} {} {}", row.kind, row.entry, row.step, row.member);
                Ok((row.number, (of, Some(row.officer), said)))
            };
            rows.map(is).collect()
        }
        PROGRAMMES => {
            let rows = programme_event::Entity::find().all(store).await?.into_iter();
            let is = |row: programme_event::Model| {
                let said = programme::change::said(row.content.as_deref(), row.why.as_deref(), row.salt.as_deref())?;
                let of = format!("{} {} {} {}", row.programme, row.kind, row.entry, row.step);
                Ok((row.number, (of, Some(row.officer), said)))
            };
            rows.map(is).collect()
        }
        _ => {
            let rows = campaign_event::Entity::find().all(store).await?.into_iter();
            let is = |row: campaign_event::Model| {
                let said = campaign::change::said(row.content.as_deref(), &row.officer)?;
                Ok((row.number, (format!("{} {}", row.campaign, row.step), Some(row.officer), said)))
            };
            rows.map(is).collect()
        }
    };
    Ok(events?)
}
