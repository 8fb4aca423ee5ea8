//! Records of an export in JSON: an array, or the array under `results` (Kobo) or `value` (OData), object by object.
//!
//! The objects of groups are followed; keys are their path with slashes. A record's line is its number in the array.

use super::Bytes;
use super::feed::{Fed, Feed};
use crate::intake::fault::Fault;
use crate::intake::row::Raw;
use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::io::BufReader;
use std::sync::mpsc::SyncSender;

/// Opens a file that stands at its first byte. The header is `paths`; keys that it lacks are passed over.
pub fn open(file: Box<dyn Bytes>, paths: Vec<String>) -> Feed {
    let header = paths.iter().map(String::as_bytes).collect();
    let places: HashMap<String, usize> = paths.into_iter().zip(0..).collect();
    let read = move |send: &SyncSender<Fed>| {
        let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 18, file));
        let mut records = Records { send, places: &places, read: 0 };
        let read = json.deserialize_any(Top(&mut records)).and_then(|()| json.end());
        if let Err(error) = read {
            let at = format!("record {}, line {} of the file: {error}", records.read + 1, error.line());
            // Nobody listening means that nobody wants to know.
            let _ = send.send(Err(Fault::new(records.read + 1, "", &at, "an export of Kobo or ODK in JSON")));
        }
    };
    Feed::start(read).with_header(header)
}

struct Records<'a> {
    send: &'a SyncSender<Fed>,
    places: &'a HashMap<String, usize>,
    read: u64,
}

/// The array, or the object that holds it.
struct Top<'r, 'a>(&'r mut Records<'a>);

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records, or an object with one under `results` or `value`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Array(self.0).visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            if matches!(key.as_str(), "results" | "value") {
                map.next_value_seed(Array(&mut *self.0))?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(A::Error::custom("neither `results` nor `value` is there")) }
    }
}

/// The array of records.
struct Array<'r, 'a>(&'r mut Records<'a>);

impl<'de> DeserializeSeed<'de> for Array<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Array<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut cells: Vec<String> = vec![String::new(); self.0.places.len()];
        let mut numbers = Vec::new();
        while let Some(record) = seq.next_element::<serde_json::Map<String, Value>>()? {
            self.0.read += 1;
            cells.iter_mut().for_each(String::clear);
            fill((&mut cells, &mut numbers), self.0.places, "", record);
            let raw = Raw { cells: cells.iter().collect::<Vec<_>>().into(), numbers: std::mem::take(&mut numbers) };
            if self.0.send.send(Ok((self.0.read, raw))).is_err() {
                return Err(A::Error::custom("nobody listens"));
            }
        }
        Ok(())
    }
}

fn fill(
    (cells, numbers): (&mut [String], &mut Vec<usize>),
    places: &HashMap<String, usize>,
    before: &str,
    object: serde_json::Map<String, Value>,
) {
    for (key, value) in object {
        let path = if before.is_empty() { key } else { format!("{before}/{key}") };
        let value = match value {
            Value::Object(group) => {
                fill((&mut *cells, &mut *numbers), places, &path, group);
                continue;
            }
            other => other,
        };
        let Some((at, cell)) = places.get(&path).and_then(|at| Some((*at, cells.get_mut(*at)?))) else { continue };
        let is_number = value.is_number();
        *cell = text(value);
        if is_number && cell.contains('.') {
            numbers.push(at);
        }
    }
}

/// A value as text; of an array the values with blanks between, as a multiple choice stands in a cell.
fn text(value: Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
        Value::Array(values) => values.into_iter().map(text).collect::<Vec<_>>().join(" "),
    }
}
