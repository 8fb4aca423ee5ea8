//! Records column by column, as they stand at a reference time.

use super::data::Data;
use super::records::{Record, records};
use crate::consent::history;
use crate::intake::layout::Description;
use crate::person::same::{self, Same};
use crate::store::total;
use node_rules::clock::Seconds;
use node_rules::columns::{Column, Columns, Quantity, Totals};
use node_rules::consent::{Event, Terms, counted_jointly};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeSet, HashMap};

/// What a release is frozen at.
#[derive(Clone, Copy)]
pub struct Reference {
    /// Its time.
    pub at: Seconds,
    /// The last consent event that was appended by then, by its number: later ones are left to the next release, even if
    /// they are of an earlier time.
    pub consents: i32,
    /// The last judgement of which ids are one person, likewise.
    pub judgements: i32,
}

/// Persons of some data with the segments of `terms` that their consents put them in at a reference.
pub async fn persons(
    store: &impl ConnectionTrait,
    data: &Data,
    terms: Terms<'_>,
    reference: Reference,
) -> Result<Columns, DbErr> {
    let consents = history::all(store, reference.consents).await?;
    let judged = same::all(store).await?.into_iter().filter(|(number, _)| *number <= reference.judgements);
    let same = Same::of(judged.map(|(_, judged)| judged));
    let records = records(store, data, &same).await?;
    let segment = |record: &Record| {
        // Every id of the person speaks, whether or not it has a record here.
        let ids = same.ids(record.pseudonym);
        let histories = ids.iter().filter_map(|id| consents.get(id.0.as_slice()).map(Vec::as_slice));
        counted_jointly(&histories.collect::<Vec<&[Event]>>(), record.adult, reference.at, terms)
    };
    let segment = records.iter().map(segment).collect();
    Ok(Columns { segment, segments: terms.segments.to_vec(), ..by_column(&data.description, records) })
}

/// Everybody whom some data hold, whoever agreed: in no segment, so that no release can be cut from it.
pub async fn everybody(store: &impl ConnectionTrait, data: &Data) -> Result<Columns, DbErr> {
    Ok(by_column(&data.description, records(store, data, &same::same(store).await?).await?))
}

fn by_column(description: &Description, rows: Vec<Record>) -> Columns {
    let mut columns = Columns {
        dimensions: axes(description),
        weights: Vec::with_capacity(rows.len()),
        keys: Vec::with_capacity(rows.len()),
        segment: vec![None; rows.len()],
        segments: Vec::new(),
        quantities: description.quantities.iter().map(|of| Quantity { of: of.clone(), values: Vec::new() }).collect(),
    };
    for Record { key, weight, codes, quantities: values, .. } in rows {
        columns.weights.push(weight);
        columns.keys.push(u64::from_ne_bytes(key.to_ne_bytes()));
        push(&mut columns.dimensions, &codes);
        let mut values = values.chunks_exact(8).map(|bytes| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes));
        columns.quantities.iter_mut().for_each(|q| q.values.push(values.next().unwrap_or(f64::NAN)));
    }
    columns
}

/// Published totals, which are of one file. An axis keeps only the codes that occur: what is not there is nobody.
pub async fn totals(store: &impl ConnectionTrait, data: &Data) -> Result<Totals, DbErr> {
    let description = &data.description;
    let rows = total::Entity::find()
        .filter(total::Column::WaveId.is_in(data.waves()))
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
