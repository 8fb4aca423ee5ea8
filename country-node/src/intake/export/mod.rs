//! Exports of Kobo and ODK: each record as one normalised row, whatever the export's headers, languages and versions.
//!
//! - [`header`]: which column of an export holds which question; [`reading`]: what a header's text means; [`system`]: columns that
//!   no form names.
//! - [`record`]: a record's row.

pub mod header;
pub mod reading;
pub mod record;
pub mod system;

use crate::form::forms::{Column, Forms, Merged};
use crate::form::key::{Cells, Key};
use crate::form::spoken::Spoken;
use serde::Deserialize;
use std::collections::HashMap;

/// Where an export comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// KoboToolbox.
    Kobo,
    /// ODK Central.
    Odk,
}

/// How records of an export become rows.
#[derive(Debug)]
pub struct Export {
    /// Where it comes from.
    pub origin: Origin,
    /// The questionnaire.
    pub forms: Forms,
    /// The columns of a normalised row that come from the forms.
    pub columns: Vec<Column>,
    /// By version, the languages that labels may be in.
    pub spoken: Vec<Spoken>,
    /// The columns after these, taken as they are.
    pub extras: Vec<String>,
    questions: HashMap<String, usize>,
    keys: Vec<Vec<Key>>,
    /// By version and question, whether it is asked by a list of choices.
    listed: Vec<Vec<bool>>,
}

impl Export {
    /// An export by its forms. `language` is that of its labels, where the mapping says it; `further` are columns that no form
    /// names.
    pub fn of(origin: Origin, forms: Forms, cells: Cells, language: Option<&str>, further: &[String]) -> Self {
        let columns = forms.columns();
        let is_known = |name: &str| columns.iter().any(|column| column.name == name);
        let system = system::COLUMNS.iter().filter(|(of, name)| *of == origin && !is_known(name));
        let system = system.map(|(_, name)| (*name).to_owned()).filter(|name| !further.contains(name));
        let extras = system.chain(further.iter().cloned()).collect();
        let questions = forms.questions.iter().enumerate().map(|(at, question)| (question.name.clone(), at)).collect();
        let spoken: Vec<Spoken> = forms.versions.iter().map(|version| Spoken::of(&version.form, language)).collect();
        let keys = (0..forms.versions.len()).map(|version| {
            (0..forms.questions.len()).map(|question| Key::of(&forms, question, version, cells, &spoken)).collect()
        });
        let keys: Vec<Vec<Key>> = keys.collect();
        let listed = keys.iter().enumerate().map(|(version, keys)| {
            let lists = |(question, key): (usize, &Key)| match forms
                .versions
                .get(version)
                .zip(forms.asked(question, version))
            {
                Some((of, asked)) => !of.form.choices(asked).is_empty(),
                None => !key.is_empty(),
            };
            keys.iter().enumerate().map(lists).collect()
        });
        Self { origin, listed: listed.collect(), keys, spoken, columns, extras, questions, forms }
    }

    /// The header of a normalised row.
    pub fn header(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).chain(self.extras.iter().cloned()).collect()
    }

    /// The question that a mapping names: that of a column of the rows, or one whose answers of several versions are unlike, whatever
    /// the mapping takes it for.
    pub fn question(&self, name: &str, column: Option<usize>) -> Option<usize> {
        let of_column = column.and_then(|at| self.columns.get(at)).map(|column| column.question);
        let unlike = |merged: &Merged| {
            let rest = name.strip_prefix(&merged.name);
            !merged.unlike.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        of_column.or_else(|| self.forms.questions.iter().position(unlike))
    }

    /// Whether a column holds the choice of a list in records of a version: whatever stands there, it is not free text.
    pub fn lists(&self, column: usize, version: usize) -> bool {
        self.columns.get(column).is_some_and(|column| self.is_listed(column.question, version))
    }

    /// Whether a version asks a question by a list of choices. Where it lacks the question, that of another version is meant.
    fn is_listed(&self, question: usize, version: usize) -> bool {
        let listed = self.listed.get(version).and_then(|listed| listed.get(question));
        listed.copied().unwrap_or_default()
    }

    /// The paths that a record in JSON may have, with a slash between groups.
    pub fn paths(&self) -> Vec<String> {
        let questions = self.forms.versions.iter().flat_map(|version| &version.form.questions);
        let paths = questions.flat_map(|question| [question.path("/"), question.name.clone()]);
        let mut all: Vec<String> = Vec::new();
        let system = system::VERSIONS.iter().map(|name| (*name).to_owned());
        for path in paths.chain(system).chain(self.extras.iter().cloned()) {
            if !all.contains(&path) {
                all.push(path);
            }
        }
        all
    }

    fn key(&self, version: usize, question: usize) -> Option<&Key> {
        self.keys.get(version)?.get(question)
    }
}
