//! Of each person the one record that is counted, on the axes of all sources.

use super::data::{Data, Recoding};
use crate::intake::layout::Description;
use crate::person::correct;
use crate::person::same::Same;
use crate::store::person::{Column, Entity};
use node_rules::person::age::adult;
use node_rules::person::correction::{Event, Field, in_effect};
use node_rules::person::signed_up::SignUp;
use node_rules::record_key::Pseudonym;
use schema::concept::{Axis, Dimension};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// A person's record.
pub struct Record {
    /// Whose: the least of the person's pseudonyms that have a record here.
    pub pseudonym: Pseudonym,
    /// The record key.
    pub key: i64,
    /// The persons that it stands for.
    pub weight: f64,
    /// Places on the axes, two bytes each.
    pub codes: Vec<u8>,
    /// Values of the quantities, eight bytes each.
    pub quantities: Vec<u8>,
    /// Whether the person is 18 or over, where that is known.
    pub adult: Option<bool>,
    /// What decides which of several is counted.
    sign_up: SignUp,
}

/// A stored person: pseudonym, record key, weight, codes, values of quantities, whether of age, day of the sign-up.
type Row = (Vec<u8>, i64, f64, Vec<u8>, Vec<u8>, Option<bool>, Option<i32>);

const COLUMNS: [Column; 7] = [
    Column::Pseudonym,
    Column::RecordKey,
    Column::Weight,
    Column::Codes,
    Column::Quantities,
    Column::Adult,
    Column::SignedUp,
];

/// The records of some data: one a person, by pseudonym, so that sums of weights come out the same to the last bit wherever
/// the store lies. Ids that are judged the same are one person.
pub async fn records(store: &impl ConnectionTrait, data: &Data, same: &Same) -> Result<Vec<Record>, DbErr> {
    let mut all = Vec::new();
    for (place, source) in data.sources.iter().enumerate() {
        let recoding = (data.sources.len() > 1).then(|| Recoding::of(&source.description, &data.description));
        let rows = Entity::find().select_only().columns(COLUMNS).filter(Column::WaveId.eq(source.wave));
        let rows: Vec<Row> = rows.order_by_asc(Column::Pseudonym).into_tuple().all(store).await?;
        for row in rows {
            all.push(record(row, place, recoding.as_ref())?);
        }
    }
    // A weighted sample has drawn each of its records by itself, to stand for others too: none is left out.
    let (nobody, is_sample) = (Same::of([]), all.iter().any(|record| (record.weight - 1.0).abs() > f64::EPSILON));
    let same = if is_sample { &nobody } else { same };
    // A file has each id once, and its rows come sorted.
    let mut all = if data.sources.len() > 1 || !same.is_empty() { one_each(all, same) } else { all };
    let mut corrected: BTreeMap<Pseudonym, Vec<Event>> = BTreeMap::new();
    for (id, events) in correct::all(store, data).await? {
        corrected.entry(same.person(id)).or_default().extend(events);
    }
    if !corrected.is_empty() {
        for record in &mut all {
            if let Some(events) = corrected.get_mut(&same.person(record.pseudonym)) {
                // Whichever of the person's ids it was said under, what was said last holds.
                events.sort_by_key(|event| event.number);
                put_right(record, events, &data.description);
            }
        }
    }
    Ok(all)
}

/// Puts what is right in the place of what the file says. A code that the mappings cannot give any more is left out: it would
/// stand in the release for this person alone. So is a score off the scale: it would be brought to an end of it without a word.
fn put_right(record: &mut Record, events: &[Event], description: &Description) {
    for (field, value) in in_effect(events) {
        match field {
            Field::Code(of) => {
                let axis = description.dimensions.iter().position(|axis| axis.axis == *of);
                let codes = axis.and_then(|at| description.dimensions.get(at)).map(|axis| &axis.codes);
                let place = codes.and_then(|codes| codes.iter().position(|code| code == value));
                let place = place.and_then(|place| u16::try_from(place).ok()).map(u16::to_be_bytes);
                let stored = axis.and_then(|at| record.codes.get_mut(2 * at..2 * at + 2));
                let (Some(stored), Some(place)) = (stored, place) else { continue };
                stored.copy_from_slice(&place);
                if *of == Axis::Shared(Dimension::Age) {
                    // A band over both sides of 18 leaves what the file says.
                    record.adult = adult(value).or(record.adult);
                }
            }
            Field::Number(of) => {
                let at = description.quantities.iter().position(|quantity| quantity == of);
                let stored = at.and_then(|at| record.quantities.get_mut(8 * at..8 * at + 8));
                let (Some(stored), Ok(number)) = (stored, value.parse::<f64>()) else { continue };
                if description.scales.get(of).is_some_and(|scale| !scale.holds(number)) {
                    continue;
                }
                stored.copy_from_slice(&number.to_le_bytes());
            }
        }
    }
}

fn record(row: Row, source: usize, recoding: Option<&Recoding>) -> Result<Record, DbErr> {
    let (pseudonym, key, weight, codes, quantities, adult, day) = row;
    let (codes, quantities) = match recoding {
        Some(recoding) => (recoding.codes(&codes), recoding.quantities(&quantities)),
        None => (codes, quantities),
    };
    let pseudonym = pseudonym.try_into().map(Pseudonym).map_err(|_| DbErr::Custom("a record of nobody".to_owned()))?;
    Ok(Record { pseudonym, key, weight, codes, quantities, adult, sign_up: SignUp { day, source } })
}

/// Of several records of a person the one that is counted, under the pseudonym and the key of the least id: whichever row is
/// counted, the person's noise is the same.
fn one_each(mut all: Vec<Record>, same: &Same) -> Vec<Record> {
    let order = |one: &Record, other: &Record| {
        let persons = same.person(one.pseudonym).cmp(&same.person(other.pseudonym));
        persons.then(one.sign_up.cmp(&other.sign_up)).then(one.pseudonym.cmp(&other.pseudonym))
    };
    all.sort_by(order);
    all.dedup_by(|later, first| {
        let is_one = same.person(later.pseudonym) == same.person(first.pseudonym);
        if is_one {
            first.adult = of_age([first.adult, later.adult]);
            if later.pseudonym < first.pseudonym {
                (first.pseudonym, first.key) = (later.pseudonym, later.key);
            }
        }
        is_one
    });
    all.sort_by_key(|record| record.pseudonym);
    all
}

/// Whether a person is of age of whom several rows say it: who is a minor in one is one.
pub fn of_age(said: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    said.into_iter().flatten().reduce(|one, other| one && other)
}
