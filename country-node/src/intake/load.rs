//! A whole file in one transaction: every good row, or none and a report of every fault.
//!
//! One thread reads and decodes, the other writes; what lies between is bounded, so memory does not grow with the file.

use super::fault::{Fault, Report};
use super::free_text::FreeText;
use super::layout::{Layout, Rows};
use super::persons::{self, Person};
use super::reader::{Reader, Row};
use super::refused;
use super::scope::Scope;
use super::totals::{self, Total};
use super::waves::Waves;
use crate::consent::append::AppendFault;
use crate::person::erased;
use crate::study::{self, StudyLacks};
use node_rules::record_key::RecordKeys;
use schema::concept::Dataset;
use schema::scale::Scale;
use sea_orm::{DatabaseConnection, DbErr};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc;

/// How a file is loaded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Load good rows beside refused ones.
    pub keep_going: bool,
    /// Load a period anew that is loaded already.
    pub replace: bool,
}

/// What was loaded.
#[derive(Debug)]
pub struct Loaded {
    /// Rows that became records.
    pub rows: u64,
    /// Rows of other countries.
    pub passed_over: u64,
    /// Rows that were left out because their persons were erased.
    pub erased: u64,
    /// The periods that were loaded.
    pub periods: Vec<String>,
    /// With `keep_going`: what was refused and where the rows were written.
    pub refused: Option<(Report, PathBuf)>,
}

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadFault {
    /// The file or its mapping has faults.
    #[error("{0}")]
    Report(Report),
    /// The period is loaded already.
    #[error("{0} of {1} is loaded already; load it anew with --replace")]
    LoadedAlready(Dataset, String),
    /// The period's records are made of the country's own programmes.
    #[error(
        "PROGRAMME of {0} is made of the country's programmes (`programme figures`): a year is of one or of the other"
    )]
    OfProgrammes(String),
    /// Another source of the period has another title or counts other persons.
    #[error(
        "other sources of {0} {1} are called `{2}`, or count by another population basis: say the same of all of them"
    )]
    OtherSource(Dataset, String, String),
    /// Another source of the period asked on another scale.
    #[error("other sources of {0} {1} asked {2} on a scale of {3}: the figures of a period are on one scale")]
    OtherScale(Dataset, String, String, Scale),
    /// There is no document of the study that the mapping names.
    #[error(transparent)]
    Study(#[from] StudyLacks),
    /// The store failed; the former state stands.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// The disk failed; the former state stands.
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The clock stands before what was appended last; the former state stands.
    #[error(transparent)]
    Clock(AppendFault),
    /// The reading thread ended early.
    #[error("reading the file was cut off")]
    CutOff,
}

/// Totals that are handed over at once.
const BATCH: usize = 1000;

/// Persons that are handed over at once, sorted by pseudonym. Pseudonyms are random: rows written in the order of the file
/// would each touch a page of their own in the store's index.
const SORTED: usize = 32_768;

enum Batch {
    Persons(Vec<Person>),
    Totals(Vec<Total>),
}

struct Read {
    faults: Vec<Fault>,
    /// What is wrong whatever a row is like: nothing is loaded beside it.
    whole: Vec<Fault>,
    kept: u64,
    passed_over: u64,
}

/// Loads a file. `progress` hears the number of rows so far.
pub async fn load(
    store: &DatabaseConnection,
    keys: &RecordKeys,
    layout: Arc<Layout>,
    path: &Path,
    options: Options,
    mut progress: impl FnMut(u64) + Send,
) -> Result<Loaded, LoadFault> {
    let file = path.display().to_string();
    let mut reader = Reader::open(path, &layout)?.map_err(|faults| LoadFault::Report(Report::new(&file, faults)))?;
    let transaction = crate::store::begin(store).await?;
    let scope = match &layout.study {
        None => None,
        Some(id) => {
            let study = study::find(&transaction, id).await?.ok_or_else(|| StudyLacks::Document(id.clone()))?;
            Some(Scope::of(&study, &layout))
        }
    };
    let (send, mut receive) = mpsc::channel(1);
    let reading = tokio::task::spawn_blocking({
        let (layout, keys) = (Arc::clone(&layout), keys.clone());
        move || read(&layout, &keys, scope, &mut reader, &send)
    });
    let mut waves = Waves::of(&layout, options.replace, erased::all(&transaction).await?);
    let (mut rows, mut faults) = (0, Vec::new());
    while let Some(batch) = receive.recv().await {
        rows += match batch {
            Batch::Persons(persons) => waves.persons(&transaction, persons, &mut faults).await?,
            Batch::Totals(totals) => waves.totals(&transaction, totals, &mut faults).await?,
        };
        progress(rows);
    }
    let read = reading.await.map_err(|_| LoadFault::CutOff)?;
    faults.extend(read.faults);
    let goes_on = options.keep_going && rows > 0 && read.whole.is_empty();
    faults.extend(read.whole);
    if read.kept == 0 && faults.is_empty() {
        let expected = "at least one row that the mapping keeps for this country";
        faults.push(Fault::new(1, "", &format!("{} rows of others", read.passed_over), expected));
    }
    if !(faults.is_empty() || goes_on) {
        transaction.rollback().await?;
        return Err(LoadFault::Report(Report::new(&file, faults)));
    }
    // Before the commit, so that a full disk leaves the former state.
    let refused = if faults.is_empty() {
        None
    } else {
        let lines: BTreeSet<u64> = faults.iter().map(|fault| fault.line).collect();
        let to = refused::write(path, &layout, &lines)?;
        Some((Report::new(&file, faults), to))
    };
    transaction.commit().await?;
    let (periods, erased) = waves.filled();
    Ok(Loaded { rows, passed_over: read.passed_over, erased, periods, refused })
}

/// Reads and decodes to the end of the file, or until nobody listens.
fn read(
    layout: &Layout,
    keys: &RecordKeys,
    mut scope: Option<Scope>,
    reader: &mut Reader,
    send: &mpsc::Sender<Batch>,
) -> Read {
    let mut read = Read { faults: Vec::new(), whole: Vec::new(), kept: 0, passed_over: 0 };
    let (mut persons, mut totals) = (Vec::new(), Vec::new());
    let mut row = Row::default();
    let mut free_text = FreeText::of(layout);
    read.whole.extend_from_slice(reader.faults());
    loop {
        match reader.next(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                read.faults.push(fault);
                break;
            }
        }
        if let Some(fault) = reader.misfit(&row) {
            read.faults.push(fault);
            continue;
        }
        if let Some((at, _)) = layout.keep.iter().find(|(at, _)| reader.text(&row, *at).is_none()) {
            read.faults.push(persons::fault(layout, &row, *at, String::new()));
            continue;
        }
        if !reader.keeps(layout, &row) {
            read.passed_over += 1;
            continue;
        }
        read.kept += 1;
        free_text.see(reader, &row);
        match &layout.rows {
            Rows::Persons { id, weight, .. } => {
                let outside = scope.as_mut().map_or_else(Vec::new, |scope| scope.row(layout, reader, &row));
                match persons::read(layout, (*id, *weight), keys, reader, &row) {
                    Ok(person) if outside.is_empty() => persons.push(person),
                    Ok(_) => {}
                    Err(faults) => read.faults.extend(faults),
                }
                read.faults.extend(outside);
            }
            Rows::Totals { columns, checks } => match totals::read(layout, columns, checks, reader, &row) {
                Ok(more) => totals.extend(more),
                Err(faults) => read.faults.extend(faults),
            },
        }
        if persons.len() >= SORTED && send.blocking_send(sorted(&mut persons)).is_err() {
            return read;
        }
        if totals.len() >= BATCH && send.blocking_send(Batch::Totals(std::mem::take(&mut totals))).is_err() {
            return read;
        }
    }
    read.whole.extend(free_text.faults(layout));
    read.whole.extend(scope.into_iter().flat_map(|scope| scope.whole));
    // Nobody listening means that the writer failed; it says why.
    let _ = send.blocking_send(sorted(&mut persons));
    let _ = send.blocking_send(Batch::Totals(totals));
    read
}

/// Of one person twice the earlier line comes first, and stays.
fn sorted(persons: &mut Vec<Person>) -> Batch {
    let mut persons = std::mem::take(persons);
    persons.sort_unstable_by_key(|person| (person.pseudonym, person.line));
    Batch::Persons(persons)
}
