//! The rows of the sheet `survey`.

use super::choices::Lists;
use super::filter::Filter;
use super::kind::{Block, Kind, Row};
use super::question::{Choice, Group, Labels, Question};
use super::sheet::{Sheet, cell, labels};
use super::span::span;
use crate::intake::fault::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// A block that has begun and not ended.
struct Open {
    group: Group,
    filter: Option<Filter>,
    block: Block,
    /// The list of its questions, where it names one.
    list: Option<String>,
    row: u64,
    /// The names of what stands in it.
    names: BTreeSet<String>,
}

/// The columns of the sheet.
struct Columns {
    kind: Option<usize>,
    name: Option<usize>,
    relevant: Option<usize>,
    parameters: Option<usize>,
    constraint: Option<usize>,
    disabled: Option<usize>,
    block_list: [Option<usize>; 2],
    labels: BTreeMap<usize, String>,
}

/// Reads the questions. `or_other` adds to the lists. All that is wrong goes to `faults`.
pub fn read(sheet: &Sheet, default_language: &str, lists: &mut Lists, faults: &mut Vec<Fault>) -> Vec<Question> {
    let columns = Columns {
        kind: sheet.column(&["type", "command"]),
        name: sheet.column(&["name", "tag", "value"]),
        relevant: sheet.column(&["relevant", "relevance", "bind::relevant", "bind:relevant"]),
        parameters: sheet.column(&["parameters"]),
        constraint: sheet.column(&["constraint", "bind::constraint", "bind:constraint"]),
        disabled: sheet.column(&["disabled"]),
        block_list: [sheet.column(&["kobo--score-choices"]), sheet.column(&["kobo--rank-items"])],
        labels: sheet.label_columns(default_language),
    };
    let lacking = [(columns.kind, "type"), (columns.name, "name")].into_iter().filter(|(column, _)| column.is_none());
    faults.extend(lacking.map(|(_, name)| sheet.fault(1, name, "", "this column, which the sheet lacks")));
    let (mut questions, mut open): (Vec<Question>, Vec<Open>) = (Vec::new(), Vec::new());
    let (mut outermost, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut referred = Vec::new();
    if columns.kind.is_none() || columns.name.is_none() {
        return questions;
    }
    for (row, cells) in &sheet.rows {
        let (kind, mut name) = (cell(cells, columns.kind), cell(cells, columns.name));
        let disabled = cell(cells, columns.disabled).to_lowercase();
        if kind.is_empty() || matches!(disabled.as_str(), "yes" | "true" | "true()") {
            continue;
        }
        let Some(read) = Row::read(kind) else {
            faults.push(sheet.fault(*row, "type", kind, "a type of XLSForm, such as text, integer or select_one LIST"));
            continue;
        };
        let is_unnamed = matches!(read, Row::Question(Kind::Note, _)) && name.is_empty();
        if is_unnamed || read == Row::Setting {
            continue;
        }
        if name.is_empty() && kind.eq_ignore_ascii_case("audit") {
            // The log of a form's use always has this name.
            name = "audit";
        }
        let relevant = cell(cells, columns.relevant);
        let filter = (!relevant.is_empty()).then(|| Filter::read(relevant));
        referred.extend(filter.iter().flat_map(Filter::questions).map(|name| (*row, name)));
        if !matches!(read, Row::End(_)) {
            let beside = open.last_mut().map_or(&mut outermost, |open| &mut open.names);
            faults.extend(wrong_name(name, beside).map(|expected| sheet.fault(*row, "name", name, expected)));
            beside.insert(name.to_owned());
            names.insert(name.to_owned());
        }
        let labels = labels(cells, &columns.labels);
        let (kind, or_other) = match read {
            Row::Begin(block) => {
                let list = columns.block_list.iter().map(|at| cell(cells, *at)).find(|list| !list.is_empty());
                let (group, list) = (Group { name: name.to_owned(), labels }, list.map(str::to_owned));
                open.push(Open { group, filter, block, list, row: *row, names: BTreeSet::new() });
                continue;
            }
            Row::End(block) => {
                match open.pop() {
                    Some(begun) if begun.block == block => {}
                    Some(begun) => {
                        let expected = format!("the end of what begins in row {}", begun.row);
                        faults.push(sheet.fault(*row, "type", kind, &expected));
                    }
                    None => faults.push(sheet.fault(*row, "type", kind, "a group that begins before it ends")),
                }
                continue;
            }
            Row::Setting => continue,
            Row::OfBlock => (open.last().and_then(|open| open.list.clone()).map_or(Kind::Unlisted, Kind::One), false),
            Row::Question(kind, or_other) => (kind, or_other),
        };
        if let Some(list) = kind.list().filter(|list| !lists.contains_key(*list)) {
            faults.push(sheet.fault(*row, "type", list, "a list of the sheet choices"));
        }
        let question = Question {
            name: name.to_owned(),
            kind,
            labels,
            groups: open.iter().map(|open| open.group.clone()).collect(),
            filters: open.iter().filter_map(|open| open.filter.clone()).chain(filter).collect(),
            repeated: open.iter().any(|open| open.block.repeats()),
            row: *row,
            span: span(cell(cells, columns.parameters), cell(cells, columns.constraint)),
        };
        let specified = or_other.then(|| other_of(&question, lists));
        questions.push(question);
        questions.extend(specified);
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
        let (name, stored) = ("other".to_owned(), "other".to_owned());
        list.push(Choice { name, stored, labels, row: question.row, is_said: false });
    }
    let labels = Labels::from([("default".to_owned(), "Specify other.".to_owned())]);
    Question { name: format!("{}_other", question.name), kind: Kind::Text, labels, ..question.clone() }
}

fn wrong_name(name: &str, beside: &BTreeSet<String>) -> Option<&'static str> {
    let mut letters = name.chars();
    let begins = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let follows = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '·' | '\u{300}'..='\u{36f}');
    if !begins || !letters.all(follows) {
        Some("a name of letters, digits, `_`, `-` and `.`, which does not begin with a digit")
    } else if beside.contains(name) {
        Some("a name that nothing else in its group has: it becomes the name of a column")
    } else {
        None
    }
}
