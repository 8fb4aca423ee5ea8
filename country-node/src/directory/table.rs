//! The rows of a table as records, by their mapping.

use super::file::Taken;
use super::mapping::{Field, Mapping};
use crate::intake::fault::Fault;
use crate::intake::row::Raw;
use crate::intake::source::Records;
use node_rules::directory::content::{Content, Span};
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::sound::{ID, is_id};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// The records of a table; the outer error is the disk's.
pub(super) fn rows(file: &Path, mapping: &Mapping) -> std::io::Result<Result<Vec<Taken>, Vec<Fault>>> {
    let source = mapping.source();
    let mut records = match Records::open(file, &source)? {
        Ok(records) => records,
        Err(faults) => return Ok(Err(faults)),
    };
    let encoding = records.encoding(mapping.encoding());
    let cell = |bytes: &[u8]| encoding.text(bytes).map(|text| text.trim().to_owned());
    let header: Vec<String> = records.header().iter().map(|name| cell(name).unwrap_or_default()).collect();
    let mut faults = Vec::new();
    let mut columns = Vec::new();
    for field in &mapping.fields {
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
    let mut found: BTreeMap<String, Taken> = BTreeMap::new();
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
        let mut row = Row::default();
        for (field, at) in &columns {
            let text = match at {
                None => field.constant.clone(),
                Some(at) => raw.cells.get(*at).and_then(cell),
            };
            match text {
                Some(text) => row.take(field, &text, line, &mut faults),
                None => faults.push(Fault::new(
                    line,
                    field.column.as_deref().unwrap_or_default(),
                    "",
                    "text of this encoding",
                )),
            }
        }
        row.into_record(mapping, line, &mut found, &mut faults);
    }
    Ok(if faults.is_empty() { Ok(found.into_values().collect()) } else { Err(faults) })
}

/// What a row of a table says.
#[derive(Default)]
struct Row {
    id: String,
    from: Option<String>,
    until: Option<String>,
    says: Value,
}

impl Row {
    fn take(&mut self, field: &Field, text: &str, line: u64, faults: &mut Vec<Fault>) {
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
                    None => faults.push(Fault::new(line, column, value, "a value that the mapping has a code for")),
                },
            }
        }
        let Some(first) = taken.first() else { return };
        match field.of.as_str() {
            "id" => self.id.clone_from(first),
            "from" => self.from = Some(first.clone()),
            "until" => self.until = Some(first.clone()),
            path => {
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
                put(&mut self.says, path, value);
            }
        }
    }

    fn into_record(self, mapping: &Mapping, line: u64, found: &mut BTreeMap<String, Taken>, faults: &mut Vec<Fault>) {
        let before = faults.len();
        let column = |of: &str| {
            let field = mapping.fields.iter().find(|field| field.of == of);
            field.and_then(|field| field.column.clone()).unwrap_or_else(|| of.to_owned())
        };
        if !is_id(&self.id) {
            faults.push(Fault::new(line, &column("id"), &self.id, ID));
        }
        let mut date = |of: &str, text: &Option<String>| -> Option<PartialDate> {
            let text = text.as_ref()?;
            let date = text.parse::<PartialDate>();
            date.map_err(|fault| faults.push(Fault::new(line, &column(of), text, fault.to_string()))).ok()
        };
        let (from, until) = (date("from", &self.from), date("until", &self.until));
        let body = Body::read(mapping.kind, self.says);
        let body = body.map_err(|fault| faults.push(Fault::new(line, &column(&fault.field), "", fault.expected))).ok();
        let Some(body) = body.filter(|_| faults.len() == before) else { return };
        let span = Span { from, until, body };
        if let Some(taken) = found.get_mut(&self.id) {
            taken.content.spans.push(span);
            return;
        }
        let (visibility, named) = (mapping.visibility, mapping.named.clone());
        let content = Content { visibility, named, reviewers: Vec::new(), spans: vec![span] };
        let (kind, publish) = (mapping.kind, mapping.publish);
        found.insert(self.id.clone(), Taken { line, kind, id: self.id, content, publish, shown: false });
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
