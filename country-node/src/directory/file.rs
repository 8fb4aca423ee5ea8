//! Records from a file, all of them or none and every fault; and into one. A file is JSON as it is written here, or any table with a
//! mapping. Rows with one id are what one record says one time after another.

use super::Directory;
use super::change::Wisher;
use super::focal::{nameless, sealed_all};
use super::mapping::{Mapping, own};
use super::table::rows;
use super::wish::{DirectoryFault, Does, Wish};
use crate::intake::fault::{Fault, Report};
use crate::intake::field::MappingFault;
use crate::intake::tabled::{Record, Table, TabledFault, tabled};
use node_rules::directory::content::Content;
use node_rules::directory::entry::Entry;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::sound::{ID, is_id};
use schema::directory::state::{EntryState, EntryStep};
use sea_orm::DbErr;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Why a file is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It does not read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The mapping is none.
    #[error("{0}")]
    Mapping(#[from] MappingFault),
    /// The file has faults.
    #[error("{0}")]
    Report(Report),
    /// It is not JSON of the form that is written here.
    #[error("{0}: {1}")]
    Json(String, serde_json::Error),
    /// It could not be kept.
    #[error(transparent)]
    Directory(#[from] DirectoryFault),
    /// It has more records than are taken in at once: whoever asks the node meanwhile waits.
    #[error("{MOST} records at most are taken in at once: split the file")]
    TooMany,
    /// The records do not read.
    #[error("the directory: {0}")]
    Store(#[from] DbErr),
    /// The records are no table by this mapping.
    #[error("{0}")]
    Tabled(#[from] TabledFault),
}

/// The most records of a file.
const MOST: usize = 10_000;

/// What became of a file's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// How many there are.
    pub records: usize,
    /// How many of them stood here so already.
    pub unchanged: usize,
}

/// A record as it stands in a file, and whether it is published at once.
pub(super) struct Taken {
    pub(super) line: u64,
    pub(super) kind: EntryKind,
    pub(super) id: String,
    pub(super) content: Content,
    pub(super) publish: bool,
    /// Whether the file says whom it is shown to; where it does not, that stays as it is.
    pub(super) shown: bool,
}

impl Directory {
    /// Takes in a table by its mapping.
    pub async fn load_table(&self, by: Wisher<'_>, file: &Path, mapping: &Path) -> Result<Loaded, FileFault> {
        let mapping = Mapping::from_toml(&std::fs::read_to_string(mapping)?)?;
        let shown = file.display().to_string();
        let taken = rows(file, &mapping)?.map_err(|faults| FileFault::Report(Report::new(&shown, faults)))?;
        self.keep(by, &shown, taken).await
    }

    /// Takes in records as [`Directory::written`] writes them.
    pub async fn load_json(&self, by: Wisher<'_>, file: &Path) -> Result<Loaded, FileFault> {
        let shown = file.display().to_string();
        let text = std::fs::read_to_string(file)?;
        let records: Vec<Value> = serde_json::from_str(&text).map_err(|fault| FileFault::Json(shown.clone(), fault))?;
        let (mut faults, mut taken, mut there) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (line, record) in (1..).zip(records) {
            match one(line, record) {
                Ok(one) if !there.insert((one.kind, one.id.clone())) => {
                    faults.push(Fault::new(line, "id", &one.id, "each record once, with its times in `spans`"));
                }
                Ok(one) => taken.push(one),
                Err((field, expected)) => faults.push(Fault::new(line, &field, "", expected)),
            }
        }
        if !faults.is_empty() {
            return Err(FileFault::Report(Report::new(&shown, faults)));
        }
        self.keep(by, &shown, taken).await
    }

    /// All records of a kind, as [`Directory::load_json`] reads them. Whom one turns to stays here: pseudonyms mean nothing elsewhere.
    pub async fn written(&self, kind: EntryKind) -> Result<String, FileFault> {
        let index = self.all().await?;
        let mut records = Vec::new();
        for (_, now) in index.of(kind, index.last()) {
            let entry = &now.entry;
            let mut content = entry.now.content.as_ref().clone();
            nameless(&mut content);
            let mut record = Map::new();
            record.insert("kind".to_owned(), kind.name().into());
            record.insert("id".to_owned(), entry.id.clone().into());
            record.insert("publish".to_owned(), (entry.now.state == EntryState::Published).into());
            if let Value::Object(content) = content.value() {
                record.extend(content);
            }
            records.push(Value::Object(record));
        }
        serde_json::to_string_pretty(&records).map_err(|fault| FileFault::Json("the directory".to_owned(), fault))
    }

    /// All records of a kind as the table that [`Directory::load_table`] reads by the same mapping, a row for each time of a record.
    pub async fn tabled(&self, kind: EntryKind, mapping: &Path) -> Result<Table, FileFault> {
        let mapping = Mapping::from_toml(&std::fs::read_to_string(mapping)?)?;
        if mapping.kind != kind {
            return Err(MappingFault::Faults(vec![format!("kind: {}; expected {kind}", mapping.kind)]).into());
        }
        let index = self.all().await?;
        let date = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let (mut records, mut unlike) = (Vec::new(), BTreeMap::<&str, usize>::new());
        for (_, now) in index.of(kind, index.last()) {
            let mut content = now.entry.now.content.as_ref().clone();
            // A table says neither of them, and what is loaded by the mapping would be shown as it says.
            let shown_so = (content.visibility, &content.named) == (mapping.visibility, &mapping.named);
            let why = match now.entry.now.state {
                EntryState::Published if shown_so => None,
                EntryState::Published => Some("records that are shown to others than the mapping says"),
                _ if mapping.publish => Some("records that are not published, and would be"),
                _ => None,
            };
            if let Some(why) = why {
                *unlike.entry(why).or_default() += 1;
                continue;
            }
            nameless(&mut content);
            records.extend(content.spans.into_iter().map(|span| {
                let id = now.entry.id.clone();
                let [of_id, from, until] = own(kind);
                let own = BTreeMap::from([(of_id, id.clone()), (from, date(span.from)), (until, date(span.until))]);
                Record { id, own, says: span.body.value() }
            }));
        }
        let mut table = tabled((&mapping.file, &mapping.fields), records.into_iter())?;
        table.left_out.extend(unlike.into_iter().map(|(why, records)| (why.to_owned(), records)));
        Ok(table)
    }

    async fn keep(&self, by: Wisher<'_>, file: &str, taken: Vec<Taken>) -> Result<Loaded, FileFault> {
        let faults = taken.iter().flat_map(|taken| {
            let (line, id) = (taken.line, &taken.id);
            let faults = taken.content.faults().into_iter();
            faults.map(move |fault| {
                let (field, expected) = fault.split_once(": expected ").unwrap_or(("", &fault));
                Fault::new(line, field, id, expected)
            })
        });
        let faults: Vec<Fault> = faults.collect();
        if !faults.is_empty() {
            return Err(FileFault::Report(Report::new(file, faults)));
        }
        if taken.len() > MOST {
            return Err(FileFault::TooMany);
        }
        let index = self.all().await?;
        let mut loaded = Loaded { records: taken.len(), unchanged: 0 };
        let mut wishes = Vec::new();
        for Taken { kind, id, mut content, publish, shown, .. } in taken {
            let there = index.get(kind, &id);
            let former = there.map(|entry| entry.now.content.as_ref());
            sealed_all(&mut content, &self.node.keys, former);
            if let Some(entry) = there.filter(|_| !shown) {
                let now = &entry.now.content;
                content = Content { spans: content.spans, ..(**now).clone() };
            }
            let wish = |does| Wish { kind, id: id.clone(), does, reason: String::new(), version: None };
            // What somebody wrote who named nobody is written once more where somebody who is named stands for it.
            let stands_for = |entry: &Entry| by.is_named() && kind.is_reviewed() && entry.has_unnamed();
            let is_same = there.is_some_and(|entry| *entry.now.content == content && !stands_for(entry));
            if !is_same {
                wishes.push(wish(Does::Write(content)));
            }
            // What was withdrawn, or is in review, is not published by a file.
            let publishes = publish && there.is_none_or(|entry| entry.now.state == EntryState::Draft);
            if publishes {
                wishes.push(wish(Does::Move(EntryStep::Publish)));
            }
            loaded.unchanged += usize::from(is_same && !publishes);
        }
        self.act(by, wishes).await?;
        Ok(loaded)
    }

    /// A record as it is now.
    pub async fn get(&self, kind: EntryKind, id: &str) -> Result<Option<Arc<Entry>>, DbErr> {
        Ok(self.all().await?.get(kind, id).cloned())
    }
}

/// A record of a JSON file.
fn one(line: u64, record: Value) -> Result<Taken, (String, String)> {
    let wrong = |field: &str, expected: &str| (field.to_owned(), expected.to_owned());
    let Value::Object(mut record) = record else { return Err(wrong("", "a record: an object with its kind and id")) };
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let kind = text(record.remove("kind")).parse::<EntryKind>();
    let kind = kind.map_err(|fault| wrong("kind", &fault.to_string()))?;
    let id = text(record.remove("id"));
    if !is_id(&id) {
        return Err(wrong("id", ID));
    }
    let publish = record.remove("publish").is_some_and(|publish| publish == Value::Bool(true));
    let mut content = Content::read(kind, Value::Object(record)).map_err(|fault| (fault.field, fault.expected))?;
    // A pseudonym is this node's own: what a file has in its place means nobody here.
    nameless(&mut content);
    Ok(Taken { line, kind, id, content, publish, shown: true })
}
