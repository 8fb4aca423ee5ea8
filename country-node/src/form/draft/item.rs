//! Items of a first mapping: the choices of a multiple choice that fit a concept, and questions that stay the study's own, with
//! what the study's document must say of them.

use super::language::language;
use super::{missing, quoted, remark};
use crate::form::forms::{Forms, Merged};
use crate::form::question::Labels;
use node_rules::study::document::MOST_UNSAID;
use schema::ask::MOST_CODE;
use schema::concept::Dimension;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// What a column of a choice holds.
const TICKED: &str = "codes = { \"1\" = \"YES\", \"0\" = \"NO\" }";

/// More choices of one question than these are not proposed as a question each.
const MOST_TICKED: usize = 40;

/// Yes and no, by language.
const YES_NO: [(&str, &str, &str); 3] = [("eng", "Yes", "No"), ("fra", "Oui", "Non"), ("spa", "Sí", "No")];

/// One choice of a question of several, as a code of a concept.
pub fn choice(merged: &Merged, option: &str, (dimension, code, fit): (Dimension, &str, &str), missing: &str) -> String {
    format!(
        "\n# TO CHECK: a guess. {} of {}\n[[item]]\nitem = \"{dimension}:{code}\"\nfit = \"{fit}\" # TO CHECK\ncolumn = {}\n{TICKED}\n{missing}",
        remark(option),
        remark(&merged.name),
        quoted(&format!("{}/{option}", merged.name)),
    )
}

/// A choice that becomes no item, and why.
pub fn lost(merged: &Merged, option: &str, why: &str) -> String {
    format!("# TO CHECK: {} of {}: {why}\n", remark(option), remark(&merged.name))
}

/// Questions that are the study's own: the mapping's items, and the document's questions as a remark.
pub struct Own {
    /// The items.
    pub items: String,
    /// The questions of the study's document.
    pub document: String,
    ids: BTreeSet<String>,
    /// What the form calls languages that are not known.
    strange: BTreeSet<String>,
    /// The language of labels whose column names none.
    unnamed: &'static str,
}

impl Own {
    /// None yet.
    pub fn new(unnamed: &'static str) -> Self {
        let (items, document, ids, strange) = (String::new(), String::new(), BTreeSet::new(), BTreeSet::new());
        Self { items, document, ids, strange, unnamed }
    }

    /// What is to be said of languages that are not known.
    pub fn unknown(&self) -> String {
        let names = self.strange.iter().map(|name| remark(name)).collect::<Vec<_>>().join(", ");
        let said = "put the code of ISO 639-3 in the place of what the form calls a language";
        if names.is_empty() { names } else { format!("# TO CHECK: {said}: {names}\n") }
    }

    /// Takes in a question of one choice, with the choices that say why there is no answer.
    pub fn take(&mut self, forms: &Forms, at: usize, merged: &Merged, reasons: &[(String, &'static str)]) {
        let Some(question) = forms.latest(at) else { return };
        let id = unique(&mut self.ids, &merged.name, "Q");
        let reason = |option: &&String| reasons.iter().any(|(name, _)| name == *option);
        let labels = labels(forms, at);
        let (mut used, mut codes, mut listed) = (BTreeSet::new(), Vec::new(), String::new());
        for option in merged.options.iter().filter(|option| !reason(option)) {
            let code = unique(&mut used, option, "C");
            codes.push(format!("{} = \"{code}\"", quoted(option)));
            let labels = self.texts(labels.get(option.as_str()).copied(), option);
            let _ = writeln!(listed, "#   {{ code = \"{code}\", label = {} }},", inline(&labels));
        }
        let _ = write!(
            self.items,
            "\n[[item]]\nitem = \"QUESTION:{id}\"\ncolumn = {}\ncodes = {{ {} }}\n{}",
            quoted(&merged.name),
            codes.join(", "),
            missing(forms, at, reasons),
        );
        let text = self.texts(Some(&question.labels), &merged.name);
        self.ask(&id, &text, &listed);
    }

    /// Takes in choices of a question of several, each as a question that is answered with yes or no. Whether it did.
    pub fn take_ticked(&mut self, forms: &Forms, at: usize, merged: &Merged, options: &[&str]) -> bool {
        let Some(question) = forms.latest(at).filter(|_| options.len() <= MOST_TICKED) else { return false };
        let labels = labels(forms, at);
        let asked = self.texts(Some(&question.labels), &merged.name);
        for option in options {
            let id = unique(&mut self.ids, &format!("{}_{option}", merged.name), "Q");
            let column = quoted(&format!("{}/{option}", merged.name));
            let _ = write!(
                self.items,
                "\n[[item]]\nitem = \"QUESTION:{id}\"\ncolumn = {column}\n{TICKED}\n{}",
                missing(forms, at, &[])
            );
            let labels = self.texts(labels.get(option).copied(), option);
            let mut text: BTreeMap<String, String> = BTreeMap::new();
            for (language, choice) in labels {
                let asked = asked.get(&language).or_else(|| asked.values().next());
                let asked = asked.map_or(String::new(), |asked| format!("{asked} "));
                text.insert(language, format!("{asked}{choice}"));
            }
            let said = YES_NO.iter().filter(|(language, ..)| *language == "eng" || text.contains_key(*language));
            let (yes, no): (Vec<String>, Vec<String>) =
                said.map(|(of, yes, no)| (format!("{of} = \"{yes}\""), format!("{of} = \"{no}\""))).unzip();
            let (yes, no) = (yes.join(", "), no.join(", "));
            let listed = format!(
                "#   {{ code = \"YES\", label = {{ {yes} }} }},\n#   {{ code = \"NO\", label = {{ {no} }} }},\n"
            );
            self.ask(&id, &text, &listed);
        }
        true
    }

    fn ask(&mut self, id: &str, text: &BTreeMap<String, String>, listed: &str) {
        let begin = format!("# [[question]]\n# id = \"{id}\"\n# text = {}\n", inline(text));
        let is_long = listed.lines().count() > MOST_UNSAID;
        // Of the two guesses, the one by which no release is cut before somebody has looked.
        let places = if is_long { "# places = true # TO CHECK: false where these are no places\n" } else { "" };
        let _ = write!(self.document, "{begin}{places}# codes = [\n{listed}# ]\n");
    }

    /// A form's texts as a study's document has them, by ISO 639-3. A language that is not known stands as the form calls it, which
    /// no document is taken in with, unless there are others.
    fn texts(&mut self, labels: Option<&Labels>, name: &str) -> BTreeMap<String, String> {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (heading, text) in labels.into_iter().flatten() {
            let unnamed = (heading == "default").then_some(self.unnamed);
            if let Some(language) = language(heading).or(unnamed) {
                texts.insert(language.to_owned(), remark(text));
            }
        }
        if texts.is_empty() {
            let (heading, text) = labels.and_then(|labels| labels.iter().next()).unzip();
            let language = heading.map_or(self.unnamed, String::as_str).to_owned();
            self.strange.extend(heading.cloned());
            texts.insert(language, remark(text.map_or(name, String::as_str)));
        }
        texts
    }
}

/// What each choice means by language, as the latest version says that has it.
fn labels(forms: &Forms, question: usize) -> HashMap<&str, &Labels> {
    // What comes later takes the place of what came before.
    let choices = (0..forms.versions.len()).flat_map(|version| forms.choices(question, version));
    choices.map(|choice| (choice.name.as_str(), &choice.labels)).collect()
}

/// A table of TOML on one line.
fn inline(texts: &BTreeMap<String, String>) -> String {
    let is_bare = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let key = |key: &str| if is_bare(key) { key.to_owned() } else { quoted(&remark(key)) };
    let texts = texts.iter().map(|(language, text)| format!("{} = {}", key(language), quoted(text)));
    format!("{{ {} }}", texts.collect::<Vec<_>>().join(", "))
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
