//! Consent events from a file: `person_id,event,at,purposes,audience`, all of them or none.

use super::fault::{Fault, Report};
use super::lines::{Lines, begun};
use super::load::LoadFault;
use crate::store::consent_event;
use node_rules::consent::EventKind;
use node_rules::record_key::RecordKeys;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use sea_orm::{ActiveValue, DatabaseConnection, EntityTrait};
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The header of a consent file.
pub const HEADER: [&str; 5] = ["person_id", "event", "at", "purposes", "audience"];
const BATCH: usize = 1000;

/// Appends a file's consent events and says how many.
pub async fn load(store: &DatabaseConnection, keys: &RecordKeys, path: &Path) -> Result<u64, LoadFault> {
    let file = path.display().to_string();
    let lines = Lines::of(BufReader::new(File::open(path)?));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(lines);
    let header = reader.headers().map(|found| found.iter().map(str::to_owned).collect::<Vec<_>>());
    if header.as_ref().map_or(true, |found| found != &HEADER) {
        let found = header.map_or_else(|error| error.to_string(), |found| found.join(","));
        let fault = Fault::new(1, "", &found, format!("the header {}", HEADER.join(",")));
        return Err(LoadFault::Report(Report::new(&file, vec![fault])));
    }
    let (mut faults, mut events, mut count) = (Vec::new(), Vec::new(), 0);
    let transaction = crate::store::begin(store).await?;
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(std::io::Error::other)? {
        match read(keys, begun(&reader, &row), &row) {
            Ok(event) => events.push(event),
            Err(found) => faults.extend(found),
        }
        if events.len() == BATCH {
            count += BATCH as u64;
            consent_event::Entity::insert_many(events.drain(..)).exec_without_returning(&transaction).await?;
        }
    }
    if !events.is_empty() {
        count += events.len() as u64;
        consent_event::Entity::insert_many(events).exec_without_returning(&transaction).await?;
    }
    if faults.is_empty() {
        transaction.commit().await?;
        Ok(count)
    } else {
        transaction.rollback().await?;
        Err(LoadFault::Report(Report::new(&file, faults)))
    }
}

fn read(keys: &RecordKeys, line: u64, row: &csv::ByteRecord) -> Result<consent_event::ActiveModel, Vec<Fault>> {
    let Ok(row) = csv::StringRecord::from_byte_record(row.clone()) else {
        let shown = String::from_utf8_lossy(row.as_slice());
        return Err(vec![Fault::new(line, "", &shown, "a row in UTF-8")]);
    };
    if row.len() != HEADER.len() {
        let expected = format!("{} fields", HEADER.len());
        return Err(vec![Fault::new(line, "", &format!("{} fields", row.len()), expected)]);
    }
    let mut faults = Vec::new();
    let [id, event, at, purposes, audience] = [0, 1, 2, 3, 4].map(|place| row.get(place).unwrap_or_default().trim());
    let mut say = |column: &str, value: &str, expected: &str| faults.push(Fault::new(line, column, value, expected));
    if id.is_empty() {
        say("person_id", id, "the person's id");
    }
    let kind: Option<EventKind> = named(event);
    if kind.is_none() {
        say("event", event, "GIVEN, REFRESHED, WITHDRAWN or EXPIRED");
    }
    let time = chrono::DateTime::parse_from_rfc3339(at);
    if time.is_err() {
        say("at", at, "a time such as 2026-01-31T12:00:00Z (RFC 3339)");
    }
    let agreed = matches!(kind, Some(EventKind::Given | EventKind::Refreshed));
    let sound = purposes.split_whitespace().all(|purpose| named::<ConsentPurpose>(purpose).is_some());
    if !sound || agreed == purposes.is_empty() {
        say("purposes", purposes, "the purposes agreed to, with blanks between; none for WITHDRAWN and EXPIRED");
    }
    let reach: Option<Audience> = named(audience);
    if agreed && reach.is_none() {
        say("audience", audience, "OWN_GOVERNMENT, IOM, MEMBER_GOVERNMENTS or PUBLIC");
    }
    match (kind, time) {
        (Some(kind), Ok(time)) if faults.is_empty() => Ok(consent_event::ActiveModel {
            id: ActiveValue::NotSet,
            pseudonym: ActiveValue::Set(keys.of(id).0.0.to_vec()),
            kind: ActiveValue::Set(name(kind)),
            at: ActiveValue::Set(time.timestamp()),
            purposes: ActiveValue::Set(purposes.to_owned()),
            audience: ActiveValue::Set(name(reach.unwrap_or(Audience::OwnGovernment))),
        }),
        _ => Err(faults),
    }
}

/// Reads a unit variant by the name that serde gives it.
pub fn named<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(text)).ok()
}

/// The name that serde gives a unit variant.
fn name<T: Serialize>(variant: T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
