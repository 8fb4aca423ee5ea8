//! The waves that a file fills, found or made as its rows name them; many rows in one statement.

use super::fault::Fault;
use super::layout::{Description, Layout, Rows};
use super::load::LoadFault;
use super::persons::Person;
use super::removal;
use super::scale;
use super::totals::Total;
use crate::release::data;
use crate::store::{person, total, wave};
use crate::study;
use sea_orm::sea_query::{Expr, InsertStatement, OnConflict, Query};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The waves that a file fills.
pub struct Waves<'a> {
    layout: &'a Layout,
    replace: bool,
    ids: BTreeMap<String, i32>,
    /// Who is left out, and how many rows that was.
    erased: HashSet<Vec<u8>>,
    left_out: u64,
}

/// Rows in one statement: enough to spread its cost, few enough for every database's limit on parameters.
const ROWS: usize = 1000;

const PERSON_COLUMNS: [person::Column; 9] = [
    person::Column::WaveId,
    person::Column::Pseudonym,
    person::Column::RecordKey,
    person::Column::Weight,
    person::Column::Codes,
    person::Column::Quantities,
    person::Column::Line,
    person::Column::Adult,
    person::Column::SignedUp,
];

const TOTAL_COLUMNS: [total::Column; 4] =
    [total::Column::WaveId, total::Column::Codes, total::Column::Persons, total::Column::Line];

impl<'a> Waves<'a> {
    /// The waves of a layout; `replace` empties one that is loaded already. Rows of persons who were erased are left out.
    pub fn of(layout: &'a Layout, replace: bool, erased: HashSet<Vec<u8>>) -> Self {
        Self { layout, replace, ids: BTreeMap::new(), erased, left_out: 0 }
    }

    /// The periods that were filled, and how many rows were left out because their persons were erased.
    pub fn filled(self) -> (Vec<String>, u64) {
        (self.ids.into_keys().collect(), self.left_out)
    }

    async fn id(&mut self, to: &DatabaseTransaction, period: Option<String>) -> Result<i32, LoadFault> {
        let period = period.or_else(|| self.layout.period.clone().ok()).unwrap_or_default();
        if let Some(id) = self.ids.get(&period) {
            return Ok(*id);
        }
        let dataset = self.layout.dataset;
        let of_study = study::column(self.layout.study.as_ref());
        let source = data::column(self.layout.description.signed_up.as_ref());
        let beside = wave::Entity::find()
            .filter(wave::Column::Dataset.eq(dataset.name()))
            .filter(wave::Column::Study.eq(of_study))
            .filter(wave::Column::ReferencePeriod.eq(&period))
            .all(to)
            .await?;
        let (former, beside): (Vec<_>, Vec<_>) = beside.into_iter().partition(|wave| wave.source == source);
        self.goes_with(&beside)?;
        if let Some(former) = former.into_iter().next() {
            if !self.replace {
                return Err(LoadFault::LoadedAlready(dataset, period));
            }
            let of: Description =
                serde_json::from_str(&former.description).map_err(|error| DbErr::Custom(error.to_string()))?;
            if !of.programmes.is_empty() {
                return Err(LoadFault::OfProgrammes(period));
            }
            removal::wave(to, former.id).await?;
        }
        let description = serde_json::to_string(&self.layout.description).map_err(|e| DbErr::Custom(e.to_string()))?;
        let made = wave::ActiveModel {
            id: ActiveValue::NotSet,
            dataset: ActiveValue::Set(dataset.name().to_owned()),
            study: ActiveValue::Set(of_study.to_owned()),
            reference_period: ActiveValue::Set(period.clone()),
            source: ActiveValue::Set(source),
            description: ActiveValue::Set(description),
        };
        let id = wave::Entity::insert(made).exec(to).await?.last_insert_id;
        self.ids.insert(period, id);
        Ok(id)
    }

    /// Whether what other sources of the period say of it goes with this one: its figures have one title, and count alike.
    fn goes_with(&self, beside: &[wave::Model]) -> Result<(), LoadFault> {
        let own = &self.layout.description;
        for wave in beside {
            let other: Description =
                serde_json::from_str(&wave.description).map_err(|error| DbErr::Custom(error.to_string()))?;
            if let Some((of, scale)) = scale::unlike(own, &other) {
                return Err(LoadFault::OtherScale(self.layout.dataset, wave.reference_period.clone(), of, scale));
            }
            let (one, other) = (&own.described, &other.described);
            if (&one.title, one.population_basis) != (&other.title, other.population_basis) {
                let title = other.title.clone();
                return Err(LoadFault::OtherSource(self.layout.dataset, wave.reference_period.clone(), title));
            }
        }
        Ok(())
    }

    /// Writes persons and says how many the store took; the others are duplicates, each a fault.
    pub async fn persons(
        &mut self,
        to: &DatabaseTransaction,
        persons: Vec<Person>,
        faults: &mut Vec<Fault>,
    ) -> Result<u64, LoadFault> {
        let mut written = 0;
        for (period, persons) in by_period(persons, |person| person.period.clone()) {
            let id = self.id(to, period).await?;
            let all = persons.len();
            let persons: Vec<Person> =
                persons.into_iter().filter(|person| !self.erased.contains(person.pseudonym.0.as_slice())).collect();
            self.left_out += (all - persons.len()) as u64;
            for persons in persons.chunks(ROWS) {
                let rows = persons.iter().map(|p| {
                    let key = i64::from_ne_bytes(p.key.to_ne_bytes());
                    [
                        id.into(),
                        p.pseudonym.0.to_vec().into(),
                        key.into(),
                        p.weight.into(),
                        p.codes.clone().into(),
                        p.quantities.clone().into(),
                        line(p.line),
                        p.adult.into(),
                        p.signed_up.into(),
                    ]
                });
                let statement = insert(person::Entity, PERSON_COLUMNS, rows);
                let inserted = to.execute(&statement).await?.rows_affected();
                written += inserted;
                if usize::try_from(inserted).is_ok_and(|inserted| inserted < persons.len()) {
                    self.name_duplicates(to, id, persons, faults).await?;
                }
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

    /// Writes totals and says how many the store took; the others are duplicates, each a fault.
    pub async fn totals(
        &mut self,
        to: &DatabaseTransaction,
        totals: Vec<Total>,
        faults: &mut Vec<Fault>,
    ) -> Result<u64, LoadFault> {
        let mut written = 0;
        for (period, totals) in by_period(totals, |total| total.period.clone()) {
            let id = self.id(to, period).await?;
            let rows = totals.iter().map(|t| [id.into(), t.codes.clone().into(), t.persons.into(), line(t.line)]);
            let statement = insert(total::Entity, TOTAL_COLUMNS, rows);
            let inserted = to.execute(&statement).await?.rows_affected();
            written += inserted;
            if usize::try_from(inserted).is_ok_and(|inserted| inserted < totals.len()) {
                let stored = total::Entity::find()
                    .filter(total::Column::WaveId.eq(id))
                    .filter(total::Column::Codes.is_in(totals.iter().map(|t| t.codes.clone())))
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
