//! Items of a first mapping: the choices of a multiple choice that fit a concept, and questions that stay the study's own, with
//! what the study's document must say of them.

use super::{asked, quoted, remark};
use crate::form::forms::{Forms, Merged};
use crate::form::question::Question;
use schema::ask::MOST_CODE;
use schema::concept::Dimension;
use std::collections::{BTreeMap, BTreeSet};
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

/// A choice that becomes no item, and why.
pub fn lost(merged: &Merged, option: &str, why: &str) -> String {
    format!("# TO CHECK: {} of {}: {why}\n", remark(option), remark(&merged.name))
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
            let labels = texts(&labels(forms, question, option), option);
            let _ = writeln!(listed, "#   {{ code = \"{code}\", label = {labels} }},");
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
        let text = texts(&question.labels, &merged.name);
        let _ = write!(self.document, "# [[question]]\n# id = \"{id}\"\n# text = {text}\n# codes = [\n{listed}# ]\n");
    }
}

/// What a choice means by language, as the latest version says that has it.
fn labels(forms: &Forms, question: &Question, option: &str) -> BTreeMap<String, String> {
    let mut choices = forms.versions.iter().rev().flat_map(|version| version.form.choices(question));
    choices.find(|choice| choice.name == option).map(|choice| choice.labels.clone()).unwrap_or_default()
}

/// A form's texts as a study's document has them, by ISO 639-3. Where the form does not say in which language it speaks, it is taken
/// for English, and to be checked like all of it.
fn texts(labels: &BTreeMap<String, String>, name: &str) -> String {
    let mut by_language: BTreeMap<&str, &str> = BTreeMap::new();
    for (heading, text) in labels {
        if let Some(language) = language(heading) {
            by_language.insert(language, text);
        }
    }
    if by_language.is_empty() {
        by_language.insert("eng", labels.values().next().map_or(name, String::as_str));
    }
    let texts = by_language.into_iter().map(|(language, text)| format!("{language} = {}", quoted(&remark(text))));
    format!("{{ {} }}", texts.collect::<Vec<_>>().join(", "))
}

/// The language of a form's heading such as `Français (fr)`, by its tag of two letters (ISO 639-1) or three.
fn language(heading: &str) -> Option<&'static str> {
    let tag = heading.rsplit_once('(').map_or(heading, |(_, tag)| tag.trim_end_matches(')')).trim();
    let of_two = TAGS.iter().find(|(two, _)| *two == tag).map(|(_, three)| *three);
    let of_three = || Dimension::Language.codelist().get(tag).map(|code| code.code.as_str());
    of_two.or_else(of_three)
}

/// Tags of two letters that forms use, by ISO 639-3.
const TAGS: [(&str, &str); 30] = [
    ("am", "amh"),
    ("ar", "ara"),
    ("bn", "ben"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("fa", "fas"),
    ("fr", "fra"),
    ("ha", "hau"),
    ("hi", "hin"),
    ("id", "ind"),
    ("it", "ita"),
    ("ka", "kat"),
    ("ne", "nep"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("so", "som"),
    ("sq", "sqi"),
    ("sw", "swa"),
    ("tl", "tgl"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("vi", "vie"),
    ("yo", "yor"),
    ("zh", "zho"),
];

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
