//! Choices that mean one thing in one version of a form and another in a later one: lists that were numbered anew.
//!
//! A label that is worded otherwise is no move. A choice has moved where a label that it alone had is, in the later version,
//! that of another choice and not its own any more; or where it now has the label that another choice alone had before.

use super::question::{Choice, Form};
use super::sheet::one_line;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A choice that has moved.
#[derive(Debug)]
pub struct Moved<'a> {
    /// The choice as the earlier version has it, with the label that shows it.
    pub before: (&'a Choice, &'a str),
    /// The same as the later version has it.
    pub after: (&'a Choice, &'a str),
}

/// What the mapping says of a form's choices: by list, by their own names, what they are called by the latest version.
pub type Called = BTreeMap<String, BTreeMap<String, String>>;

/// Labels with the choices that have each, of one list.
struct Labelled<'a> {
    choices: HashMap<&'a str, &'a Choice>,
    names: HashMap<String, BTreeSet<&'a str>>,
}

impl<'a> Labelled<'a> {
    fn of(choices: &'a [Choice]) -> Self {
        let mut names: HashMap<String, BTreeSet<&str>> = HashMap::new();
        for choice in choices {
            for label in choice.labels.values() {
                names.entry(plain(label)).or_default().insert(&choice.name);
            }
        }
        Self { choices: choices.iter().map(|choice| (choice.name.as_str(), choice)).collect(), names }
    }

    fn has(&self, name: &str, label: &str) -> bool {
        self.names.get(label).is_some_and(|names| names.contains(name))
    }

    /// Whether a label is that of another choice here, which did not have it there.
    fn is_of_another(&self, name: &str, label: &str, there: &Self) -> bool {
        let names = self.names.get(label);
        names.is_some_and(|names| names.iter().any(|other| *other != name && !there.has(other, label)))
    }

    /// The label of a choice that it has here, not there, where another has it.
    fn moved(&self, choice: &'a Choice, there: &Self) -> Option<(&'a String, &'a str)> {
        let labels = choice.labels.iter().map(|(language, label)| (language, label.as_str()));
        let mut gone = labels.filter(|(_, label)| !there.has(&choice.name, &plain(label)));
        gone.find(|(_, label)| there.is_of_another(&choice.name, &plain(label), self))
    }
}

/// The choices of a list that have moved in a later version of it.
pub fn moved<'a>(before: &'a [Choice], after: &'a [Choice]) -> Vec<Moved<'a>> {
    let (earlier, later) = (Labelled::of(before), Labelled::of(after));
    let mut found = Vec::new();
    for choice in before.iter().filter(|choice| !choice.is_said) {
        let Some(now) = later.choices.get(choice.name.as_str()).copied() else { continue };
        if let Some((language, label)) = earlier.moved(choice, &later) {
            found.push(Moved { before: (choice, label), after: (now, label_in(now, language)) });
        } else if let Some((language, label)) = later.moved(now, &earlier) {
            found.push(Moved { before: (choice, label_in(choice, language)), after: (now, label) });
        }
    }
    found
}

/// What an earlier version's choices are called by a later one, by their labels, where any has moved and all can be told; to be
/// checked by a person.
pub fn likely(before: &[Choice], after: &[Choice]) -> BTreeMap<String, String> {
    let later = Labelled::of(after);
    let told = before.iter().filter_map(|choice| {
        let names: BTreeSet<&str> =
            choice.labels.values().filter_map(|label| later.names.get(&plain(label))).flatten().copied().collect();
        let only = names.first().filter(|_| names.len() == 1)?;
        (*only != choice.name).then(|| (choice.stored.clone(), (*only).to_owned()))
    });
    told.collect()
}

/// Calls a form's choices as the mapping says. What it says that cannot be is told as the list, the choice and what was expected.
pub fn call(form: &mut Form, called: &Called) -> Vec<(String, String, &'static str)> {
    let mut wrong = Vec::new();
    for (list, names) in called {
        let Some(choices) = form.lists.get_mut(list) else {
            wrong.push((list.clone(), String::new(), "a list of the form's sheet choices"));
            continue;
        };
        for (stored, name) in names {
            let mut found = false;
            for choice in choices.iter_mut().filter(|choice| choice.stored == *stored) {
                (choice.name, choice.is_said, found) = (name.clone(), true, true);
            }
            if !found {
                wrong.push((list.clone(), stored.clone(), "a choice of this list of the form"));
            }
        }
        let mut own: BTreeMap<&str, &str> = BTreeMap::new();
        for choice in choices.iter() {
            if *own.entry(&choice.name).or_insert(&choice.stored) != choice.stored {
                let expected = "another choice: two of this form would become one; say of both what they are";
                wrong.push((list.clone(), choice.stored.clone(), expected));
            }
        }
    }
    wrong
}

fn label_in<'a>(choice: &'a Choice, language: &str) -> &'a str {
    choice.labels.get(language).or_else(|| choice.labels.values().next()).map_or("", String::as_str)
}

fn plain(label: &str) -> String {
    one_line(label).to_lowercase()
}
