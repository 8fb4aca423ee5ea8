//! Which language a heading of a form's labels names, and which one labels speak that name none.

use super::words::{phrase, words};
use crate::form::forms::Forms;
use schema::concept::Dimension;
use schema::concept::translated::label_in;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Languages of forms: tags of two letters, ISO 639-3, and what a language calls itself.
#[rustfmt::skip]
const OWN: [(&str, &str, &[&str]); 34] = [
    ("am", "amh", &["አማርኛ"]), ("ar", "ara", &["العربية", "عربي"]), ("bn", "ben", &["বাংলা"]), ("de", "deu", &["Deutsch"]),
    ("el", "ell", &["Ελληνικά"]), ("en", "eng", &["English"]), ("es", "spa", &["Español", "Castellano"]), ("fa", "fas", &["فارسی", "Farsi", "Dari"]),
    ("fr", "fra", &["Français"]), ("ha", "hau", &["Hausa"]), ("hi", "hin", &["हिन्दी"]), ("ht", "hat", &["Kreyòl", "Kreyòl ayisyen", "Haitian Creole"]),
    ("hy", "hye", &["Հայերեն"]), ("id", "ind", &["Bahasa Indonesia"]), ("it", "ita", &["Italiano"]), ("ka", "kat", &["ქართული"]),
    ("ne", "nep", &["नेपाली"]), ("nl", "nld", &["Nederlands"]), ("pl", "pol", &["Polski"]), ("pt", "por", &["Português"]),
    ("ro", "ron", &["Română"]), ("ru", "rus", &["Русский"]), ("so", "som", &["Soomaali", "Af-Soomaali"]), ("sq", "sqi", &["Shqip"]),
    ("sr", "srp", &["Srpski", "Српски"]), ("sw", "swa", &["Kiswahili"]), ("ti", "tir", &["ትግርኛ"]), ("tl", "tgl", &["Filipino"]),
    ("tr", "tur", &["Türkçe"]), ("uk", "ukr", &["Українська"]), ("ur", "urd", &["اردو"]), ("vi", "vie", &["Tiếng Việt"]),
    ("yo", "yor", &["Yorùbá"]), ("zh", "zho", &["中文", "Mandarin"]),
];

/// Words that nearly every sentence of a language has one of, and sentences of the others have not.
const COMMON: [(&str, &[&str]); 3] = [
    ("eng", &["of", "you", "your", "what", "do", "in", "is", "are", "how", "which", "did", "have"]),
    ("spa", &["el", "los", "las", "del", "usted", "su", "que", "cual", "en", "es", "por", "tiene", "donde", "cuantos"]),
    (
        "fra",
        &["le", "les", "des", "du", "vous", "votre", "quel", "quelle", "est", "avez", "dans", "pour", "etes", "ou"],
    ),
];

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for code in Dimension::Language.codelist().codes() {
        let translated = ["es", "fr"].iter().filter_map(|tag| label_in(tag, Dimension::Language.name(), &code.code));
        let labels = translated.chain([code.label.as_str(), code.code.as_str()]);
        names.extend(labels.map(|label| (phrase(label), code.code.as_str())));
    }
    for (tag, code, own) in OWN.iter().filter(|(_, code, _)| Dimension::Language.codelist().get(code).is_some()) {
        names.extend(own.iter().chain([tag]).map(|name| (phrase(name), *code)));
    }
    names
});

/// The language (ISO 639-3) of a form's heading: by its tag, as in `Français (fr)` or `es-GT`, or by its name, in English, Spanish,
/// French or itself.
pub fn language(heading: &str) -> Option<&'static str> {
    let tag = heading.rsplit_once('(').map(|(_, tag)| tag.trim_end_matches([')', ' ']));
    let bare = heading.split_once('(').map_or(heading, |(name, _)| name);
    [tag, Some(heading), Some(bare)].into_iter().flatten().find_map(|named| {
        let main = named.split_once(['-', '_']).map_or(named, |(main, _)| main);
        [named, main].into_iter().find_map(|name| NAMES.get(&phrase(name)).copied())
    })
}

/// The language of labels whose column names none: English where others are named beside it, and else the one whose common words
/// they have.
pub fn unnamed(forms: &Forms) -> &'static str {
    let questions = || forms.versions.iter().flat_map(|version| &version.form.questions);
    if questions().any(|question| question.labels.keys().any(|heading| language(heading).is_some())) {
        return "eng";
    }
    let mut counted = COMMON.map(|(language, _)| (0_usize, language));
    for word in questions().flat_map(|question| question.labels.values()).flat_map(|label| words(label)) {
        for ((count, _), (_, common)) in counted.iter_mut().zip(COMMON) {
            *count += usize::from(common.contains(&word.as_str()));
        }
    }
    counted.into_iter().reduce(|best, other| if other.0 > best.0 { other } else { best }).map_or("eng", |(_, is)| is)
}
