//! Of each person the one record that is counted, on the axes of all sources.

use super::data::{Data, Recoding};
use crate::person::same::Same;
use crate::store::person::{Column, Entity};
use node_rules::person::signed_up::SignUp;
use node_rules::record_key::Pseudonym;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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
    // A file has each id once, and its rows come sorted.
    Ok(if data.sources.len() > 1 || !same.is_empty() { one_each(all, same) } else { all })
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
