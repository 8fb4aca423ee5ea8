//! Records of a programme from a table, all of them or none and every fault; and into one. Where a table comes from, a file or an officer's
//! own text, is the matter of whoever hands it over.

use super::Programmes;
use super::change::{Officer, judged};
use super::mapping::Mapping;
use super::propose::{joined, match_id};
use super::wish::{Does, ProgrammeFault, Wish};
use crate::audit::ledger::AuditFault;
use crate::audit::reason::Reason;
use crate::intake::consents::named;
use crate::intake::fault::{Fault, Report};
use crate::intake::field::{MappingFault, column};
use crate::intake::table::{Row, rows};
use crate::intake::tabled::{Record, Table, TabledFault, tabled};
use node_rules::programme::book::Book;
use node_rules::programme::content::Content;
use node_rules::programme::moves::{first, states_of, way};
use node_rules::record_key::Pseudonym;
use schema::directory::sound::{ID, is_id};
use schema::programme::kind::Kind;
use schema::programme::state::State;
use schema::programme::why::Why;
use sea_orm::DbErr;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Why a table is not taken in, or not made. What may be said of it is in [`FileFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It does not read. Not said.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The mapping is none.
    #[error("{0}")]
    Mapping(#[from] MappingFault),
    /// The table has faults.
    #[error("{0}")]
    Report(Report),
    /// It has more records than are taken in at once: whoever asks the node meanwhile waits.
    #[error("{MOST} records at most are taken in at once: split the file")]
    TooMany,
    /// It could not be kept.
    #[error(transparent)]
    Programme(#[from] ProgrammeFault),
    /// The records do not read. Not said.
    #[error("the programmes: {0}")]
    Store(#[from] DbErr),
    /// A record has no JSON form. Not said.
    #[error("the programmes: {0}")]
    Json(#[from] serde_json::Error),
    /// The records are no table by this mapping.
    #[error("{0}")]
    Tabled(#[from] TabledFault),
}

impl From<AuditFault> for FileFault {
    fn from(fault: AuditFault) -> Self {
        ProgrammeFault::from(fault).into()
    }
}

impl Reason for FileFault {
    fn sayable(&self) -> Option<String> {
        match self {
            Self::Io(_) | Self::Store(_) | Self::Json(_) | Self::Tabled(TabledFault::Written(_)) => None,
            Self::Programme(fault) => fault.sayable(),
            said => Some(said.to_string()),
        }
    }
}

/// The most records of a table.
const MOST: usize = 10_000;

/// What became of a table's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// How many there are.
    pub records: usize,
    /// How many of them stood here so already.
    pub unchanged: usize,
    /// How many were left out because their persons were erased.
    pub erased: usize,
}

/// A row as a record is to be.
struct Taken {
    line: u64,
    id: String,
    content: Content,
    person: Option<Pseudonym>,
    state: Option<State>,
    why: Option<Why>,
}

impl Programmes {
    /// Takes in a table by its mapping. Its faults are told under its name.
    pub async fn load(
        &self,
        officer: Officer<'_>,
        (name, table): (&str, Vec<u8>),
        mapping: &Mapping,
    ) -> Result<Loaded, FileFault> {
        let reported = |faults| FileFault::Report(Report::new(name, faults));
        let table = Box::new(Cursor::new(table));
        let (read, mut faults) = rows(table, (&mapping.file, &mapping.fields), mapping.own())?.map_err(reported)?;
        if read.len() > MOST {
            return Err(FileFault::TooMany);
        }
        let id = &mapping.programme;
        let (_, programme) = self.programme(id).await?;
        let ground = self.ground(&self.node.store, programme).await?;
        let mut book = self.book_beside(id).await?;
        let mut loaded = Loaded { records: read.len(), unchanged: 0, erased: 0 };
        let (mut seen, mut wishes) = (BTreeSet::new(), Vec::new());
        for row in read {
            let line = row.line;
            if !row.is_sound {
                continue;
            }
            if self.person(&row).is_some_and(|person| ground.is_erased(&person)) {
                loaded.erased += 1;
                continue;
            }
            let taken = match self.taken(mapping, &book, row) {
                Ok(taken) => taken,
                Err(found) => {
                    faults.extend(found);
                    continue;
                }
            };
            if !seen.insert(taken.id.clone()) {
                faults.push(Fault::new(line, column(&mapping.fields, "id"), &taken.id, "each record once"));
                continue;
            }
            let wanted = match wanted(&book, taken, column(&mapping.fields, "state")) {
                Ok(wanted) => wanted,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            loaded.unchanged += usize::from(wanted.is_empty());
            // Each is held against the records as they will be: every fault is told, and not the first alone.
            for wish in wanted {
                match judged(&book, &ground, wish.clone()) {
                    Ok((kind, id, event)) => drop(book.append((kind, &id), &event)),
                    Err(fault) => {
                        faults.push(Fault::new(line, "", "", fault.to_string()));
                        break;
                    }
                }
                wishes.push(wish);
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|fault| fault.line);
            return Err(reported(faults));
        }
        self.act(officer, id, wishes).await?;
        Ok(loaded)
    }

    /// All records of a kind as JSON, each with its state. Whose a candidate is stays here.
    pub async fn written(&self, programme: &str, kind: Kind) -> Result<String, FileFault> {
        let book = self.book(programme).await?;
        let mut records = Vec::new();
        for record in book.of(kind) {
            let mut written = Map::new();
            written.insert("id".to_owned(), record.id.clone().into());
            written.insert("state".to_owned(), record.now.state.name().into());
            if let Some(why) = record.now.why {
                written.insert("why".to_owned(), why.name().into());
            }
            if let Value::Object(content) = record.now.content.value() {
                written.extend(content);
            }
            records.push(Value::Object(written));
        }
        Ok(serde_json::to_string_pretty(&records)?)
    }

    /// All records of a kind as the table that [`Programmes::load`] reads by the same mapping. Whose a candidate is stays here.
    pub async fn tabled(&self, (programme, kind): (&str, Kind), mapping: &Mapping) -> Result<Table, FileFault> {
        if (mapping.programme.as_str(), mapping.kind) != (programme, kind) {
            let (of, is) = (&mapping.programme, mapping.kind);
            return Err(MappingFault::Faults(vec![format!("{of} {is}; expected {programme} {kind}")]).into());
        }
        self.programme(programme).await?;
        let book = self.book(programme).await?;
        let records = book.of(kind).map(|record| {
            let why = record.now.why.map(Why::name).unwrap_or_default();
            let state = record.now.state.name();
            let mut own = BTreeMap::from([("id", record.id.clone()), ("person", String::new())]);
            own.extend([("state", state.to_owned()), ("why", why.to_owned())]);
            if let Content::Placement(placement) = record.now.content.as_ref() {
                own.insert("need", book.match_of(placement).map(|of| of.need.clone()).unwrap_or_default());
            }
            Record { id: record.id.clone(), own, says: record.now.content.value() }
        });
        let mut table = tabled((&mapping.file, &mapping.fields), records)?;
        let names = |of: &str| mapping.fields.iter().any(|field| field.of == of);
        if names("person") && !names("id") {
            table.left_out.insert("person, and without an id the rows are not read again".to_owned(), table.rows);
        }
        Ok(table)
    }

    fn taken(&self, mapping: &Mapping, book: &Book, mut row: Row) -> Result<Taken, Vec<Fault>> {
        let (kind, line) = (mapping.kind, row.line);
        let mut faults = Vec::new();
        let at = |of: &'static str| column(&mapping.fields, of);
        let person = self.person(&row);
        let need = match kind {
            Kind::Match => row.says.get("need").and_then(Value::as_str).map(str::to_owned),
            Kind::Placement => Some(row.own("need").to_owned()),
            _ => None,
        };
        let candidate = person.map(|person| self.candidate(book, (kind, need.as_deref()), &person));
        // Whose a record is stays here: where a row does not say it, it is of the record that its id names.
        let there = Some(row.own("id")).filter(|_| person.is_none()).and_then(|id| book.get(kind, id));
        if let (Some(there), Value::Object(says)) = (there, &mut row.says) {
            match there.now.content.as_ref() {
                Content::Match(of) => drop(says.entry("candidate").or_insert_with(|| of.candidate.clone().into())),
                Content::Placement(of) => drop(says.entry("match").or_insert_with(|| of.of.clone().into())),
                _ => {}
            }
        }
        match kind {
            Kind::Candidate if person.is_none() && there.is_none() => {
                faults.push(Fault::new(line, at("person"), "", "the id of the person whose candidacy it is"));
            }
            Kind::Candidate if candidate.as_deref().is_some_and(|own| !["", own].contains(&row.own("id"))) => {
                faults.push(Fault::new(line, at("id"), row.own("id"), "the id of the person's candidacy, or nothing"));
            }
            Kind::Match => {
                if let (Some(candidate), Value::Object(says)) = (&candidate, &mut row.says) {
                    says.insert("candidate".to_owned(), candidate.clone().into());
                }
            }
            Kind::Placement if person.is_some() => {
                let of = candidate.as_deref().and_then(|candidate| matched(book, row.own("need"), candidate));
                match (of, &mut row.says) {
                    (Some(of), Value::Object(says)) => drop(says.insert("match".to_owned(), of.into())),
                    _ => faults.push(Fault::new(
                        line,
                        at("need"),
                        row.own("need"),
                        "a need that the person is matched with",
                    )),
                }
            }
            _ => {}
        }
        let state = row.own.get("state").and_then(|text| {
            let state = named::<State>(text).filter(|state| states_of(kind).contains(state));
            if state.is_none() {
                let names: Vec<&str> = states_of(kind).into_iter().map(State::name).collect();
                faults.push(Fault::new(line, at("state"), text, format!("one of {}", names.join(", "))));
            }
            state
        });
        let why = row.own.get("why").and_then(|text| {
            let why = named::<Why>(text);
            if why.is_none() {
                let names = Why::ALL.map(Why::name).join(", ");
                faults.push(Fault::new(line, at("why"), text, format!("one of {names}")));
            }
            why
        });
        let own_id = row.own("id").to_owned();
        let content = match Content::read_each(kind, row.says) {
            Ok(content) => content,
            Err(found) => {
                faults.extend(found.into_iter().map(|(fault, value)| {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let shown = if value == "null" { "" } else { &value };
                    Fault::new(line, column(&mapping.fields, &fault.field), shown, fault.expected)
                }));
                return Err(faults);
            }
        };
        let id = if own_id.is_empty() { id_of(book, &content, candidate) } else { own_id };
        if !is_id(&id) {
            faults.push(Fault::new(line, at("id"), &id, ID));
        }
        for fault in content.faults() {
            faults.push(Fault::new(line, column(&mapping.fields, &fault.field), "", fault.expected));
        }
        let person = person.filter(|_| kind == Kind::Candidate);
        if faults.is_empty() { Ok(Taken { line, id, content, person, state, why }) } else { Err(faults) }
    }

    /// Whom a row names.
    fn person(&self, row: &Row) -> Option<Pseudonym> {
        Some(row.own("person")).filter(|id| !id.is_empty()).map(|id| self.node.keys.of(id).0)
    }

    /// The candidate that a person is, or will be when written: what is written of a candidate is of one id, and what leans on one is of
    /// the person. What stands with a need already is meant where a need is.
    fn candidate(&self, book: &Book, (kind, need): (Kind, Option<&str>), person: &Pseudonym) -> String {
        let own = |id: &str| book.candidates_of(person).any(|record| record.id == id);
        let known: Vec<_> = match kind {
            Kind::Candidate => book.candidates_of(person).collect(),
            _ => book.candidacies_of(person).collect(),
        };
        let is_matched = |id: &str| need.is_some_and(|need| matched(book, need, id).is_some());
        // One that stands before those that are void, this id's own before those of others that are judged the same person's, and of these
        // the last: what is judged may be taken back.
        let meant = known.into_iter().max_by_key(|record| {
            (is_matched(&record.id), !record.now.state.is_void(), own(&record.id), record.changed_at)
        });
        let anew = || self.node.keys.candidate(person, &(self.directory.random)());
        meant.map_or_else(anew, |record| record.id.clone())
    }
}

/// What names a record whose file does not: what it is of.
fn id_of(book: &Book, content: &Content, candidate: Option<String>) -> String {
    match content {
        Content::Candidate(_) => candidate.unwrap_or_default(),
        Content::Match(of) => matched(book, &of.need, &of.candidate).unwrap_or_else(|| match_id(of)),
        Content::Observation(of) => {
            let (moment, voice) = (of.moment.name().to_lowercase(), of.voice.map(|voice| format!("v{voice}")));
            let parts = [Some(of.placement.as_str()), Some(&of.indicator), Some(&moment), voice.as_deref()];
            joined(&parts.into_iter().flatten().collect::<Vec<_>>())
        }
        _ => String::new(),
    }
}

/// The match of a need with a candidate that is not void.
fn matched(book: &Book, need: &str, candidate: &str) -> Option<String> {
    let of_need = book.leaning((Kind::Need, need), Kind::Match).filter(|of| !of.now.state.is_void());
    let mut own =
        of_need.filter(|of| matches!(of.now.content.as_ref(), Content::Match(of) if of.candidate == candidate));
    own.next().map(|of| of.id.clone())
}

/// What must be done so that a record is as its row says.
fn wanted(book: &Book, taken: Taken, column: &str) -> Result<Vec<Wish>, Fault> {
    let Taken { line, id, content, person, state, why } = taken;
    let kind = content.kind();
    let there = book.get(kind, &id);
    let wish = |does| Wish { kind, id: id.clone(), does, version: None };
    let mut wishes = Vec::new();
    // What a match says is not written anew: a file that names it decides on it.
    let says_so = |now: &Content| *now == content || kind == Kind::Match && now.leans_on() == content.leans_on();
    if there.is_none_or(|record| !says_so(&record.now.content)) {
        let is_new = there.is_none();
        wishes.push(wish(if is_new { Does::Record(content, person) } else { Does::Change(content) }));
    }
    let from = there.map_or(first(kind), |record| record.now.state);
    if let Some(to) = state {
        let steps = way(kind, from, to);
        let none = || Fault::new(line, column, to.name(), format!("a state that {} leads to", from.name()));
        for step in steps.ok_or_else(none)? {
            wishes.push(wish(Does::Move(step, why.filter(|_| step.needs_why()))));
        }
    }
    Ok(wishes)
}
