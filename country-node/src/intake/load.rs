//! A whole file in one transaction: every good row, or none and a report of every fault.
//!
//! One thread reads and decodes, the other writes; what lies between is bounded, so memory does not grow with the file.

use super::fault::{Fault, Report};
use super::layout::{Layout, Rows};
use super::persons::{self, Person};
use super::reader::{Reader, Row};
use super::refused;
use super::totals::{self, Total};
use crate::store::{person, total, wave};
use node_rules::record_key::RecordKeys;
use schema::concept::Dataset;
use sea_orm::sea_query::{Expr, InsertStatement, OnConflict, Query};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect, TransactionTrait,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// The store failed; the former state stands.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// The disk failed; the former state stands.
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The reading thread ended early.
    #[error("reading the file was cut off")]
    CutOff,
}

/// Rows in one statement: enough to spread its cost, few enough for every database's limit on parameters.
const BATCH: usize = 1000;

enum Batch {
    Persons(Vec<Person>),
    Totals(Vec<Total>),
}

struct Read {
    faults: Vec<Fault>,
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
    let (send, mut receive) = mpsc::channel(4);
    let reading = tokio::task::spawn_blocking({
        let (layout, keys) = (Arc::clone(&layout), keys.clone());
        move || read(&layout, &keys, &mut reader, &send)
    });
    let transaction = store.begin().await?;
    let mut waves = Waves { layout: &layout, options, ids: BTreeMap::new() };
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
    if read.kept == 0 && faults.is_empty() {
        let expected = "at least one row that the mapping keeps for this country";
        faults.push(Fault::new(1, "", &format!("{} rows of others", read.passed_over), expected));
    }
    if faults.is_empty() || options.keep_going && rows > 0 {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
        return Err(LoadFault::Report(Report::new(&file, faults)));
    }
    let refused = if faults.is_empty() {
        None
    } else {
        let lines: BTreeSet<u64> = faults.iter().map(|fault| fault.line).collect();
        let to = refused::write(path, &layout, &lines)?;
        Some((Report::new(&file, faults), to))
    };
    Ok(Loaded { rows, passed_over: read.passed_over, periods: waves.ids.into_keys().collect(), refused })
}

/// Reads and decodes to the end of the file, or until nobody listens.
fn read(layout: &Layout, keys: &RecordKeys, reader: &mut Reader, send: &mpsc::Sender<Batch>) -> Read {
    let mut read = Read { faults: Vec::new(), kept: 0, passed_over: 0 };
    let (mut persons, mut totals) = (Vec::with_capacity(BATCH), Vec::new());
    let mut row = Row::default();
    loop {
        match reader.next(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                read.faults.push(fault);
                break;
            }
        }
        if row.fields() != layout.header.len() {
            let expected = format!("{} fields", layout.header.len());
            read.faults.push(Fault::new(row.line(), "", &format!("{} fields", row.fields()), expected));
            continue;
        }
        let kept = |(at, values): &(usize, BTreeSet<String>)| {
            reader.text(&row, *at).is_some_and(|value| values.contains(value.as_ref()))
        };
        if !layout.keep.iter().all(kept) {
            read.passed_over += 1;
            continue;
        }
        read.kept += 1;
        match &layout.rows {
            Rows::Persons { id, weight } => match persons::read(layout, (*id, *weight), keys, reader, &row) {
                Ok(person) => persons.push(person),
                Err(faults) => read.faults.extend(faults),
            },
            Rows::Totals { columns, checks } => match totals::read(layout, columns, checks, reader, &row) {
                Ok(more) => totals.extend(more),
                Err(faults) => read.faults.extend(faults),
            },
        }
        if persons.len() >= BATCH {
            let full = std::mem::replace(&mut persons, Vec::with_capacity(BATCH));
            if send.blocking_send(Batch::Persons(full)).is_err() {
                return read;
            }
        }
        if totals.len() >= BATCH && send.blocking_send(Batch::Totals(std::mem::take(&mut totals))).is_err() {
            return read;
        }
    }
    // Nobody listening means that the writer failed; it says why.
    let _ = send.blocking_send(Batch::Persons(persons));
    let _ = send.blocking_send(Batch::Totals(totals));
    read
}

/// The waves that a file fills, found or made as its rows name them.
struct Waves<'a> {
    layout: &'a Layout,
    options: Options,
    ids: BTreeMap<String, i32>,
}

impl Waves<'_> {
    async fn id(&mut self, to: &DatabaseTransaction, period: Option<String>) -> Result<i32, LoadFault> {
        let period = period.or_else(|| self.layout.period.clone().ok()).unwrap_or_default();
        if let Some(id) = self.ids.get(&period) {
            return Ok(*id);
        }
        let dataset = self.layout.dataset;
        let found = wave::Entity::find()
            .filter(wave::Column::Dataset.eq(dataset.name()))
            .filter(wave::Column::ReferencePeriod.eq(&period))
            .one(to)
            .await?;
        if let Some(former) = found {
            if !self.options.replace {
                return Err(LoadFault::LoadedAlready(dataset, period));
            }
            person::Entity::delete_many().filter(person::Column::WaveId.eq(former.id)).exec(to).await?;
            total::Entity::delete_many().filter(total::Column::WaveId.eq(former.id)).exec(to).await?;
            wave::Entity::delete_by_id(former.id).exec(to).await?;
        }
        let description = serde_json::to_string(&self.layout.description).map_err(|e| DbErr::Custom(e.to_string()))?;
        let made = wave::ActiveModel {
            id: ActiveValue::NotSet,
            dataset: ActiveValue::Set(dataset.name().to_owned()),
            reference_period: ActiveValue::Set(period.clone()),
            description: ActiveValue::Set(description),
        };
        let id = wave::Entity::insert(made).exec(to).await?.last_insert_id;
        self.ids.insert(period, id);
        Ok(id)
    }

    async fn persons(
        &mut self,
        to: &DatabaseTransaction,
        persons: Vec<Person>,
        faults: &mut Vec<Fault>,
    ) -> Result<u64, LoadFault> {
        let mut written = 0;
        for (period, persons) in by_period(persons, |person| person.period.clone()) {
            let id = self.id(to, period).await?;
            let rows = persons.iter().map(|p| {
                let key = i64::from_ne_bytes(p.key.to_ne_bytes());
                [
                    id.into(),
                    p.pseudonym.0.to_vec().into(),
                    key.into(),
                    p.weight.into(),
                    p.codes.clone().into(),
                    line(p.line),
                ]
            });
            use person::Column::{Codes, Line, Pseudonym, RecordKey, WaveId, Weight};
            let statement = insert(person::Entity, [WaveId, Pseudonym, RecordKey, Weight, Codes, Line], rows);
            let inserted = to.execute(&statement).await?.rows_affected();
            written += inserted;
            if usize::try_from(inserted).is_ok_and(|inserted| inserted < persons.len()) {
                self.name_duplicates(to, id, &persons, faults).await?;
            }
        }
        Ok(written)
    }

    /// Of rows that the store did not take, says which line had the person first.
    async fn name_duplicates(
        &self,
        to: &DatabaseTransaction,
        wave: i32,
        persons: &[Person],
        faults: &mut Vec<Fault>,
    ) -> Result<(), DbErr> {
        let column = match &self.layout.rows {
            Rows::Persons { id, .. } => self.layout.header.get(*id).map_or("", String::as_str),
            Rows::Totals { .. } => "",
        };
        let stored: Vec<(Vec<u8>, i64)> = person::Entity::find()
            .select_only()
            .columns([person::Column::Pseudonym, person::Column::Line])
            .filter(person::Column::WaveId.eq(wave))
            .filter(person::Column::Pseudonym.is_in(persons.iter().map(|p| p.pseudonym.0.to_vec())))
            .into_tuple()
            .all(to)
            .await?;
        let first: HashMap<Vec<u8>, i64> = stored.into_iter().collect();
        for person in persons {
            let line = first.get(person.pseudonym.0.as_slice()).copied().unwrap_or_default();
            if !u64::try_from(line).is_ok_and(|line| line == person.line) {
                let expected = format!("each person once; this one stands on line {line}");
                faults.push(Fault::new(person.line, column, &person.id, expected));
            }
        }
        Ok(())
    }

    async fn totals(
        &mut self,
        to: &DatabaseTransaction,
        totals: Vec<Total>,
        faults: &mut Vec<Fault>,
    ) -> Result<u64, LoadFault> {
        let mut written = 0;
        for (period, totals) in by_period(totals, |total| total.period.clone()) {
            let id = self.id(to, period).await?;
            let rows = totals.iter().map(|t| [id.into(), t.codes.clone().into(), t.persons.into(), line(t.line)]);
            use total::Column::{Codes, Line, Persons, WaveId};
            let statement = insert(total::Entity, [WaveId, Codes, Persons, Line], rows);
            let inserted = to.execute(&statement).await?.rows_affected();
            written += inserted;
            if usize::try_from(inserted).is_ok_and(|inserted| inserted < totals.len()) {
                let stored = total::Entity::find()
                    .filter(WaveId.eq(id))
                    .filter(Codes.is_in(totals.iter().map(|t| t.codes.clone())))
                    .all(to)
                    .await?;
                let first: HashMap<Vec<u8>, i64> = stored.into_iter().map(|total| (total.codes, total.line)).collect();
                let mut named = BTreeSet::new();
                for total in totals {
                    let line = first.get(&total.codes).copied().unwrap_or_default();
                    if !u64::try_from(line).is_ok_and(|line| line == total.line) && named.insert(total.line) {
                        let expected = format!("each combination of codes once; this one stands on line {line}");
                        faults.push(Fault::new(total.line, "", "", expected));
                    }
                }
            }
        }
        Ok(written)
    }
}

fn by_period<T>(records: Vec<T>, period: impl Fn(&T) -> Option<String>) -> BTreeMap<Option<String>, Vec<T>> {
    let mut grouped: BTreeMap<Option<String>, Vec<T>> = BTreeMap::new();
    for record in records {
        grouped.entry(period(&record)).or_default().push(record);
    }
    grouped
}

/// One statement for many rows; a row whose key is there already is left out.
fn insert<E: EntityTrait, C: sea_orm::IdenStatic, const N: usize>(
    entity: E,
    columns: [C; N],
    rows: impl Iterator<Item = [sea_orm::Value; N]>,
) -> InsertStatement {
    let mut statement = Query::insert();
    statement.into_table(entity.as_str()).columns(columns.map(|column| column.as_str()));
    for row in rows {
        statement.values_panic(row.map(Expr::value));
    }
    statement.on_conflict(OnConflict::new().do_nothing().to_owned()).to_owned()
}

fn line(line: u64) -> sea_orm::Value {
    i64::try_from(line).unwrap_or(i64::MAX).into()
}
