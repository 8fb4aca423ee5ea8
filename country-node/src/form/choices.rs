//! The rows of the sheet `choices`.

use super::question::{Choice, Question};
use super::sheet::{Sheet, cell, labels, one_line};
use crate::intake::fault::Fault;
use schema::concept::Codelist;
use std::collections::{BTreeMap, BTreeSet};

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
        // Several blanks are one, as pyxform has it.
        let (list, name) = (cell(cells, list_column), one_line(cell(cells, name_column)));
        if list.is_empty() {
            // pyxform passes over rows without a list, which serve as remarks.
            continue;
        }
        let there = lists.entry(list.to_owned()).or_default();
        let wrong = if name.is_empty() {
            Some("the choice's name")
        } else if Codelist::is_missing(&name) {
            Some("a name that is not one of _Z _W _N _R _K, which say why a value is missing")
        } else if !duplicates_allowed && there.iter().any(|choice| choice.name == name) {
            Some("each name once in a list")
        } else {
            None
        };
        if let Some(expected) = wrong {
            faults.push(sheet.fault(*row, "name", &name, expected));
        }
        let labels = labels(cells, &label_columns);
        there.push(Choice { stored: name.clone(), name, labels, row: *row, is_said: false });
    }
    lists
}

/// Names with blanks in lists of which several can be ticked: in a cell with several choices nobody could tell them apart.
pub fn with_blanks(sheet: &Sheet, lists: &Lists, questions: &[Question], faults: &mut Vec<Fault>) {
    let many: BTreeSet<&str> = questions
        .iter()
        .filter(|question| question.kind.is_many())
        .filter_map(|question| question.kind.list())
        .collect();
    let choices = many.into_iter().filter_map(|list| lists.get(list)).flatten();
    faults.extend(choices.filter(|choice| choice.name.contains(' ')).map(|choice| {
        let expected = "a name without blanks, for several choices of this list can be ticked";
        sheet.fault(choice.row, "name", &choice.name, expected)
    }));
}
