//! Which column of an export holds which question, for the records of each version of its form.

use super::Export;
use super::reading::{Meant, Readings, Target};
use super::system::is_version;
use crate::form::sheet::one_line;
use crate::intake::fault::Fault;
use crate::intake::header::Header;
use std::collections::{BTreeMap, BTreeSet};

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
        let readings = Readings::of(export, &header);
        let spelling = readings.spelling(export, &header);
        let (mut found, mut unclear) = (Vec::new(), BTreeMap::new());
        for version in 0..export.forms.versions.len() {
            let mut columns = Found::new();
            for (at, name) in header.iter().enumerate() {
                match readings.read(name, version, spelling) {
                    Meant::Nothing => {}
                    Meant::One(target) => columns.entry(target).or_default().push(at),
                    Meant::Unclear { named, labelled } => {
                        for (question, _) in named.iter().chain(&labelled) {
                            unclear.insert(*question, (name, named.clone(), labelled.clone()));
                        }
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
                Some((header, named, labelled)) => Fault::new(1, name, header, unsaid(export, named, labelled)),
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
fn unsaid(export: &Export, named: &BTreeSet<Target>, labelled: &BTreeSet<Target>) -> String {
    let of = |targets: &BTreeSet<Target>| {
        let several: BTreeSet<&str> = targets.iter().map(|(question, _)| name(export, *question)).collect();
        several.into_iter().collect::<Vec<_>>().join(" and of ")
    };
    let by_label = of(labelled);
    if named.is_empty() {
        return format!(
            "a header of one question; this is that of {by_label}: export with names, and with those of groups"
        );
    }
    let by_name = of(named);
    format!(
        "a header of one question; this is the name of {by_name} and the label of {by_label}, and the others do not say whether \
         they are names or labels: export with names"
    )
}
