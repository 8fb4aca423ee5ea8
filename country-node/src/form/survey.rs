//! The rows of the sheet `survey`.

use super::choices::Lists;
use super::filter::Filter;
use super::kind::{Kind, Row};
use super::question::{Choice, Group, Labels, Question};
use super::sheet::{Sheet, cell, labels};
use super::span::span;
use crate::intake::fault::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// A group that has begun and not ended.
struct Open {
    group: Group,
    filter: Option<Filter>,
    repeat: bool,
    row: u64,
}

/// The columns of the sheet.
struct Columns {
    kind: Option<usize>,
    name: Option<usize>,
    relevant: Option<usize>,
    parameters: Option<usize>,
    constraint: Option<usize>,
    disabled: Option<usize>,
    labels: BTreeMap<usize, String>,
}

/// Reads the questions. `or_other` adds to the lists. All that is wrong goes to `faults`.
pub fn read(sheet: &Sheet, default_language: &str, lists: &mut Lists, faults: &mut Vec<Fault>) -> Vec<Question> {
    let columns = Columns {
        kind: sheet.column(&["type"]),
        name: sheet.column(&["name"]),
        relevant: sheet.column(&["relevant", "relevance", "bind::relevant"]),
        parameters: sheet.column(&["parameters"]),
        constraint: sheet.column(&["constraint", "bind::constraint"]),
        disabled: sheet.column(&["disabled"]),
        labels: sheet.label_columns(default_language),
    };
    let lacking = [(columns.kind, "type"), (columns.name, "name")].into_iter().filter(|(column, _)| column.is_none());
    faults.extend(lacking.map(|(_, name)| sheet.fault(1, name, "", "this column, which the sheet lacks")));
    let (mut questions, mut open): (Vec<Question>, Vec<Open>) = (Vec::new(), Vec::new());
    let mut names = BTreeSet::new();
    let mut referred = Vec::new();
    if columns.kind.is_none() || columns.name.is_none() {
        return questions;
    }
    for (row, cells) in &sheet.rows {
        let (kind, name) = (cell(cells, columns.kind), cell(cells, columns.name));
        if kind.is_empty() || matches!(cell(cells, columns.disabled), "yes" | "true") {
            continue;
        }
        let Some(read) = Row::read(kind) else {
            faults.push(sheet.fault(*row, "type", kind, "a type of XLSForm, such as text, integer or select_one LIST"));
            continue;
        };
        if name.is_empty() && matches!(read, Row::Question(Kind::Note, _)) {
            continue;
        }
        let relevant = cell(cells, columns.relevant);
        let filter = (!relevant.is_empty()).then(|| Filter::read(relevant));
        referred.extend(filter.iter().flat_map(Filter::questions).map(|name| (*row, name)));
        if !matches!(read, Row::End(_)) {
            faults.extend(wrong_name(name, &names).map(|expected| sheet.fault(*row, "name", name, expected)));
            names.insert(name.to_owned());
        }
        let labels = labels(cells, &columns.labels);
        match read {
            Row::Begin(repeat) => {
                open.push(Open { group: Group { name: name.to_owned(), labels }, filter, repeat, row: *row });
            }
            Row::End(repeat) => match open.pop() {
                Some(begun) if begun.repeat == repeat => {}
                Some(begun) => {
                    let expected = format!("the end of what begins in row {}", begun.row);
                    faults.push(sheet.fault(*row, "type", kind, &expected));
                }
                None => faults.push(sheet.fault(*row, "type", kind, "a group that begins before it ends")),
            },
            Row::Question(kind, or_other) => {
                if let Some(list) = kind.list().filter(|list| !lists.contains_key(*list)) {
                    faults.push(sheet.fault(*row, "type", list, "a list of the sheet choices"));
                }
                let question = Question {
                    name: name.to_owned(),
                    kind,
                    labels,
                    groups: open.iter().map(|open| open.group.clone()).collect(),
                    filters: open.iter().filter_map(|open| open.filter.clone()).chain(filter).collect(),
                    repeated: open.iter().any(|open| open.repeat),
                    span: span(cell(cells, columns.parameters), cell(cells, columns.constraint)),
                };
                let specified = or_other.then(|| other_of(&question, lists));
                questions.push(question);
                questions.extend(specified);
            }
        }
    }
    faults.extend(open.iter().map(|open| sheet.fault(open.row, "type", &open.group.name, "a group that ends")));
    names.extend(questions.iter().map(|question| question.name.clone()));
    let unknown = referred.into_iter().filter(|(_, name)| !names.contains(name));
    faults.extend(unknown.map(|(row, name)| {
        sheet.fault(row, "relevant", &format!("${{{name}}}"), "the name of a question of this form")
    }));
    questions
}

/// `or_other` adds the choice `other` to the list, and a question for what it is.
fn other_of(question: &Question, lists: &mut Lists) -> Question {
    let list = question.kind.list().and_then(|list| lists.get_mut(list));
    if let Some(list) = list.filter(|list| list.iter().all(|choice| choice.name != "other")) {
        let labels = Labels::from([("default".to_owned(), "Other".to_owned())]);
        list.push(Choice { name: "other".to_owned(), labels });
    }
    let labels = Labels::from([("default".to_owned(), "Specify other.".to_owned())]);
    Question { name: format!("{}_other", question.name), kind: Kind::Text, labels, ..question.clone() }
}

fn wrong_name(name: &str, names: &BTreeSet<String>) -> Option<&'static str> {
    let mut letters = name.chars();
    let begins = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if !begins || !letters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
        Some("a name of letters, digits, `_`, `-` and `.`, which does not begin with a digit")
    } else if names.contains(name) {
        Some("a name that nothing else in this form has: it becomes the name of a column")
    } else {
        None
    }
}
