//! What a form holds: questions, their groups and labels, and lists of choices.

use super::filter::Filter;
use super::kind::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Labels by language; a label in no named language stands under the form's default language.
pub type Labels = BTreeMap<String, String>;

/// One version of a questionnaire.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The version, as `settings` says it.
    pub version: Option<String>,
    /// The language of labels that name none; `default` where `settings` says nothing.
    pub default_language: String,
    /// The questions, in their order.
    pub questions: Vec<Question>,
    /// Lists of choices, by name.
    pub lists: BTreeMap<String, Vec<Choice>>,
}

/// A question; also what a form works out or notes by itself, such as `calculate` and `start`.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name, unlike every other of its group.
    pub name: String,
    /// What it takes as an answer.
    pub kind: Kind,
    /// What is asked, by language.
    pub labels: Labels,
    /// The groups that it stands in, from the outermost.
    pub groups: Vec<Group>,
    /// All that must hold for it to be asked: its own `relevant` and those of its groups.
    pub filters: Vec<Filter>,
    /// Whether it stands in a repeat, so that one person may answer it often.
    pub repeated: bool,
    /// The least and the most that the form lets through, where it says both as plain whole numbers.
    pub span: Option<(i64, i64)>,
    /// Its row of the sheet `survey`.
    pub row: u64,
}

/// A group of questions.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its heading, by language.
    pub labels: Labels,
}

/// A choice of a list.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What a mapping calls it: its own name, or that of the choice that it became in a later version.
    pub name: String,
    /// Its own name: what records of its form hold.
    pub stored: String,
    /// What is shown, by language.
    pub labels: Labels,
    /// Its row of the sheet `choices`.
    pub row: u64,
    /// Whether the mapping says which choice of the other versions it is.
    pub is_said: bool,
}

impl Form {
    /// The choices of a question; none where it has no list in the form itself.
    pub fn choices(&self, question: &Question) -> &[Choice] {
        question.kind.list().and_then(|list| self.lists.get(list)).map_or(&[], Vec::as_slice)
    }

    /// The languages that it has labels in.
    pub fn languages(&self) -> BTreeSet<&String> {
        let questions = self.questions.iter();
        let groups = questions.clone().flat_map(|question| &question.groups).flat_map(|group| group.labels.keys());
        let choices = self.lists.values().flatten().flat_map(|choice| choice.labels.keys());
        questions.flat_map(|question| question.labels.keys()).chain(groups).chain(choices).collect()
    }

    /// The question of this name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.name == name)
    }
}

impl Question {
    /// The names of its groups and its own, with something between.
    pub fn path(&self, between: &str) -> String {
        let names = self.groups.iter().map(|group| group.name.as_str()).chain([self.name.as_str()]);
        names.collect::<Vec<_>>().join(between)
    }
}
