//! The rows of a table as records, by their mapping.

use super::file::Taken;
use super::mapping::{Mapping, own};
use crate::intake::fault::Fault;
use crate::intake::field::column;
use crate::intake::table::{self, Row};
use node_rules::directory::content::{Content, Span};
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::sound::{ID, is_id};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// The records of a table; the outer error is the disk's.
pub(super) fn rows(file: &Path, mapping: &Mapping) -> std::io::Result<Result<Vec<Taken>, Vec<Fault>>> {
    let file = Box::new(File::open(file)?);
    let (rows, mut faults) = match table::rows(file, (&mapping.file, &mapping.fields), &own(mapping.kind))? {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut found: BTreeMap<String, Taken> = BTreeMap::new();
    for row in rows {
        into_record(row, mapping, &mut found, &mut faults);
    }
    // Of one line, in the order found.
    faults.sort_by_key(|fault| fault.line);
    Ok(if faults.is_empty() { Ok(found.into_values().collect()) } else { Err(faults) })
}

fn into_record(row: Row, mapping: &Mapping, found: &mut BTreeMap<String, Taken>, faults: &mut Vec<Fault>) {
    let before = faults.len();
    let (line, id) = (row.line, row.own("id").to_owned());
    let at = |of: &'static str| column(&mapping.fields, of);
    if !is_id(&id) {
        faults.push(Fault::new(line, at("id"), &id, ID));
    }
    let mut date = |of: &'static str| -> Option<PartialDate> {
        let text = row.own.get(of)?;
        let date = text.parse::<PartialDate>();
        date.map_err(|fault| faults.push(Fault::new(line, at(of), text, fault.to_string()))).ok()
    };
    let [_, from, until] = own(mapping.kind);
    let (from, until) = (date(from), date(until));
    let body = Body::read(mapping.kind, row.says);
    let body = body
        .map_err(|fault| faults.push(Fault::new(line, column(&mapping.fields, &fault.field), "", fault.expected)))
        .ok();
    let Some(body) = body.filter(|_| row.is_sound && faults.len() == before) else { return };
    let span = Span { from, until, body };
    if let Some(taken) = found.get_mut(&id) {
        taken.content.spans.push(span);
        return;
    }
    let (visibility, named) = (mapping.visibility, mapping.named.clone());
    let content = Content { visibility, named, reviewers: Vec::new(), spans: vec![span] };
    let (kind, publish) = (mapping.kind, mapping.publish);
    found.insert(id.clone(), Taken { line, kind, id, content, publish, shown: false });
}
