//! A first mapping of a questionnaire, for a person to check: what fits a shared concept is proposed, and each guess is marked.
//!
//! - [`fit`]: how well a question's choices fit a concept's codelist; [`index`]: every code by the words that name it.
//! - [`words`]: the words of a text; [`hints`], [`aliases`]: those that speak for a dimension or a code beside its labels.
//! - [`language`]: which language a form's labels are in.
//! - `score`: questions of trust or satisfaction on a scale.
//! - `item`: choices of several, and questions that stay the study's own; `left`: what is left out, and why.
//! - `called`: which choice is which, where a list was numbered anew.

pub mod aliases;
mod called;
pub mod fit;
pub mod hints;
pub mod index;
mod item;
pub mod language;
mod left;
mod score;
pub mod words;

use super::forms::{Forms, Merged};
use super::kind::Kind;
use super::moved::Called;
use super::question::Question;
use crate::intake::export::Origin;
use called::{called, renamed};
use fit::{Lists, Proposal, propose};
use item::{Own, choice, lost};
use left::{Left, Why, heading, shown};
use schema::concept::{Axis, Dimension};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The mapping as text (TOML). `files` are the forms' paths as the mapping will name them.
pub fn draft(forms: &Forms, files: &[String], origin: Origin) -> String {
    let called = called(forms);
    match renamed(forms, &called) {
        Some(renamed) => proposed(&renamed, files, origin, &called),
        None => proposed(forms, files, origin, &BTreeMap::new()),
    }
}

fn proposed(forms: &Forms, files: &[String], origin: Origin, called: &BTreeMap<String, Called>) -> String {
    let mut text = String::new();
    let mut lists = Lists::default();
    let mut taken: BTreeMap<Dimension, (usize, Proposal)> = BTreeMap::new();
    let mut several: BTreeMap<Dimension, (usize, Proposal)> = BTreeMap::new();
    for (at, merged) in forms.questions.iter().enumerate().filter(|(_, merged)| merged.unlike.is_empty()) {
        let Some(proposal) = forms.latest(at).and_then(|asked| propose(&mut lists, forms, at, asked)) else { continue };
        let taken = if merged.is_many { &mut several } else { &mut taken };
        if taken.get(&proposal.dimension).is_none_or(|(_, other)| proposal.score > other.score) {
            taken.insert(proposal.dimension, (at, proposal));
        }
    }
    for (at, proposal) in taken.values() {
        if let (Some(merged), Some(question)) = (forms.questions.get(*at), forms.latest(*at)) {
            text += &concept(forms, (*at, merged), question, proposal);
        }
    }
    let (mut left, mut own) = (Left::default(), Own::new(language::unnamed(forms)));
    for (at, proposal) in several.values() {
        if let Some(merged) = forms.questions.get(*at) {
            text += &items(forms, (*at, merged), proposal, &mut own);
        }
    }
    let mut scored = BTreeMap::new();
    for (at, merged) in forms.questions.iter().enumerate().filter(|(_, merged)| merged.unlike.is_empty()) {
        let Some(question) = forms.latest(at) else { continue };
        let choices = lists.of(forms, at);
        let Some(score) = score::propose(&choices, forms, (at, question)).filter(|_| !merged.is_many) else { continue };
        if let Entry::Vacant(free) = scored.entry(score.of) {
            free.insert(at);
            text += &score.written(forms, (at, merged), question);
        }
    }
    for (at, merged) in forms.questions.iter().enumerate() {
        let taken_all = || taken.values().chain(several.values()).map(|(taken, _)| taken).chain(scored.values());
        let is_taken = || taken_all().any(|taken| *taken == at);
        let Some(question) = forms.latest(at).filter(|_| !is_taken()) else { continue };
        if !merged.unlike.is_empty() {
            left.take(forms, merged, question, Why::Unlike);
            continue;
        }
        let choices = lists.of(forms, at);
        let taken = match &question.kind {
            Kind::One(_) => {
                let reasons = choices.iter().filter_map(|choice| Some((choice.name.clone(), choice.reason?)));
                own.take(forms, at, merged, &reasons.collect::<Vec<_>>());
                true
            }
            Kind::Many(_) => {
                let ticked = choices.iter().filter(|choice| choice.reason.is_none() && !choice.is_rest);
                own.take_ticked(forms, at, merged, &ticked.map(|choice| choice.name.as_str()).collect::<Vec<_>>())
            }
            _ => false,
        };
        if let Some(why) = Why::of(&question.kind).filter(|_| !taken) {
            left.take(forms, merged, question, why);
        }
    }
    left.take_repeated(forms);
    if !own.items.is_empty() {
        text += "\n# TO CHECK: the study's own questions, which fit no shared concept. The study's document must have them:\n";
        text += &own.unknown();
        text += &own.document;
        text += &own.items;
    }
    text += &left.text();
    head(files, origin, !own.items.is_empty(), called) + &text
}

fn head(files: &[String], origin: Origin, has_own: bool, called: &BTreeMap<String, Called>) -> String {
    let study = if has_own { "study = \"STUDY\" # TO CHECK: its id, as its document has it\n" } else { "" };
    let (export, id) = match origin {
        Origin::Kobo => ("kobo", "_uuid"),
        Origin::Odk => ("odk", "KEY"),
    };
    let files = files.iter().map(|file| quoted(file)).collect::<Vec<_>>().join(", ");
    let mut choices = String::new();
    for (file, lists) in called {
        let _ = write!(
            choices,
            "\n# TO CHECK: by their labels, these choices are what the latest version calls otherwise.\n[file.choices.{}]\n",
            quoted(file)
        );
        for (list, names) in lists {
            let names = names.iter().map(|(own, name)| format!("{} = {}", quoted(own), quoted(name)));
            let _ = writeln!(choices, "{} = {{ {} }}", quoted(list), names.collect::<Vec<_>>().join(", "));
        }
    }
    format!(
        "# A first mapping, proposed from the form. Whatever a line marks with TO CHECK is a guess: check it, and remove the mark.\n\
        version = 1\n\
        dataset = \"SURVEY\" # TO CHECK: REGISTER, SURVEY or PROGRAMME\n\
        {study}\
        title = \"\" # TO CHECK: shown with every figure\n\
        source = \"\" # TO CHECK: who made the data\n\
        population_basis = \"CITIZENSHIP\" # TO CHECK: BIRTHPLACE, CITIZENSHIP, ANCESTRY or REGISTRATION\n\
        \n\
        [file]\n\
        export = \"{export}\"\n\
        # Relative to this file.\n\
        forms = [{files}]\n\
        {choices}\
        \n\
        [period]\n\
        value = \"YEAR\" # TO CHECK: such as 2024\n\
        \n\
        [person]\n\
        id = \"{id}\" # TO CHECK: the same as in consent files\n"
    )
}

fn concept(forms: &Forms, (at, merged): (usize, &Merged), question: &Question, proposal: &Proposal) -> String {
    let worked_out = if question.kind == Kind::Calculated { ", which the form works out" } else { "" };
    let mut text = format!(
        "\n# TO CHECK: a guess. {}{}{worked_out}\n[[concept]]\ndimension = \"{}\"\nfit = \"{}\" # TO CHECK\ncolumn = {}\n",
        merged.name,
        heading(forms, question),
        proposal.dimension,
        proposal.fit(),
        quoted(&merged.name)
    );
    if let Some(scale) = proposal.scale {
        let [from, to] = <[i64; 2]>::from(scale);
        let _ = writeln!(text, "scale = [{from}, {to}] # TO CHECK");
        let low = scale.codes(proposal.dimension).first().and_then(|low| Axis::from(proposal.dimension).meaning(low));
        if let Some(low) = low.filter(|_| proposal.codes.is_empty()) {
            let _ = writeln!(text, "# TO CHECK: {low}. Where it means the contrary, say `reversed = true`.");
        }
    }
    if let Some(ranges) = &proposal.ranges {
        text += "ranges = [\n";
        for (from, to, code) in ranges {
            let _ = writeln!(text, "  {{ from = {from}, to = {to}, code = \"{code}\" }},");
        }
        text += "]\n";
    } else if !proposal.codes.is_empty() {
        let codes = proposal.codes.iter().map(|(choice, code)| format!("{} = \"{code}\"", quoted(choice)));
        let _ = writeln!(text, "codes = {{ {} }}", codes.collect::<Vec<_>>().join(", "));
    }
    for choice in &proposal.unmatched {
        let _ = writeln!(text, "# TO CHECK: no code was found for {}", said(forms, at, choice));
    }
    text + &missing(forms, at, &proposal.missing)
}

/// The choices of several that fit a concept, an item each; those that do not are the study's own.
fn items(forms: &Forms, (at, merged): (usize, &Merged), proposal: &Proposal, own: &mut Own) -> String {
    let (mut text, mut codes) = (String::new(), BTreeSet::new());
    for (option, code) in &proposal.codes {
        text += &if codes.insert(code) {
            choice(merged, option, (proposal.dimension, code, proposal.fit()), &missing(forms, at, &[]))
        } else {
            // One column fills an item.
            let why = format!("{}:{code} is filled by another choice already", proposal.dimension);
            lost(merged, &said(forms, at, option), &why)
        };
    }
    let unmatched = proposal.unmatched.iter().filter(|option| !proposal.rest.contains(option));
    let unmatched: Vec<&str> = unmatched.map(String::as_str).collect();
    let taken = own.take_ticked(forms, at, merged, &unmatched);
    for option in unmatched {
        let more = if taken { "; it stays the study's own, below" } else { "" };
        text += &lost(merged, &said(forms, at, option), &format!("no code was found{more}"));
    }
    for option in &proposal.rest {
        text += &lost(merged, &said(forms, at, option), "whatever the others are not, which is no item");
    }
    for (option, _) in &proposal.missing {
        text += &lost(
            merged,
            &said(forms, at, option),
            "who ticks only this says why there is no answer, and counts as NO above",
        );
    }
    text
}

/// What a column holds where there is no answer. An empty cell is one where the form does not tell whether it was asked.
fn missing(forms: &Forms, question: usize, reasons: &[(String, &'static str)]) -> String {
    let mut all: Vec<String> = ["_Z", "_W", "_N"].map(|code| format!("\"{code}\" = \"{code}\"")).into();
    let mut said = String::new();
    if !is_told(forms, question) {
        said += "# TO CHECK: of an empty cell it cannot be told whether it was asked; it counts as not answered.\n";
        all.push("\"\" = \"_N\"".to_owned());
    }
    all.extend(reasons.iter().map(|(choice, code)| format!("{} = \"{code}\"", quoted(choice))));
    let _ = writeln!(said, "missing = {{ {} }}", all.join(", "));
    said
}

/// Whether the form tells of every row whether it was asked.
fn is_told(forms: &Forms, question: usize) -> bool {
    let known = |name: &str| forms.questions.iter().any(|merged| merged.name == name);
    let mut asked = (0..forms.versions.len()).filter_map(|version| forms.asked(question, version));
    asked.all(|asked| asked.filters.iter().all(|filter| filter.is_told(&known)))
}

/// A choice with its label, where that is another text.
fn said(forms: &Forms, question: usize, option: &str) -> String {
    let all = (0..forms.versions.len()).rev().flat_map(|version| forms.choices(question, version));
    let labels = all.filter(|choice| choice.name == option).map(|choice| &choice.labels).next();
    let label = labels.and_then(|labels| shown(forms, labels)).filter(|label| *label != option);
    label.map_or_else(|| remark(option), |label| format!("{} ({})", remark(option), remark(label)))
}

/// A text as a string of TOML on one line, which a key must be too, whatever quotes it has.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text as it can stand in a comment.
fn remark(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
