//! Several versions of a questionnaire as one: what any version asks is asked, and it is known which versions ask it.

use super::kind::Kind;
use super::question::{Form, Question};
use super::read::read;
use crate::intake::fault::Fault;

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
    /// Its name.
    pub name: String,
    /// Whether any number of choices may be ticked.
    pub is_many: bool,
    /// The names of its choices in any version, in the order of the latest one.
    pub options: Vec<String>,
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
        if faults.is_empty() { Self::merge(versions) } else { Err(faults) }
    }

    /// Merges versions, or says every reason why they do not go together.
    pub fn merge(versions: Vec<Version>) -> Result<Self, Vec<Fault>> {
        let mut faults = clashes(&versions);
        let mut questions: Vec<Merged> = Vec::new();
        for (at, version) in versions.iter().enumerate().rev() {
            for (place, question) in version.form.questions.iter().enumerate() {
                if question.repeated || question.kind == Kind::Note {
                    continue;
                }
                let is_many = question.kind.is_many();
                if !questions.iter().any(|merged| merged.name == question.name) {
                    let places = vec![None; versions.len()];
                    questions.push(Merged { name: question.name.clone(), is_many, options: Vec::new(), places });
                }
                let Some(merged) = questions.iter_mut().find(|merged| merged.name == question.name) else { continue };
                if merged.is_many != is_many {
                    let (place, name) = (format!("{}, sheet survey", version.file), &question.name);
                    let expected = "a question that is a multiple choice in all versions, or in none";
                    faults.push(Fault::in_sheet(&place, 1, "type", name, expected));
                }
                if let Some(there) = merged.places.get_mut(at) {
                    *there = Some(place);
                }
                for choice in version.form.choices(question) {
                    if !merged.options.contains(&choice.name) {
                        merged.options.push(choice.name.clone());
                    }
                }
            }
        }
        if faults.is_empty() { Ok(Self { versions, questions }) } else { Err(faults) }
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

    /// Whether a version offers a choice of a question.
    pub fn offers(&self, question: usize, version: usize, option: &str) -> bool {
        let choices =
            self.asked(question, version).and_then(|asked| Some(self.versions.get(version)?.form.choices(asked)));
        choices.is_some_and(|choices| choices.iter().any(|choice| choice.name == option))
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
