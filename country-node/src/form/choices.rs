//! The rows of the sheet `choices`.

use super::question::Choice;
use super::sheet::{Sheet, cell, labels};
use crate::intake::fault::Fault;
use schema::concept::Codelist;
use std::collections::BTreeMap;

/// Lists of choices, by name.
pub type Lists = BTreeMap<String, Vec<Choice>>;

/// Reads the lists. All that is wrong goes to `faults`.
pub fn read(sheet: &Sheet, default_language: &str, duplicates_allowed: bool, faults: &mut Vec<Fault>) -> Lists {
    let list_column = sheet.column(&["list_name", "list name"]);
    let name_column = sheet.column(&["name", "value"]);
    let label_columns = sheet.label_columns(default_language);
    for (column, name) in [(list_column, "list_name"), (name_column, "name")] {
        if column.is_none() && !sheet.rows.is_empty() {
            faults.push(sheet.fault(1, name, "", "this column, which the sheet lacks"));
        }
    }
    let mut lists = Lists::new();
    if list_column.is_none() || name_column.is_none() {
        return lists;
    }
    for (row, cells) in &sheet.rows {
        let (list, name) = (cell(cells, list_column), cell(cells, name_column));
        if list.is_empty() {
            // pyxform passes over rows without a list, which serve as remarks.
            continue;
        }
        let there = lists.entry(list.to_owned()).or_default();
        let wrong = if name.is_empty() {
            Some("the choice's name")
        } else if name.contains(char::is_whitespace) {
            Some("a name without blanks")
        } else if Codelist::is_missing(name) {
            Some("a name that is not one of _Z _W _N _R _K, which say why a value is missing")
        } else if !duplicates_allowed && there.iter().any(|choice| choice.name == name) {
            Some("each name once in a list")
        } else {
            None
        };
        if let Some(expected) = wrong {
            faults.push(sheet.fault(*row, "name", name, expected));
        }
        there.push(Choice { name: name.to_owned(), labels: labels(cells, &label_columns) });
    }
    lists
}
