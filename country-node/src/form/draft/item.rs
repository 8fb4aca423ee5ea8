//! Items of a first mapping: the choices of a multiple choice that fit a concept, and questions that stay the study's own, with
//! what the study's document must say of them.

use super::{asked, quoted, remark};
use crate::form::forms::{Forms, Merged};
use crate::form::question::Question;
use schema::ask::MOST_CODE;
use schema::concept::Dimension;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What a column of a choice holds.
const TICKED: &str =
    "codes = { \"1\" = \"YES\", \"0\" = \"NO\" }\nmissing = { \"_Z\" = \"_Z\", \"_W\" = \"_W\", \"_N\" = \"_N\" }\n";

/// One choice of a question of several, as a code of a concept.
pub fn choice(merged: &Merged, option: &str, (dimension, code, fit): (Dimension, &str, &str)) -> String {
    format!(
        "\n# TO CHECK: a guess. {} of {}\n[[item]]\nitem = \"{dimension}:{code}\"\nfit = \"{fit}\" # TO CHECK\ncolumn = {}\n{TICKED}",
        remark(option),
        remark(&merged.name),
        quoted(&format!("{}/{option}", merged.name)),
    )
}

/// Questions of one choice that are the study's own: the mapping's items, and the document's questions as a remark.
#[derive(Default)]
pub struct Own {
    /// The items.
    pub items: String,
    /// The questions of the study's document.
    pub document: String,
    ids: BTreeSet<String>,
}

impl Own {
    /// Takes in a question of one choice, with the choices that say why there is no answer.
    pub fn take(&mut self, forms: &Forms, at: usize, merged: &Merged, missing: &[(String, &'static str)]) {
        let Some(question) = asked(forms, at) else { return };
        let id = unique(&mut self.ids, &merged.name, "Q");
        let reason = |option: &&String| missing.iter().any(|(name, _)| name == *option);
        let (mut used, mut codes, mut listed) = (BTreeSet::new(), Vec::new(), String::new());
        for option in merged.options.iter().filter(|option| !reason(option)) {
            let code = unique(&mut used, option, "C");
            codes.push(format!("{} = \"{code}\"", quoted(option)));
            let label = label(forms, question, option);
            let _ = writeln!(listed, "#   {{ code = \"{code}\", label = {{ eng = {} }} }},", quoted(&label));
        }
        let reasons = ["_Z", "_W", "_N"].map(|code| format!("\"{code}\" = \"{code}\""));
        let named = missing.iter().map(|(option, code)| format!("{} = \"{code}\"", quoted(option)));
        let missing = reasons.into_iter().chain(named).collect::<Vec<_>>().join(", ");
        let _ = write!(
            self.items,
            "\n[[item]]\nitem = \"QUESTION:{id}\"\ncolumn = {}\ncodes = {{ {} }}\nmissing = {{ {missing} }}\n",
            quoted(&merged.name),
            codes.join(", "),
        );
        let text = question.labels.values().next().unwrap_or(&merged.name);
        let text = quoted(&remark(text));
        let _ = write!(
            self.document,
            "# [[question]]\n# id = \"{id}\"\n# text = {{ eng = {text} }}\n# codes = [\n{listed}# ]\n"
        );
    }
}

/// What a choice means, as the latest version says it first; its name where it says nothing.
fn label(forms: &Forms, question: &Question, option: &str) -> String {
    let choices = forms.versions.iter().rev().flat_map(|version| version.form.choices(question));
    let label = choices.filter(|choice| choice.name == option).find_map(|choice| choice.labels.values().next());
    remark(label.map_or(option, String::as_str))
}

/// A name as an id or a code: capital letters, digits and underscores, beginning with a letter, and none twice.
fn unique(taken: &mut BTreeSet<String>, name: &str, begin: &str) -> String {
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    let mut text: String = letters.collect();
    if !text.starts_with(|first: char| first.is_ascii_uppercase()) {
        text = format!("{begin}{text}");
    }
    text.truncate(MOST_CODE);
    let mut numbered = text.clone();
    for n in 2_u32.. {
        if taken.insert(numbered.clone()) {
            break;
        }
        let end = format!("_{n}");
        numbered = format!("{}{end}", text.get(..text.len().min(MOST_CODE - end.len())).unwrap_or_default());
    }
    numbered
}
