//! A first mapping of a questionnaire, for a person to check: what fits a shared concept is proposed, and each guess is marked.
//!
//! - [`fit`]: how well a question's choices fit a concept's codelist.
//! - `score`: questions of trust or satisfaction on a scale.
//! - `item`: choices of several, and questions that stay the study's own.

pub mod fit;
mod item;
mod score;

use super::forms::{Forms, Merged};
use super::kind::Kind;
use super::question::Question;
use crate::intake::export::Origin;
use fit::{Proposal, propose, reasons};
use item::{Own, choice, lost};
use schema::concept::{Axis, Dimension};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The mapping as text (TOML). `files` are the forms' paths as the mapping will name them.
pub fn draft(forms: &Forms, files: &[String], origin: Origin) -> String {
    let mut text = String::new();
    let mut taken: BTreeMap<Dimension, (usize, Proposal)> = BTreeMap::new();
    let mut several: BTreeMap<Dimension, (usize, Proposal)> = BTreeMap::new();
    for (at, merged) in forms.questions.iter().enumerate() {
        let Some(proposal) = asked(forms, at).and_then(|question| propose(forms, at, question)) else { continue };
        let taken = if merged.is_many { &mut several } else { &mut taken };
        if taken.get(&proposal.dimension).is_none_or(|(_, other)| proposal.score > other.score) {
            taken.insert(proposal.dimension, (at, proposal));
        }
    }
    for (at, proposal) in taken.values() {
        if let (Some(merged), Some(question)) = (forms.questions.get(*at), asked(forms, *at)) {
            text += &concept(merged, question, proposal).join("\n");
            text.push('\n');
        }
    }
    for (at, proposal) in several.values() {
        let Some(merged) = forms.questions.get(*at) else { continue };
        let mut codes = BTreeSet::new();
        for (option, code) in &proposal.codes {
            text += &if codes.insert(code) {
                choice(merged, option, (proposal.dimension, code, proposal.fit()))
            } else {
                // One column fills an item.
                lost(merged, option, &format!("{}:{code} is filled by another choice already", proposal.dimension))
            };
        }
        for option in &proposal.unmatched {
            text += &lost(merged, option, "no code was found");
        }
        for (option, _) in &proposal.missing {
            text += &lost(merged, option, "who ticks only this says why there is no answer, and counts as NO above");
        }
    }
    let mut scored = BTreeMap::new();
    for (at, merged) in forms.questions.iter().enumerate() {
        let Some(question) = asked(forms, at) else { continue };
        let Some(score) = score::propose(forms, at, question).filter(|_| !merged.is_many) else { continue };
        if let Entry::Vacant(free) = scored.entry(score.of) {
            free.insert(at);
            text += &score.written(merged, question);
        }
    }
    let (mut own, mut words, mut items) = (String::new(), String::new(), Own::default());
    for (at, merged) in forms.questions.iter().enumerate() {
        let taken = || taken.values().chain(several.values()).map(|(taken, _)| taken).chain(scored.values());
        let is_taken = || taken().any(|taken| *taken == at);
        let Some(question) = asked(forms, at).filter(|_| !is_taken()) else { continue };
        if matches!(question.kind, Kind::One(_)) && !merged.is_many {
            items.take(forms, at, merged, &reasons(forms, at));
            continue;
        }
        let line = format!("#   {}{}\n", merged.name, heading(question));
        match &question.kind {
            Kind::Text => words += &line,
            Kind::One(_) | Kind::Whole | Kind::Number | Kind::Unlisted => {
                own += &line;
                own += &choices(merged, "");
            }
            Kind::Many(_) => {
                own += &line;
                own += &choices(merged, &format!("{}/", merged.name));
            }
            Kind::Note | Kind::Calculated | Kind::Other => {}
        }
    }
    if !items.items.is_empty() {
        text += "\n# TO CHECK: the study's own questions, which fit no shared concept. The study's document must have them:\n";
        text += &items.document;
        text += &items.items;
    }
    if !own.is_empty() {
        text += "\n# Questions that are left out, because they fit no shared concept and have no list of one choice:\n";
        text += &own;
    }
    if !words.is_empty() {
        text += "\n# Left out, because these are persons' own words, which never become a dimension:\n";
        text += &words;
    }
    head(files, origin, !items.items.is_empty()) + &text
}

/// A question as the latest version has it that asks it.
fn asked(forms: &Forms, question: usize) -> Option<&Question> {
    (0..forms.versions.len()).rev().find_map(|version| forms.asked(question, version))
}

fn head(files: &[String], origin: Origin, has_own: bool) -> String {
    let study = if has_own { "study = \"STUDY\" # TO CHECK: its id, as its document has it\n" } else { "" };
    let (export, id) = match origin {
        Origin::Kobo => ("kobo", "_uuid"),
        Origin::Odk => ("odk", "KEY"),
    };
    let files = files.iter().map(|file| quoted(file)).collect::<Vec<_>>().join(", ");
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
        \n\
        [period]\n\
        value = \"YEAR\" # TO CHECK: such as 2024\n\
        \n\
        [person]\n\
        id = \"{id}\" # TO CHECK: the same as in consent files\n"
    )
}

fn concept(merged: &Merged, question: &Question, proposal: &Proposal) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("# TO CHECK: a guess. {}{}", merged.name, heading(question)),
        "[[concept]]".to_owned(),
        format!("dimension = \"{}\"", proposal.dimension),
        format!("fit = \"{}\" # TO CHECK", proposal.fit()),
        format!("column = {}", quoted(&merged.name)),
    ];
    if let Some(scale) = proposal.scale {
        let [from, to] = <[i64; 2]>::from(scale);
        lines.push(format!("scale = [{from}, {to}] # TO CHECK"));
        let low = scale.codes(proposal.dimension).first().and_then(|low| Axis::from(proposal.dimension).meaning(low));
        if let Some(low) = low.filter(|_| proposal.codes.is_empty()) {
            lines.push(format!("# TO CHECK: {low}. Where it means the contrary, say `reversed = true`."));
        }
    }
    if let Some(ranges) = &proposal.ranges {
        lines.push("ranges = [".to_owned());
        lines.extend(
            ranges.iter().map(|(from, to, code)| format!("  {{ from = {from}, to = {to}, code = \"{code}\" }},")),
        );
        lines.push("]".to_owned());
    } else if !proposal.codes.is_empty() {
        let codes = proposal.codes.iter().map(|(choice, code)| format!("{} = \"{code}\"", quoted(choice)));
        lines.push(format!("codes = {{ {} }}", codes.collect::<Vec<_>>().join(", ")));
    }
    lines.extend(
        proposal.unmatched.iter().map(|choice| format!("# TO CHECK: no code was found for {}", remark(choice))),
    );
    let reasons = ["_Z", "_W", "_N"].map(|code| format!("\"{code}\" = \"{code}\""));
    let missing = proposal.missing.iter().map(|(choice, code)| format!("{} = \"{code}\"", quoted(choice)));
    lines.push(format!("missing = {{ {} }}", reasons.into_iter().chain(missing).collect::<Vec<_>>().join(", ")));
    lines
}

fn heading(question: &Question) -> String {
    question.labels.values().next().map_or(String::new(), |label| format!(": {}", remark(label)))
}

fn choices(merged: &Merged, before: &str) -> String {
    if merged.options.is_empty() {
        return String::new();
    }
    let names: Vec<String> = merged.options.iter().map(|option| format!("{before}{option}")).collect();
    format!("#     {}\n", remark(&names.join(", ")))
}

/// A text as a string of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A text as it can stand in a comment.
fn remark(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
