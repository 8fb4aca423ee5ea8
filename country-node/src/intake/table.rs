//! The rows of a table, field by field.

use super::fault::Fault;
use super::field::{Field, Form};
use super::row::Raw;
use super::source::{Bytes, Records};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a row of a table says.
#[derive(Debug, Default)]
pub struct Row {
    /// Its line in the file, or its row in a sheet.
    pub line: u64,
    /// Fields of the record itself, by their names.
    pub own: BTreeMap<String, String>,
    /// What the record says.
    pub says: Value,
    /// Whether every cell could be read.
    pub is_sound: bool,
}

/// Rows, and the faults of their cells.
pub type Read = (Vec<Row>, Vec<Fault>);

/// The rows of a table and the faults of their cells. Fields that `own` names are the record's own. The outer error is the disk's, the
/// inner one of the table as a whole.
pub fn rows(
    table: Box<dyn Bytes>,
    (form, fields): (&Form, &[Field]),
    own: &[&str],
) -> std::io::Result<Result<Read, Vec<Fault>>> {
    let source = form.source();
    let mut records = match Records::of(table, &source)? {
        Ok(records) => records,
        Err(faults) => return Ok(Err(faults)),
    };
    let encoding = records.encoding(form.encoding());
    let cell = |bytes: &[u8]| encoding.text(bytes).map(|text| text.trim().to_owned());
    let header: Vec<String> = records.header().iter().map(|name| cell(name).unwrap_or_default()).collect();
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for field in fields {
        let at = field.column.as_ref().map(|column| header.iter().position(|name| name == column));
        if at == Some(None) {
            let (line, expected) = (records.before() + 1, "a column of this name, which the mapping reads");
            faults.push(Fault::new(line, "", field.column.as_deref().unwrap_or_default(), expected));
        }
        columns.push((field, at.flatten()));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut rows = Vec::new();
    let mut raw = Raw::default();
    loop {
        let line = match records.next(&mut raw) {
            Ok(None) => break,
            Ok(Some(line)) => line,
            Err(fault) => {
                faults.push(fault);
                break;
            }
        };
        let before = faults.len();
        let mut row = Row { line, ..Row::default() };
        for (field, at) in &columns {
            let text = match at {
                None => field.constant.clone(),
                Some(at) => raw.cells.get(*at).and_then(cell),
            };
            let column = field.column.as_deref().unwrap_or(&field.of);
            match text {
                Some(text) => row.take(field, &text, own, &mut faults),
                None => faults.push(Fault::new(line, column, "", "text of this encoding")),
            }
        }
        row.is_sound = faults.len() == before;
        rows.push(row);
    }
    Ok(Ok((rows, faults)))
}

impl Row {
    fn take(&mut self, field: &Field, text: &str, own: &[&str], faults: &mut Vec<Fault>) {
        let column = field.column.as_deref().unwrap_or(&field.of);
        // An empty cell says nothing.
        let values: Vec<&str> = match &field.split {
            Some(split) => text.split(split.as_str()).map(str::trim).filter(|value| !value.is_empty()).collect(),
            None => Some(text).filter(|text| !text.is_empty()).into_iter().collect(),
        };
        let mut taken = Vec::with_capacity(values.len());
        for value in values {
            match &field.codes {
                None => taken.push(value.to_owned()),
                Some(codes) => match codes.get(value) {
                    Some(code) => taken.push(code.clone()),
                    None => {
                        faults.push(Fault::new(self.line, column, value, "a value that the mapping has a code for"));
                    }
                },
            }
        }
        let Some(first) = taken.first() else { return };
        if own.contains(&field.of.as_str()) {
            self.own.insert(field.of.clone(), first.clone());
            return;
        }
        let number = |text: &String| -> Value {
            if !field.number {
                return Value::String(text.clone());
            }
            text.parse::<u64>().map_or_else(|_| Value::String(text.clone()), Value::from)
        };
        let value = match &field.split {
            Some(_) => Value::Array(taken.iter().map(number).collect()),
            None => number(first),
        };
        put(&mut self.says, &field.of, value);
    }

    /// A field of the record itself, empty where nothing was said.
    pub fn own(&self, of: &str) -> &str {
        self.own.get(of).map_or("", String::as_str)
    }
}

/// Puts a value where its path says: `names.eng` is the name in a language, `phases.0.from` a field of the first phase.
fn put(says: &mut Value, path: &str, value: Value) {
    let mut at = says;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        if is_last && matches!(path.split('.').next(), Some("names" | "titles")) && part.len() == 3 {
            let name = serde_json::json!({ "language": part, "text": value });
            match at {
                Value::Array(names) => names.push(name),
                _ => *at = Value::Array(vec![name]),
            }
            return;
        }
        at = if let Ok(number) = part.parse::<usize>() {
            if !at.is_array() {
                *at = Value::Array(Vec::new());
            }
            let Value::Array(items) = at else { return };
            // A list has no holes: what is named beyond its end becomes its next item.
            let number = number.min(items.len());
            if number == items.len() {
                items.push(Value::Null);
            }
            let Some(item) = items.get_mut(number) else { return };
            item
        } else {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            let Value::Object(fields) = at else { return };
            fields.entry(part).or_insert(Value::Null)
        };
    }
    *at = value;
}
