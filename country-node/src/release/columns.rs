//! A wave's records column by column, as they stand at a reference time.

use crate::consent::history;
use crate::intake::layout::Description;
use crate::store::{person, total};
use node_rules::clock::Seconds;
use node_rules::columns::{Column, Columns, Quantity, Totals};
use node_rules::consent::{Terms, counted};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// A stored person: pseudonym, record key, weight, codes, values of quantities, whether of age.
type Row = (Vec<u8>, i64, f64, Vec<u8>, Vec<u8>, Option<bool>);

/// What a release is frozen at.
#[derive(Clone, Copy)]
pub struct Reference {
    /// Its time.
    pub at: Seconds,
    /// The last consent event that was appended by then, by its number: later ones are left to the next release, even if
    /// they are of an earlier time.
    pub consents: i32,
}

/// Persons of a wave with the segments of `terms` that their consents put them in at a reference.
pub async fn persons(
    store: &impl ConnectionTrait,
    wave: i32,
    description: &Description,
    terms: Terms<'_>,
    reference: Reference,
) -> Result<Columns, DbErr> {
    let consents = history::all(store, reference.consents).await?;
    let rows = rows(store, wave).await?;
    let segment = |(pseudonym, .., adult): &Row| {
        consents.get(pseudonym).and_then(|history| counted(history, *adult, reference.at, terms))
    };
    let segment = rows.iter().map(segment).collect();
    Ok(Columns { segment, segments: terms.segments.to_vec(), ..by_column(description, rows) })
}

/// Everybody whom a wave holds, whoever agreed: in no segment, so that no release can be cut from it.
pub async fn everybody(store: &impl ConnectionTrait, wave: i32, description: &Description) -> Result<Columns, DbErr> {
    Ok(by_column(description, rows(store, wave).await?))
}

/// By pseudonym, so that sums of weights come out the same to the last bit wherever the store lies.
async fn rows(store: &impl ConnectionTrait, wave: i32) -> Result<Vec<Row>, DbErr> {
    let columns = [
        person::Column::Pseudonym,
        person::Column::RecordKey,
        person::Column::Weight,
        person::Column::Codes,
        person::Column::Quantities,
        person::Column::Adult,
    ];
    let rows = person::Entity::find().select_only().columns(columns).filter(person::Column::WaveId.eq(wave));
    rows.order_by_asc(person::Column::Pseudonym).into_tuple().all(store).await
}

fn by_column(description: &Description, rows: Vec<Row>) -> Columns {
    let mut columns = Columns {
        dimensions: axes(description),
        weights: Vec::with_capacity(rows.len()),
        keys: Vec::with_capacity(rows.len()),
        segment: vec![None; rows.len()],
        segments: Vec::new(),
        quantities: description.quantities.iter().map(|of| Quantity { of: of.clone(), values: Vec::new() }).collect(),
    };
    for (_, key, weight, codes, values, _) in rows {
        columns.weights.push(weight);
        columns.keys.push(u64::from_ne_bytes(key.to_ne_bytes()));
        push(&mut columns.dimensions, &codes);
        let mut values = values.chunks_exact(8).map(|bytes| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes));
        columns.quantities.iter_mut().for_each(|q| q.values.push(values.next().unwrap_or(f64::NAN)));
    }
    columns
}

/// Published totals of a wave. An axis keeps only the codes that occur: what is not there is nobody.
pub async fn totals(store: &impl ConnectionTrait, wave: i32, description: &Description) -> Result<Totals, DbErr> {
    let rows = total::Entity::find()
        .filter(total::Column::WaveId.eq(wave))
        .order_by_asc(total::Column::Codes)
        .all(store)
        .await?;
    let mut totals = Totals { dimensions: axes(description), persons: Vec::with_capacity(rows.len()) };
    for row in rows {
        totals.persons.push(row.persons.unsigned_abs());
        push(&mut totals.dimensions, &row.codes);
    }
    totals.dimensions.iter_mut().for_each(keep_what_occurs);
    Ok(totals)
}

fn axes(description: &Description) -> Vec<Column> {
    let axes = description.dimensions.iter();
    axes.map(|axis| Column { dimension: axis.axis, domain: axis.codes.clone(), places: Vec::new() }).collect()
}

/// Splits a stored row's codes, two bytes each, over the columns.
fn push(columns: &mut [Column], codes: &[u8]) {
    let places = codes.chunks_exact(2).map(|pair| pair.iter().fold(0_u16, |place, byte| place << 8 | u16::from(*byte)));
    columns.iter_mut().zip(places).for_each(|(column, place)| column.places.push(place));
}

fn keep_what_occurs(column: &mut Column) {
    let occurs: BTreeSet<u16> = column.places.iter().copied().collect();
    let moved: HashMap<u16, u16> = occurs.iter().copied().zip(0_u16..).collect();
    let domain = occurs.iter().filter_map(|place| column.domain.get(usize::from(*place)).cloned());
    column.domain = domain.collect();
    column.places.iter_mut().for_each(|place| *place = moved.get(place).copied().unwrap_or_default());
}
