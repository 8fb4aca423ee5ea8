//! What the text of a header means: a question's name, its path with groups, or its label, in any language.
//!
//! A name means the same in every version; a label means what it meant in the record's own version, and only where that lacks it,
//! what it means in another. What is one question's name and another's label means what the whole header says: an export has
//! names, or labels.

use super::Export;
use crate::form::question::{Choice, Form, Group, Labels, Question};
use std::collections::{BTreeSet, HashMap};

/// What a column holds: all of a question's answer, or whether one option is ticked.
pub type Target = (usize, Option<usize>);

/// Targets by text; several where one text could mean several.
type Index = HashMap<String, BTreeSet<Target>>;

/// What a text may mean.
pub enum Meant {
    /// No question.
    Nothing,
    /// One target.
    One(Target),
    /// Several: by its name, by its label.
    Unclear {
        /// What has it for a name, where others have it for a label.
        named: BTreeSet<Target>,
        /// What has it for a label.
        labelled: BTreeSet<Target>,
    },
}

/// What the headers of an export are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Names.
    Names,
    /// Labels, and names of what has none.
    Labels,
    /// Either: nothing says it, or some are names and some labels.
    Unsaid,
}

/// What each text means that a header may have.
pub struct Readings {
    /// By version.
    named: Vec<[Index; 4]>,
    /// By version.
    labelled: Vec<Index>,
    /// Headers that stand there more than once.
    twice: BTreeSet<String>,
}

impl Readings {
    /// What an export's forms call their questions.
    pub fn of(export: &Export, header: &[String]) -> Self {
        let versions = 0..export.forms.versions.len();
        let mut seen = BTreeSet::new();
        let twice = header.iter().filter(|name| !seen.insert(*name)).cloned().collect();
        let named = versions.clone().map(|version| named(export, version)).collect();
        Self { named, labelled: versions.map(|version| labelled(export, version)).collect(), twice }
    }

    /// What the headers are: names where some can be nothing else and none can be a label alone, and the other way round.
    pub fn spelling(&self, export: &Export, header: &[String]) -> Spelling {
        let (mut names, mut labels) = (false, false);
        for text in header {
            let is_label = self.labelled.iter().any(|index| index.contains_key(text));
            match (0..self.named.len()).find_map(|version| self.named(text, version)) {
                None => labels |= is_label,
                // Only what has a label in every language would not stand by its name among labels.
                Some(targets) => names |= !is_label && targets.iter().any(|target| is_labelled(export, *target)),
            }
        }
        match (names, labels) {
            (true, false) => Spelling::Names,
            (false, true) => Spelling::Labels,
            _ => Spelling::Unsaid,
        }
    }

    /// What a text means in records of a version.
    pub fn read(&self, text: &str, version: usize, spelling: Spelling) -> Meant {
        let others = (0..self.labelled.len()).rev().filter(|other| *other != version);
        let labelled = [version].into_iter().chain(others).filter_map(|version| self.labelled.get(version)?.get(text));
        let (named, labelled) = (self.named(text, version), labelled.into_iter().next());
        let targets = match (named, labelled, spelling) {
            (None, None, _) => return Meant::Nothing,
            (Some(targets), None, _) | (Some(targets), _, Spelling::Names) | (_, Some(targets), Spelling::Labels) => {
                targets
            }
            (None, Some(targets), _) => targets,
            (Some(named), Some(labelled), Spelling::Unsaid) if named == labelled => named,
            (Some(named), Some(labelled), Spelling::Unsaid) => {
                return Meant::Unclear { named: named.clone(), labelled: labelled.clone() };
            }
        };
        match targets.first() {
            Some(target) if targets.len() == 1 => Meant::One(*target),
            _ => Meant::Unclear { named: BTreeSet::new(), labelled: targets.clone() },
        }
    }

    fn named(&self, text: &str, version: usize) -> Option<&BTreeSet<Target>> {
        // Without the names of groups, columns of several questions can be called the same.
        let alone = usize::from(!self.twice.contains(text));
        self.named.get(version)?.iter().skip(alone).find_map(|index| index.get(text))
    }
}

/// Whether a target's question has a label in every language of each form that asks it.
fn is_labelled(export: &Export, (question, _): Target) -> bool {
    let asked = export.forms.versions.iter().enumerate();
    let languages = |version: usize, form: &'_ Form| -> Vec<String> {
        let spoken = export.spoken.get(version);
        form.languages().into_iter().filter(|of| spoken.is_none_or(|spoken| spoken.has(of))).cloned().collect()
    };
    let mut asked = asked
        .filter_map(|(version, of)| Some((languages(version, &of.form), export.forms.asked(question, version)?)))
        .peekable();
    asked.peek().is_some()
        && asked.all(|(languages, asked)| {
            !languages.is_empty() && languages.iter().all(|language| asked.labels.contains_key(language))
        })
}

/// What records of one version have: questions that share a name by it, then any question by name, by path, and options by these;
/// what stands first is looked up first.
fn named(export: &Export, version: usize) -> [Index; 4] {
    let (mut shared, mut names, mut paths, mut options) = (Index::new(), Index::new(), Index::new(), Index::new());
    for (at, merged) in export.forms.questions.iter().enumerate() {
        add(&mut names, &merged.name, (at, None));
        let asked = (0..export.forms.versions.len()).filter_map(|version| export.forms.asked(at, version));
        add(&mut shared, &merged.bare, (at, None));
        let mut bases = BTreeSet::from([merged.name.clone()]);
        bases.extend(asked.flat_map(|question| ["/", "-", "."].map(|between| question.path(between))));
        let ticked = ticked(export, at, version);
        for base in bases {
            add(&mut paths, &base, (at, None));
            for (option, name) in &ticked {
                for between in ["/", "-", "."] {
                    add(&mut options, &format!("{base}{between}{name}"), (at, Some(*option)));
                }
            }
        }
    }
    shared.retain(|_, targets| targets.len() > 1);
    [shared, names, paths, options]
}

/// The options of a multiple choice, each by what records of a version hold; an option of other versions by what theirs do, unless it
/// is an option of this one.
fn ticked(export: &Export, question: usize, version: usize) -> Vec<(usize, &str)> {
    let Some(merged) = export.forms.questions.get(question).filter(|merged| merged.is_many) else { return Vec::new() };
    let place = |choice: &Choice| merged.options.iter().position(|name| *name == choice.name);
    let placed =
        |of: usize| export.forms.choices(question, of).iter().filter_map(move |choice| Some((place(choice)?, choice)));
    let mut found: Vec<(usize, &str)> = placed(version).map(|(at, choice)| (at, choice.stored.as_str())).collect();
    let own: BTreeSet<&str> = found.iter().map(|(_, stored)| *stored).collect();
    let others = (0..export.forms.versions.len()).filter(|other| *other != version).flat_map(placed);
    found.extend(others.map(|(at, choice)| (at, choice.stored.as_str())).filter(|(_, stored)| !own.contains(stored)));
    found
}

/// By label in any language of one version, with and without the headings of groups.
fn labelled(export: &Export, version: usize) -> Index {
    let mut index = Index::new();
    let Some(form) = export.forms.versions.get(version).map(|version| &version.form) else { return index };
    for (at, merged) in export.forms.questions.iter().enumerate() {
        let Some(question) = export.forms.asked(at, version) else { continue };
        let spoken = export.spoken.get(version);
        let languages = languages(question, form.choices(question)).into_iter();
        for language in languages.filter(|language| spoken.is_none_or(|spoken| spoken.has(language))) {
            let label = said(&question.labels, language, &question.name);
            let headings = question.groups.iter().map(|group: &Group| said(&group.labels, language, &group.name));
            let path = headings.chain([label]).collect::<Vec<_>>().join("/");
            for base in [label, &path] {
                add(&mut index, base, (at, None));
                for choice in form.choices(question).iter().filter(|_| merged.is_many) {
                    let place = merged.options.iter().position(|name| *name == choice.name);
                    for option in [said(&choice.labels, language, &choice.stored), &choice.stored] {
                        add(&mut index, &format!("{base}/{option}"), (at, place));
                    }
                }
            }
        }
    }
    index
}

fn languages<'a>(question: &'a Question, choices: &'a [Choice]) -> BTreeSet<&'a String> {
    let groups = question.groups.iter().flat_map(|group| group.labels.keys());
    let choices = choices.iter().flat_map(|choice| choice.labels.keys());
    question.labels.keys().chain(groups).chain(choices).collect()
}

/// A label in a language; the name where there is none, as exports have it.
fn said<'a>(labels: &'a Labels, language: &str, name: &'a str) -> &'a str {
    labels.get(language).map_or(name, String::as_str)
}

fn add(index: &mut Index, text: &str, target: Target) {
    index.entry(text.to_owned()).or_default().insert(target);
}
