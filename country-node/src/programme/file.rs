//! Records of a programme from a table, all of them or none and every fault; and into one. Where a table comes from, a file or an officer's
//! own text, is the matter of whoever hands it over.

use super::Programmes;
use super::change::{Officer, judged};
use super::mapping::Mapping;
use super::taken::wanted;
use super::wish::ProgrammeFault;
use crate::audit::ledger::AuditFault;
use crate::audit::reason::Reason;
use crate::intake::fault::{Fault, Report};
use crate::intake::field::{MappingFault, column};
use crate::intake::table::rows;
use crate::intake::tabled::{Record, Table, TabledFault, tabled};
use node_rules::programme::content::Content;
use schema::programme::kind::Kind;
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
            let wanted = match wanted(&book, taken, mapping) {
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
        self.programme(programme).await?;
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
}
