//! A form in XLSX: read or refused with every fault, and a mapping proposed from it that a mapping's reader takes for TOML.
//!
//! Bytes are a workbook, or its sheets as text: rows of `survey` in CSV, then `[choices]` and `[settings]` on lines of their own.

use country_node::form::draft::draft;
use country_node::form::forms::{Forms, Version};
use country_node::form::kind::Kind;
use country_node::form::read::read;
use country_node::intake::export::Origin;
use country_node::intake::fault::Fault;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeSet;

/// The most rows and columns of a sheet that is made from text: more of them shows nothing new, and takes its time.
const MOST: (usize, usize) = (60, 12);
/// The most characters of a cell, which XLSX sets.
const LONGEST: usize = 32_767;

/// Holds for a form of any bytes.
pub fn holds(bytes: &[u8]) {
    let made;
    let book = if bytes.starts_with(b"PK") {
        bytes
    } else {
        made = workbook(&String::from_utf8_lossy(bytes));
        &made
    };
    let form = match read("form.xlsx", book) {
        Ok(form) => form,
        Err(faults) => return are_faults(&faults),
    };
    for question in &form.questions {
        let choices = form.choices(question);
        assert!(question.kind.list().is_some() || choices.is_empty(), "only a choice has choices: {question:?}");
        assert!(!question.name.is_empty() && !question.name.contains(char::is_control), "{question:?}");
    }
    let version = Version { file: "form.xlsx".into(), names: form.version.iter().cloned().collect(), form };
    match Forms::merge(vec![version.clone()]) {
        Ok(forms) => proposes(&forms),
        Err(faults) => are_faults(&faults),
    }
    // Two versions that are one are no clash, but for the name that records would say.
    let twin = Version { names: vec!["another version".into()], ..version.clone() };
    if let Err(faults) = Forms::merge(vec![version, twin]) {
        are_faults(&faults);
    }
}

/// What is proposed is TOML, names no column twice, and offers nobody's own words.
fn proposes(forms: &Forms) {
    let text = draft(forms, &["form.xlsx".to_owned()], Origin::Kobo);
    let table: toml::Table = text.parse().unwrap_or_else(|fault| panic!("{fault}\n{text}"));
    let concepts = table.get("concept").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let mut columns = BTreeSet::new();
    for concept in &concepts {
        let column = concept.get("column").and_then(toml::Value::as_str).expect("a proposal is of a column");
        assert!(columns.insert(column.to_owned()), "{column} is proposed twice:\n{text}");
        let of = |version: &Version| version.form.question(column).is_some_and(|question| question.kind == Kind::Text);
        assert!(!forms.versions.iter().any(of), "{column} is free text:\n{text}");
    }
}

/// There is one at least, each short, in a place, with what was expected.
pub fn are_faults(faults: &[Fault]) {
    assert!(!faults.is_empty(), "a refusal says why");
    for fault in faults {
        assert!(fault.line > 0 && !fault.expected.is_empty(), "{fault:?}");
        assert!(fault.value.chars().count() <= 41 && !fault.value.chars().any(char::is_control), "{fault:?}");
    }
}

/// A workbook of the sheets that a text has.
pub fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let mut rest = text;
    for (name, next) in [("survey", "[choices]\n"), ("choices", "[settings]\n"), ("settings", "\0")] {
        let (rows, after) = rest.split_once(next).unwrap_or((rest, ""));
        let sheet = book.add_worksheet().set_name(name).expect("a sheet's name");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows.as_bytes());
        for (at, cells) in (0_u32..).zip(reader.records().flatten().take(MOST.0)) {
            for (column, cell) in (0_u16..).zip(cells.iter().take(MOST.1)) {
                let cell: String = cell.chars().take(LONGEST / 4).collect();
                sheet.write_string(at, column, cell).expect("a cell");
            }
        }
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    book.save_to_buffer().expect("a workbook")
}
