//! All records of a directory as they were after each event.

use super::entry::Entry;
use super::event::{Did, Event};
use super::moves::MoveFault;
use crate::clock::Seconds;
use schema::directory::kind::EntryKind;
use schema::directory::order::folded;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A record after one of its events.
#[derive(Clone, Debug)]
pub struct Version {
    /// The event's number.
    number: i64,
    /// The record.
    pub entry: Arc<Entry>,
    /// Its title at each time that it says something for, as orders compare it: made once, and not for each page.
    pub titles: Arc<[String]>,
}

impl Version {
    fn of(number: i64, entry: Arc<Entry>) -> Self {
        let titles = entry.now.content.spans.iter().map(|span| folded(span.body.title())).collect();
        Self { number, entry, titles }
    }
}

/// All records, each as it was after each of its events.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: BTreeMap<(EntryKind, String), Vec<Version>>,
    /// Every event's number and time, in their order.
    events: Arc<Vec<(i64, Seconds)>>,
}

impl Index {
    /// The number of the last event.
    pub fn last(&self) -> i64 {
        self.events.last().map_or(0, |(number, _)| *number)
    }

    /// When the directory ceased to be as it was after the event of a number; nothing where it still is.
    pub fn left(&self, as_of: i64) -> Option<Seconds> {
        let next = self.events.partition_point(|(number, _)| *number <= as_of);
        self.events.get(next).map(|(_, at)| *at)
    }

    /// Takes in what happened next to a record. Nothing where there is no such record.
    pub fn append(&mut self, (kind, id): (EntryKind, &str), event: &Event) -> Option<Arc<Entry>> {
        Arc::make_mut(&mut self.events).push((event.number, event.at));
        let next = match (self.get(kind, id), &event.did) {
            (None, Did::Recorded(content)) => Entry::recorded((kind, id.to_owned()), Arc::clone(content), event),
            (None, _) => return None,
            (Some(entry), _) => entry.after(event),
        };
        let next = Arc::new(next);
        self.entries.entry((kind, id.to_owned())).or_default().push(Version::of(event.number, Arc::clone(&next)));
        Some(next)
    }

    /// Whether an event may be the next of a record.
    pub fn judge(&self, (kind, id): (EntryKind, &str), event: &Event) -> Result<(), MoveFault> {
        match (self.get(kind, id), &event.did) {
            (None, Did::Recorded(_)) => Ok(()),
            (None, _) => Err(MoveFault::NotThere),
            (Some(entry), _) => entry.judge(event),
        }
    }

    /// A record as it is now.
    pub fn get(&self, kind: EntryKind, id: &str) -> Option<&Arc<Entry>> {
        self.entries.get(&(kind, id.to_owned()))?.last().map(|version| &version.entry)
    }

    /// The records of a kind, each as it was after the event of a number, and as it is now.
    pub fn of(&self, kind: EntryKind, as_of: i64) -> impl Iterator<Item = (&Version, &Version)> {
        let of_kind = self.entries.range((kind, String::new())..).take_while(move |((of, _), _)| *of == kind);
        of_kind.filter_map(move |(_, versions)| {
            let known = versions.partition_point(|version| version.number <= as_of);
            let then = versions.get(known.checked_sub(1)?)?;
            Some((then, versions.last()?))
        })
    }
}
