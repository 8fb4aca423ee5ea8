//! The columns that a mapping names: found by name, and what is wrong with them.

use super::concept::Wrong;
use super::export::Export;
use super::fault::Fault;
use super::mapping::FileForm;
use std::collections::BTreeSet;
use toml::Spanned;

/// Finds columns by name and gathers what is wrong.
pub struct Named<'a> {
    header: &'a [Spanned<String>],
    /// Of an export, how its records become rows.
    export: Option<&'a Export>,
    /// Whether there is no header to look at, because the forms that give it have faults.
    unknown: bool,
    /// The columns that are used.
    pub used: BTreeSet<usize>,
    /// Questions of an export that are used, as their places among the forms'.
    questions: BTreeSet<usize>,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

impl<'a> Named<'a> {
    /// None is named yet.
    pub fn of(file: &'a FileForm, export: Option<&'a Export>) -> Self {
        let unknown = file.export.is_some() && export.is_none();
        let (used, questions) = (BTreeSet::new(), BTreeSet::new());
        Self { header: &file.header, export, unknown, used, questions, wrong: Vec::new() }
    }

    /// The place of a column, which is used from now on; beyond all places where there is none, which is wrong.
    pub fn place(&mut self, column: &Spanned<String>) -> usize {
        let place = self.header.iter().position(|name| name.get_ref() == column.get_ref());
        let question = self.export.and_then(|export| export.question(column.get_ref(), place));
        self.questions.extend(question);
        if place.is_none() && !self.unknown && question.is_none() {
            let expected = "a column of the header".to_owned();
            self.wrong.push((column.span().start, column.get_ref().clone(), expected));
        }
        self.used.extend(place);
        place.unwrap_or(usize::MAX)
    }

    /// Why the questions that are used cannot be taken together over the versions of their forms.
    pub fn unlike(&self) -> Vec<Fault> {
        let questions = self.export.map_or(&[][..], |export| &export.forms.questions);
        let mut faults: Vec<Fault> = Vec::new();
        // Questions that share a list share its faults.
        for fault in self.questions.iter().filter_map(|at| questions.get(*at)).flat_map(|question| &question.unlike) {
            if !faults.contains(fault) {
                faults.push(fault.clone());
            }
        }
        faults
    }
}
