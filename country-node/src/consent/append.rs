//! The only way in for a consent event: judged by its person's latest one, then written. Nothing is ever changed.
//!
//! Many events are judged by one query, and what is kept in memory between them is bounded, so a file of any length costs
//! the same memory.

use super::history;
use crate::intake::consents::{name, named};
use crate::store::consent_event::{ActiveModel, Column, Entity};
use node_rules::clock::{Seconds, text};
use node_rules::consent::Recorded;
use node_rules::consent::history::{Latest, Unallowed, follow};
use node_rules::record_key::Pseudonym;
use sea_orm::{
    ActiveValue, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::{BTreeSet, HashMap};

/// Why no event at all is appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendFault {
    /// The clock was set back.
    #[error(
        "the clock says {}, before the last consent event was appended, {}; set it right before another is",
        text(*.now), text(*.last)
    )]
    ClockJumpedBack {
        /// What the clock says.
        now: Seconds,
        /// When the last event was appended.
        last: Seconds,
    },
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// Events in one statement: few enough for every database's limit on parameters.
const ROWS: usize = 1000;

/// Persons whose latest event is kept in memory, at most, before it is asked of the store again.
const KEPT: usize = 65_536;

/// Appends events in one transaction.
pub struct Appending<'a> {
    to: &'a DatabaseTransaction,
    now: Seconds,
    /// The latest event of each person that was asked for; nothing where the person has none.
    latest: HashMap<Pseudonym, Option<Latest>>,
}

impl<'a> Appending<'a> {
    /// Begins to append at the clock's time, unless it stands before the last event that was appended.
    pub async fn begin(to: &'a DatabaseTransaction, now: Seconds) -> Result<Self, AppendFault> {
        match history::last(to).await? {
            (_, Some(last)) if last > now => Err(AppendFault::ClockJumpedBack { now, last }),
            _ => Ok(Self { to, now, latest: HashMap::new() }),
        }
    }

    /// The clock's time.
    pub fn now(&self) -> Seconds {
        self.now
    }

    /// Appends events, each judged by those before it, and gives back those that may not follow, with what was expected;
    /// the others are written. Each comes with something of the caller's own that comes back with it.
    pub async fn append<T>(&mut self, events: Vec<(T, Pseudonym, Recorded)>) -> Result<Vec<(T, Unallowed)>, DbErr> {
        self.ask_for(events.iter().map(|(_, person, _)| *person)).await?;
        let (mut refused, mut rows) = (Vec::new(), Vec::new());
        for (own, person, recorded) in events {
            let latest = self.latest.entry(person).or_default();
            match follow(*latest, &recorded.event, self.now) {
                Ok(next) => {
                    *latest = Some(next);
                    rows.push((person, recorded));
                }
                Err(unallowed) => refused.push((own, unallowed)),
            }
        }
        // A person's own events keep their order. Pseudonyms are random: rows in the order of the file would each touch a
        // page of their own in the store's index.
        rows.sort_by_key(|(person, _)| *person);
        let mut rows = rows.into_iter().map(|(person, recorded)| row(person, recorded)).peekable();
        while rows.peek().is_some() {
            Entity::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(self.to).await?;
        }
        if self.latest.len() > KEPT {
            self.latest.clear();
        }
        Ok(refused)
    }

    /// Reads the latest event of those of these persons of whom it is not known.
    async fn ask_for(&mut self, persons: impl Iterator<Item = Pseudonym>) -> Result<(), DbErr> {
        let unknown: BTreeSet<Pseudonym> = persons.filter(|person| !self.latest.contains_key(person)).collect();
        let unknown: Vec<Pseudonym> = unknown.into_iter().collect();
        for some in unknown.chunks(ROWS) {
            let events: Vec<(Vec<u8>, String, Seconds, Option<Seconds>)> = Entity::find()
                .select_only()
                .columns([Column::Pseudonym, Column::Kind, Column::At, Column::ValidUntil])
                .filter(Column::Pseudonym.is_in(some.iter().map(|person| person.0.to_vec())))
                .order_by_asc(Column::Id)
                .into_tuple()
                .all(self.to)
                .await?;
            self.latest.extend(some.iter().map(|person| (*person, None)));
            for (pseudonym, kind, at, valid_until) in events {
                let unknown = || DbErr::Custom("a consent event of an unknown kind or person".into());
                let kind = named(&kind).ok_or_else(unknown)?;
                let person = Pseudonym(pseudonym.try_into().map_err(|_| unknown())?);
                let next = Latest { kind, at, valid_until };
                let latest = self.latest.entry(person).or_default();
                *latest = Some(latest.map_or(next, |latest| latest.then(next)));
            }
        }
        Ok(())
    }
}

fn row(person: Pseudonym, recorded: Recorded) -> ActiveModel {
    let Recorded { event, shown, method, recorded_at } = recorded;
    let (notice, language, digest) = match shown {
        Some(shown) => (Some(shown.notice), Some(shown.language), Some(shown.digest)),
        None => (None, None, None),
    };
    let purposes: Vec<String> = event.purposes.iter().map(|purpose| name(*purpose)).collect();
    ActiveModel {
        id: ActiveValue::NotSet,
        pseudonym: ActiveValue::Set(person.0.to_vec()),
        kind: ActiveValue::Set(event.kind.name().to_owned()),
        at: ActiveValue::Set(event.at),
        purposes: ActiveValue::Set(purposes.join(" ")),
        audience: ActiveValue::Set(name(event.audience)),
        notice: ActiveValue::Set(notice),
        notice_digest: ActiveValue::Set(digest),
        language: ActiveValue::Set(language),
        method: ActiveValue::Set(method.map(|method| method.name().to_owned())),
        valid_until: ActiveValue::Set(event.valid_until),
        recorded_at: ActiveValue::Set(recorded_at),
    }
}
