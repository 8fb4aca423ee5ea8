//! Records as the rows of a table, by the mapping that [`super::table`] reads such a table with. What is written is read again and says
//! the same.

use super::field::{Field, Form};
use super::file::Format;
use super::mapping::Encoding;
use serde_json::Value;
use std::collections::BTreeMap;

/// A record, to be a row.
#[derive(Debug)]
pub struct Record {
    /// Its id, for faults.
    pub id: String,
    /// Fields of the record itself, by their names.
    pub own: BTreeMap<&'static str, String>,
    /// What it says.
    pub says: Value,
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The file, in the encoding of its mapping.
    pub bytes: Vec<u8>,
    /// How many rows it has, without its header.
    pub rows: usize,
    /// What the records say and the mapping has no column for, with the number of rows of which it is so.
    pub left_out: BTreeMap<String, usize>,
}

/// Why records are no table.
#[derive(Debug, thiserror::Error)]
pub enum TabledFault {
    /// The mapping is of a workbook.
    #[error("the mapping's format is xlsx: a table is written as csv")]
    Workbook,
    /// Cells that would not be read as what the record says.
    #[error("{}", .0.join("\n"))]
    Cells(Vec<String>),
    /// It could not be written.
    #[error(transparent)]
    Written(#[from] csv::Error),
}

/// The table of some records.
pub fn tabled((form, fields): (&Form, &[Field]), records: impl Iterator<Item = Record>) -> Result<Table, TabledFault> {
    if form.source().format == Format::Xlsx {
        return Err(TabledFault::Workbook);
    }
    let mut header: Vec<&str> = Vec::new();
    for column in fields.iter().filter_map(|field| field.column.as_deref()) {
        if !header.contains(&column) {
            header.push(column);
        }
    }
    let delimiter = form.source().delimiter.unwrap_or(b',');
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let encoded = |text: &str| encoded(form.encoding(), text);
    let mut faults = Vec::new();
    let names: Vec<Option<Vec<u8>>> = header.iter().map(|name| encoded(name)).collect();
    table.write_record(names.into_iter().map(Option::unwrap_or_default))?;
    let (mut left_out, mut rows): (BTreeMap<String, usize>, _) = (BTreeMap::new(), 0);
    for mut record in records {
        let mut cells: BTreeMap<&str, String> = BTreeMap::new();
        let mut wrong = |what: &str, why: &str| faults.push(format!("{}: {what}: {why}", record.id));
        for field in fields {
            let text = match cell(field, &record.own, &mut record.says) {
                Ok(text) => text,
                Err(why) => {
                    wrong(&field.of, why);
                    continue;
                }
            };
            let Some(column) = field.column.as_deref() else {
                if Some(text.as_str()) != field.constant.as_deref() {
                    wrong(&field.of, "it is not what the mapping says of every row");
                }
                continue;
            };
            if encoded(&text).is_none() {
                wrong(&field.of, "the mapping's encoding has no signs for it");
            }
            if *cells.entry(column).or_insert_with(|| text.clone()) != text {
                wrong(&field.of, "another field of the same column says something else");
            }
        }
        let mut paths = Vec::new();
        leaves(&record.says, "", &mut paths);
        // Of a list it is told once a row.
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            *left_out.entry(path).or_default() += 1;
        }
        let row = header.iter().map(|name| cells.get(name).and_then(|text| encoded(text)).unwrap_or_default());
        table.write_record(row)?;
        rows += 1;
    }
    if !faults.is_empty() {
        return Err(TabledFault::Cells(faults));
    }
    let bytes = table.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(Table { bytes, rows, left_out })
}

/// What a field's cell is; what is taken of the record is gone from it. Nothing said is an empty cell.
fn cell(field: &Field, own: &BTreeMap<&'static str, String>, says: &mut Value) -> Result<String, &'static str> {
    let value = match own.get(field.of.as_str()) {
        Some(text) => Value::String(text.clone()),
        None => taken(says, &field.of).unwrap_or_default(),
    };
    let values = match value {
        Value::Array(items) if field.split.is_some() => items,
        value => vec![value],
    };
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Array(_) | Value::Object(_) => {
                return Err("it is more than one value, and the mapping has no `split`");
            }
            value => value.to_string(),
        };
        let text = match &field.codes {
            None => text,
            Some(codes) => match codes.iter().find(|(_, code)| **code == text) {
                Some((word, _)) => word.clone(),
                None => return Err("the mapping has no word for this code"),
            },
        };
        if field.split.as_deref().is_some_and(|split| text.contains(split)) {
            return Err("it holds what stands between values");
        }
        texts.push(text);
    }
    Ok(texts.join(field.split.as_deref().unwrap_or_default()))
}

/// Takes out what a path names, as the reader of tables puts it there.
fn taken(says: &mut Value, path: &str) -> Option<Value> {
    let mut at = says;
    for part in path.split('.') {
        at = match at {
            Value::Object(fields) => fields.get_mut(part)?,
            Value::Array(items) => match part.parse::<usize>() {
                Ok(number) => items.get_mut(number)?,
                // A name in a language.
                Err(_) => items.iter_mut().find(|name| name.get("language").is_some_and(|of| of == part))?,
            },
            _ => return None,
        };
    }
    let is_name = at.get("language").is_some() && at.get("text").is_some();
    match at.take() {
        Value::Object(mut name) if is_name => name.remove("text"),
        value => Some(value),
    }
}

/// The paths of what is left, without places in lists; a name's has its language.
fn leaves(says: &Value, path: &str, found: &mut Vec<String>) {
    let below = |part: &str| if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") };
    match says {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| match item.get("language").and_then(Value::as_str) {
            Some(language) if item.get("text").is_some() => found.push(below(language)),
            _ => leaves(item, path, found),
        }),
        Value::Object(fields) => fields.iter().for_each(|(part, value)| leaves(value, &below(part), found)),
        _ => found.push(path.to_owned()),
    }
}

fn encoded(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Latin1 => {
            let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(text);
            (!is_lossy).then(|| bytes.into_owned())
        }
    }
}
