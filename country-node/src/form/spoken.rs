//! The language that an export's labels are in, where the mapping says it: of two choices with one label in two languages, that of the
//! export's is meant.

use super::question::Form;
use std::collections::BTreeSet;

/// The labels' languages of one form that an export may have.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// Nothing for all.
    languages: Option<BTreeSet<String>>,
}

impl Spoken {
    /// The languages of a form that a mapping means: by the form's heading such as `English (en)`, or either half of it. All of a form
    /// that has no such language: its labels are those of its only one.
    pub fn of(form: &Form, said: Option<&str>) -> Self {
        let meant = said.map(|said| form.languages().into_iter().filter(|of| is(of, said)).cloned().collect());
        Self { languages: meant.filter(|meant: &BTreeSet<String>| !meant.is_empty()) }
    }

    /// Whether an export may have labels in a language.
    pub fn has(&self, language: &str) -> bool {
        self.languages.as_ref().is_none_or(|languages| languages.contains(language))
    }

    /// Whether the mapping means some of the form's languages.
    pub fn is_said(&self) -> bool {
        self.languages.is_some()
    }
}

fn is(heading: &str, said: &str) -> bool {
    let (name, tag) = heading.rsplit_once('(').unwrap_or((heading, ""));
    [heading, name.trim(), tag.trim_end_matches(')').trim()]
        .iter()
        .any(|of| !of.is_empty() && of.eq_ignore_ascii_case(said))
}
