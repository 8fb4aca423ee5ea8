//! Which column of an export holds which question, for the records of each version of its form.
//!
//! Headers may be names, paths of groups and names, or labels in any language. A name means the same in every version; a
//! label means what it meant in the record's own version, and only where that lacks it, what it means in another.

use super::Export;
use super::system::is_version;
use crate::form::question::{Choice, Group, Labels, Question};
use crate::form::sheet::one_line;
use crate::intake::fault::Fault;
use crate::intake::header::Header;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a column holds: all of a question's answer, or whether one option is ticked.
type Target = (usize, Option<usize>);

/// Targets by header; several where one header could mean several.
type Index = HashMap<String, BTreeSet<Target>>;

/// The columns that hold something, for records of one version.
type Found = BTreeMap<Target, Vec<usize>>;

/// The columns of an export.
#[derive(Debug)]
pub struct Places {
    /// The columns with the version of a record's form.
    pub versions: Vec<usize>,
    /// By version, the columns of each question.
    found: Vec<Found>,
    /// The columns that are taken as they are.
    pub extras: Vec<Option<usize>>,
}

impl Places {
    /// Finds the columns, and says which of those that are used cannot be found.
    pub fn of(export: &Export, header: &[String], used: &BTreeSet<usize>) -> (Self, Header) {
        let header: Vec<String> = header.iter().map(|name| one_line(name)).collect();
        let forms = &export.forms;
        let named: Vec<_> = (0..forms.versions.len()).map(|version| named(export, version)).collect();
        let twice = twice(&header);
        let labelled: Vec<Index> = (0..forms.versions.len()).map(|version| labelled(export, version)).collect();
        let (mut found, mut unclear) = (Vec::new(), BTreeMap::new());
        for own in 0..forms.versions.len() {
            let mut columns = Found::new();
            for (at, name) in header.iter().enumerate() {
                let others = (0..labelled.len()).rev().filter(|other| *other != own);
                let labelled = [own].into_iter().chain(others).filter_map(|version| labelled.get(version));
                let named = named.get(own).into_iter().flatten();
                // Without the names of groups, columns of several questions can be called the same.
                let named = named.skip(usize::from(!twice.contains(name)));
                let Some(targets) = named.chain(labelled).find_map(|index| index.get(name)) else { continue };
                for target in targets {
                    if targets.len() == 1 {
                        columns.entry(*target).or_default().push(at);
                    } else {
                        unclear.insert(target.0, (name, targets));
                    }
                }
            }
            found.push(columns);
        }
        let versions = header.iter().enumerate().filter(|(_, name)| is_version(name)).map(|(at, _)| at).collect();
        let place = |name: &String| header.iter().position(|other| other == name);
        let places = Self { versions, found, extras: export.extras.iter().map(place).collect() };
        let mut lacking = Header::default();
        if export.forms.versions.len() > 1 && places.versions.is_empty() {
            let expected = "a column with the version of each record's form: __version__ of Kobo, FormVersion of ODK";
            lacking.faults.push(Fault::new(1, "", "", expected));
            // What a question holds cannot be told without its version.
            lacking.lost.extend(0..export.columns.len());
        }
        let asked = used.iter().filter_map(|at| export.columns.get(*at)).map(|column| column.question);
        let asked: BTreeSet<usize> = asked.collect();
        for question in asked.into_iter().filter(|question| places.lack(export, *question)) {
            let name = name(export, question);
            lacking.faults.push(match unclear.get(&question) {
                None => Fault::new(1, name, "", "this question, by name, group and name, or label, in the header"),
                Some((header, targets)) => Fault::new(1, name, header, unsaid(export, targets)),
            });
            let columns = export.columns.iter().enumerate().filter(|(_, column)| column.question == question);
            lacking.lost.extend(columns.map(|(at, _)| at));
        }
        let extras = export.extras.iter().zip(&places.extras).zip(export.columns.len()..);
        for ((name, _), at) in extras.filter(|((_, place), at)| place.is_none() && used.contains(at)) {
            lacking.faults.push(Fault::new(1, name, "", "this column, which the header lacks"));
            lacking.lost.insert(at);
        }
        // Why an answer is missing may hang on a question that the header lacks.
        lacking.hanging.extend((0..export.columns.len()).filter(|_| !lacking.faults.is_empty()));
        (places, lacking)
    }

    /// The columns that hold all of a question's answer in records of a version.
    pub fn whole(&self, version: usize, question: usize) -> &[usize] {
        self.columns(version, (question, None))
    }

    /// The columns that say whether an option is ticked in records of a version.
    pub fn option(&self, version: usize, question: usize, option: usize) -> &[usize] {
        self.columns(version, (question, Some(option)))
    }

    /// Whether any column speaks of a question in records of a version.
    pub fn has(&self, version: usize, question: usize) -> bool {
        let all = (question, None)..=(question, Some(usize::MAX));
        self.found.get(version).is_some_and(|found| found.range(all).next().is_some())
    }

    fn columns(&self, version: usize, target: Target) -> &[usize] {
        self.found.get(version).and_then(|found| found.get(&target)).map_or(&[], Vec::as_slice)
    }

    /// Whether a version asks a question and nothing of it is in the header.
    fn lack(&self, export: &Export, question: usize) -> bool {
        let asking = (0..self.found.len()).filter(|version| export.forms.asked(question, *version).is_some());
        asking.into_iter().any(|version| !self.has(version, question))
    }
}

fn name(export: &Export, question: usize) -> &str {
    export.forms.questions.get(question).map_or("", |merged| merged.name.as_str())
}

/// What to say of a header that could be of several questions.
fn unsaid(export: &Export, targets: &BTreeSet<Target>) -> String {
    let several: BTreeSet<&str> = targets.iter().map(|(question, _)| name(export, *question)).collect();
    let several = several.into_iter().collect::<Vec<_>>().join(" and of ");
    format!("a header of one question; this is that of {several}: export with names, and with those of groups")
}

/// Headers that stand there more than once.
fn twice(header: &[String]) -> BTreeSet<&String> {
    let mut seen = BTreeSet::new();
    header.iter().filter(|name| !seen.insert(*name)).collect()
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
        for language in languages(question, form.choices(question)) {
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
