//! Several versions of a questionnaire as one: what any version asks is asked, and it is known which versions ask it.

use super::kind::Kind;
use super::moved::moved;
use super::question::{Choice, Form, Question};
use super::read::read;
use crate::intake::fault::Fault;
use std::collections::{HashMap, HashSet};

/// A form and what exports call its version.
#[derive(Clone, Debug)]
pub struct Version {
    /// The form's file, for faults.
    pub file: String,
    /// The versions that records may say; none for a form that is that of all records of other versions.
    pub names: Vec<String>,
    /// The form.
    pub form: Form,
}

/// The versions of a questionnaire, merged.
#[derive(Debug)]
pub struct Forms {
    /// The versions, in the order given.
    pub versions: Vec<Version>,
    /// What any version asks once of a person, in the order of the latest version.
    pub questions: Vec<Merged>,
}

/// A question of any version.
#[derive(Debug)]
pub struct Merged {
    /// Its name; with the names of its groups where a version has several questions of this name.
    pub name: String,
    /// Its own name.
    pub bare: String,
    /// Whether any number of choices may be ticked.
    pub is_many: bool,
    /// The names of its choices in any version, in the order of the latest one.
    pub options: Vec<String>,
    /// Why its answers of several versions cannot be taken together, each with its place: choices that moved, or one choice in a
    /// version and several in another. It is a fault where a mapping uses the question.
    pub unlike: Vec<Fault>,
    /// By version, its place among the form's questions; nothing where the version lacks it.
    places: Vec<Option<usize>>,
}

/// A column of a normalised row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The question's name, or `question/option`.
    pub name: String,
    /// The question, as its place in [`Forms::questions`].
    pub question: usize,
    /// Of a multiple choice, the option's place.
    pub option: Option<usize>,
}

impl Forms {
    /// Reads and merges forms, each by its name, with the versions that records may say beside its own, and with its bytes or
    /// why they could not be read. Every fault of all forms comes at once.
    pub fn read(
        files: impl Iterator<Item = (String, Vec<String>, Result<Vec<u8>, Fault>)>,
    ) -> Result<Self, Vec<Fault>> {
        Self::merge(versions(files)?)
    }

    /// Merges versions, or says every reason why they do not go together.
    pub fn merge(versions: Vec<Version>) -> Result<Self, Vec<Fault>> {
        let faults = clashes(&versions);
        if !faults.is_empty() {
            return Err(faults);
        }
        let several = of_one_name(&versions);
        let mut questions: Vec<Merged> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut listed: HashSet<(usize, String)> = HashSet::new();
        for (at, version) in versions.iter().enumerate().rev() {
            for (place, question) in
                version.form.questions.iter().enumerate().filter(|(_, question)| is_asked_once(question))
            {
                let bare = question.name.clone();
                let name = if several.contains(&bare) { question.path("/") } else { bare.clone() };
                let to = *places.entry(name.clone()).or_insert(questions.len());
                if to == questions.len() {
                    let (is_many, places) = (question.kind.is_many(), vec![None; versions.len()]);
                    questions.push(Merged { name, bare, is_many, options: Vec::new(), unlike: Vec::new(), places });
                }
                let Some(merged) = questions.get_mut(to) else { continue };
                if let Some(there) = merged.places.get_mut(at) {
                    *there = Some(place);
                }
                for choice in version.form.choices(question) {
                    if listed.insert((to, choice.name.clone())) {
                        merged.options.push(choice.name.clone());
                    }
                }
            }
        }
        let mut forms = Self { versions, questions };
        let unlike: Vec<Vec<Fault>> = (0..forms.questions.len()).map(|question| forms.unlike(question)).collect();
        for (merged, unlike) in forms.questions.iter_mut().zip(unlike) {
            merged.unlike = unlike;
        }
        Ok(forms)
    }

    /// The version that a record says. `None` where no form is of that version.
    pub fn version(&self, said: &str) -> Option<usize> {
        if self.versions.len() == 1 {
            return Some(0);
        }
        let named = self.versions.iter().position(|version| version.names.iter().any(|name| name == said));
        named.or_else(|| self.versions.iter().position(|version| version.names.is_empty()))
    }

    /// A question as one version asks it. `None` where the version lacks it.
    pub fn asked(&self, question: usize, version: usize) -> Option<&Question> {
        let place = (*self.questions.get(question)?.places.get(version)?)?;
        self.versions.get(version)?.form.questions.get(place)
    }

    /// A question as the latest version has it that asks it.
    pub fn latest(&self, question: usize) -> Option<&Question> {
        (0..self.versions.len()).rev().find_map(|version| self.asked(question, version))
    }

    /// The choices that one version offers of a question; none where it lacks the question.
    pub fn choices(&self, question: usize, version: usize) -> &[Choice] {
        let form = self.versions.get(version).map(|version| &version.form);
        form.zip(self.asked(question, version)).map_or(&[], |(form, asked)| form.choices(asked))
    }

    /// Whether a version offers a choice of a question.
    pub fn offers(&self, question: usize, version: usize, option: &str) -> bool {
        self.choices(question, version).iter().any(|choice| choice.name == option)
    }

    /// What records of a version hold for a choice.
    pub fn stored<'a>(&'a self, question: usize, version: usize, option: &'a str) -> &'a str {
        let choice = self.choices(question, version).iter().find(|choice| choice.name == option);
        choice.map_or(option, |choice| &choice.stored)
    }

    /// The columns of a normalised row: one a question; of a multiple choice one an option, `question/option`.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        for (question, merged) in self.questions.iter().enumerate() {
            if merged.is_many {
                columns.extend(merged.options.iter().enumerate().map(|(option, name)| Column {
                    name: format!("{}/{name}", merged.name),
                    question,
                    option: Some(option),
                }));
            } else {
                columns.push(Column { name: merged.name.clone(), question, option: None });
            }
        }
        columns
    }

    /// Why a question's answers of several versions cannot be taken together. Each choice of a version is told once, against the
    /// latest version in which it means something else.
    fn unlike(&self, question: usize) -> Vec<Fault> {
        let asking: Vec<usize> =
            (0..self.versions.len()).filter(|version| self.asked(question, *version).is_some()).collect();
        let mut faults = Vec::new();
        for (nth, version) in asking.iter().enumerate() {
            let (Some(here), Some(asked)) = (self.versions.get(*version), self.asked(question, *version)) else {
                continue;
            };
            let mut told = HashSet::new();
            for later in asking.iter().skip(nth + 1).rev() {
                let (Some(there), Some(other)) = (self.versions.get(*later), self.asked(question, *later)) else {
                    continue;
                };
                let (survey, row) = (format!("{}, sheet survey", here.file), asked.row);
                if asked.kind.is_many() != other.kind.is_many() && told.insert("") {
                    let said = |many: bool| if many { "several choices" } else { "one answer" };
                    let expected = format!(
                        "{}, as row {} of {} has it: what was asked otherwise is no answer to the same question",
                        said(other.kind.is_many()),
                        other.row,
                        there.file
                    );
                    let value = format!("{} of {}", said(asked.kind.is_many()), asked.name);
                    faults.push(Fault::in_sheet(&survey, row, "type", &value, expected));
                    continue;
                }
                for moved in moved(self.choices(question, *version), self.choices(question, *later)) {
                    let ((choice, was), (now, is)) = (moved.before, moved.after);
                    if told.insert(&choice.name) {
                        let (list, place) =
                            (asked.kind.list().unwrap_or_default(), format!("{}, sheet choices", here.file));
                        let expected = format!(
                            "what `{}` of {list} is in {} (row {}), `{is}`; or, under [file.choices.\"{}\"] of the mapping, \
                             which choice of {} it is",
                            now.stored, there.file, now.row, here.file, there.file
                        );
                        let value = format!("{}, {was}", choice.stored);
                        faults.push(Fault::in_sheet(&place, choice.row, "label", &value, expected));
                    }
                }
            }
        }
        faults
    }
}

/// Reads forms, each by its name, with the versions that records may say beside its own, and with its bytes or why they could not
/// be read.
pub fn versions(
    files: impl Iterator<Item = (String, Vec<String>, Result<Vec<u8>, Fault>)>,
) -> Result<Vec<Version>, Vec<Fault>> {
    let (mut versions, mut faults) = (Vec::new(), Vec::new());
    for (file, further, bytes) in files {
        match bytes.map_err(|fault| vec![fault]).and_then(|bytes| read(&file, &bytes)) {
            Ok(form) => {
                let names = form.version.clone().into_iter().chain(further).collect();
                versions.push(Version { file, names, form });
            }
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(versions) } else { Err(faults) }
}

fn is_asked_once(question: &Question) -> bool {
    !question.repeated && question.kind != Kind::Note
}

/// The names that several questions of one version have, in different groups.
fn of_one_name(versions: &[Version]) -> HashSet<String> {
    let mut several = HashSet::new();
    for version in versions {
        let mut seen = HashSet::new();
        let asked = version.form.questions.iter().filter(|question| is_asked_once(question));
        several.extend(asked.filter(|question| !seen.insert(&question.name)).map(|question| question.name.clone()));
    }
    several
}

/// Two forms of one version, or two that name none.
fn clashes(versions: &[Version]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let before = versions.iter().take(at);
        let place = format!("{}, sheet settings", version.file);
        let said = version.names.join(", ");
        let expected = match before.clone().find(|other| version.names.iter().any(|name| other.names.contains(name))) {
            Some(other) => format!("a version that no other form has; {} has it too", other.file),
            None if version.names.is_empty() && before.clone().any(|other| other.names.is_empty()) => {
                "a version, in the form or under [file.versions]; one form may be without".to_owned()
            }
            None => continue,
        };
        faults.push(Fault::in_sheet(&place, 2, "version", &said, expected));
    }
    faults
}
