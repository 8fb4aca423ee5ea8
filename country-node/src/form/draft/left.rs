//! What a first mapping leaves out, as remarks that say why: nothing of a form goes without a word.

use super::language::language;
use super::remark;
use crate::form::forms::{Forms, Merged};
use crate::form::kind::Kind;
use crate::form::question::{Labels, Question};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Why a question is left out, in the order of the remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its answers of several versions cannot be taken together.
    Unlike,
    /// It fits no shared concept, and has no list that it could be the study's own by.
    NoList,
    /// The form works it out.
    Calculated,
    /// Dates, places and what the form notes.
    NoCodes,
    /// It is answered any number of times.
    Repeated,
    /// It asks for words.
    Words,
}

impl Why {
    /// Why a question of this kind is left out that nothing was proposed of. `None` for a note, which asks nothing.
    pub fn of(kind: &Kind) -> Option<Self> {
        match kind {
            Kind::Note => None,
            Kind::Text => Some(Self::Words),
            Kind::Calculated => Some(Self::Calculated),
            Kind::Other => Some(Self::NoCodes),
            Kind::One(_) | Kind::Many(_) | Kind::Unlisted | Kind::Whole | Kind::Number => Some(Self::NoList),
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Unlike => "Left out, because the versions of the form ask it in ways that cannot be taken together",
            Self::NoList => {
                "Questions that are left out, because they fit no shared concept and have no list of one choice"
            }
            Self::Calculated => {
                "Left out, because the form works these out (calculate). An age or a code among them can be mapped like an answer"
            }
            Self::NoCodes => {
                "Left out: dates, places, pictures and what the form notes by itself, which have no codes. Of a day of birth the form \
                 can work out an age"
            }
            Self::Repeated => {
                "Left out, because a repeat asks them any number of times of one person: they are in no row"
            }
            Self::Words => "Left out, because these are persons' own words, which never become a dimension",
        }
    }
}

/// What is left out.
#[derive(Default)]
pub struct Left {
    lines: BTreeMap<Why, String>,
}

impl Left {
    /// Leaves out a question of the merged forms.
    pub fn take(&mut self, forms: &Forms, merged: &Merged, question: &Question, why: Why) {
        let lines = self.lines.entry(why).or_default();
        *lines += &line(forms, &merged.name, question);
        match why {
            Why::Unlike => {
                for fault in &merged.unlike {
                    let _ = writeln!(lines, "#     {}", remark(&fault.to_string()));
                }
            }
            Why::NoList if !merged.options.is_empty() => {
                let before = if merged.is_many { format!("{}/", merged.name) } else { String::new() };
                let names: Vec<String> = merged.options.iter().map(|option| format!("{before}{option}")).collect();
                let _ = writeln!(lines, "#     {}", remark(&names.join(", ")));
            }
            _ => {}
        }
    }

    /// Leaves out what the latest version that has it asks in repeats.
    pub fn take_repeated(&mut self, forms: &Forms) {
        let mut paths = BTreeSet::new();
        for question in forms.versions.iter().rev().flat_map(|version| &version.form.questions) {
            let path = question.path("/");
            if question.repeated && question.kind != Kind::Note && paths.insert(path.clone()) {
                *self.lines.entry(Why::Repeated).or_default() += &line(forms, &path, question);
            }
        }
    }

    /// The remarks.
    pub fn text(&self) -> String {
        let remarks = self.lines.iter().map(|(why, lines)| format!("\n# {}:\n{lines}", why.said()));
        remarks.collect::<Vec<_>>().concat()
    }
}

fn line(forms: &Forms, name: &str, question: &Question) -> String {
    format!("#   {}{}\n", remark(name), heading(forms, question))
}

/// What is asked, behind a colon.
pub fn heading(forms: &Forms, question: &Question) -> String {
    shown(forms, &question.labels).map_or(String::new(), |label| format!(": {}", remark(label)))
}

/// The label to show: in the form's default language, in English, or in any.
pub fn shown<'a>(forms: &Forms, labels: &'a Labels) -> Option<&'a str> {
    let default = forms.versions.last().map_or("", |version| version.form.default_language.as_str());
    let english = || labels.iter().find(|(heading, _)| language(heading) == Some("eng")).map(|(_, label)| label);
    labels.get(default).or_else(english).or_else(|| labels.values().next()).map(String::as_str)
}
