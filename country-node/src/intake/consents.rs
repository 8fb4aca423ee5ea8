//! Consent events from a file: all of them, or none and a report of every fault.
//!
//! [`consent_row`](super::consent_row) reads a row; what may follow what is judged where events are appended.

use super::consent_row::{Columns, Read};
use super::fault::{Fault, Report};
use super::lines::{Lines, begun};
use super::load::LoadFault;
use crate::consent::append::{AppendFault, Appending};
use crate::node::Node;
use crate::person::erased;
use node_rules::consent::history::Unallowed;
use node_rules::record_key::Pseudonym;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The columns that every consent file begins with.
pub const HEADER: [&str; 5] = ["person_id", "event", "at", "purposes", "audience"];

/// The columns that may stand after them, in any order.
pub const OPTIONAL: [&str; 4] = ["notice", "language", "method", "valid_until"];

/// Rows that are judged and written at once.
const BATCH: usize = 8192;

/// Appends a file's consent events and says how many.
pub async fn load(node: &Node, path: &Path) -> Result<u64, LoadFault> {
    let file = path.display().to_string();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Lines::of(BufReader::new(File::open(path)?)));
    let header = match reader.headers() {
        Ok(header) => Columns::of(header),
        Err(error) => Err(vec![Fault::new(1, "", &error.to_string(), "a header")]),
    };
    let columns = header.map_err(|faults| LoadFault::Report(Report::new(&file, faults)))?;
    let transaction = crate::store::begin(&node.store).await?;
    let mut appending = Appending::begin(&transaction, (node.clock)()).await.map_err(|fault| match fault {
        AppendFault::Store(fault) => LoadFault::Store(fault),
        AppendFault::ClockJumpedBack { .. } => LoadFault::Clock(fault),
    })?;
    let gone = erased::all(&transaction).await?;
    let (mut faults, mut events, mut count) = (Vec::new(), Vec::new(), 0);
    // Of a person one of whose rows does not read it is not known what may follow.
    let mut doubted: HashSet<Pseudonym> = HashSet::new();
    let mut row = csv::ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut row).map_err(std::io::Error::other)?;
        if more {
            match columns.read(node, begun(&reader, &row), &row, appending.now()) {
                Read::Event(event)
                    if event.recorded.event.kind.agrees() && gone.contains(event.person.0.as_slice()) =>
                {
                    let expected =
                        "no consent of a person who is erased; `country-node person readmit` takes that back";
                    faults.push(Fault::new(event.place.line, "event", event.place.event, expected));
                }
                Read::Event(event) if !doubted.contains(&event.person) => events.push(event),
                Read::Event(_) => {}
                Read::Faults(person, found) => {
                    doubted.extend(person);
                    faults.extend(found);
                }
            }
        }
        if events.len() == BATCH || !more {
            count += events.len() as u64;
            let batch = events.drain(..).map(|event| (event.place, event.person, event.recorded)).collect();
            let refused = appending.append(batch).await?;
            faults.extend(refused.into_iter().map(|(place, unallowed)| {
                let (column, value) = match unallowed {
                    Unallowed::Move(_) => ("event", place.event),
                    Unallowed::Earlier(_) | Unallowed::Future(_) => ("at", &*place.at),
                    Unallowed::EndsAtOnce => ("valid_until", &*place.valid_until),
                };
                Fault::new(place.line, column, value, unallowed.to_string())
            }));
        }
        if !more {
            break;
        }
    }
    if faults.is_empty() {
        transaction.commit().await?;
        Ok(count)
    } else {
        transaction.rollback().await?;
        Err(LoadFault::Report(Report::new(&file, faults)))
    }
}

/// Reads a unit variant by the name that serde gives it.
pub fn named<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(text)).ok()
}

/// The name that serde gives a unit variant.
pub fn name<T: Serialize>(variant: T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
