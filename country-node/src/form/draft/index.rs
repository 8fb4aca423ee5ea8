//! Every code of every dimension by the words that name it, in all the languages that labels are in, drawn up once.

use super::aliases::{LIKELY, REASONS, SAME};
use super::words::{is_number, phrase, says};
use schema::concept::translated::label_in;
use schema::concept::{Codelist, Dimension, MISSING};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Labels are in these beside English.
const LANGUAGES: [&str; 2] = ["es", "fr"];

/// What words name: codes, each with its dimension.
pub type Named = BTreeSet<(Dimension, &'static str)>;

type Codes = HashMap<String, Named>;

static NONE: Named = Named::new();

/// Codes by words.
#[derive(Default)]
pub struct Index {
    /// By a whole label, or another word for it.
    whole: Codes,
    /// By words that most forms mean a code by.
    likely: Codes,
    /// By a part of a label.
    parts: Codes,
    /// By the first words of a label, or of a part of one.
    begins: Codes,
    /// By the code itself.
    codes: Codes,
    /// Why a value is missing.
    reasons: HashMap<String, &'static str>,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::drawn_up);

impl Index {
    /// The index.
    pub fn get() -> &'static Self {
        &INDEX
    }

    /// The codes whose label, or another word for it, this is.
    pub fn whole(&self, phrase: &str) -> &Named {
        self.whole.get(phrase).unwrap_or(&NONE)
    }

    /// The codes that most forms mean by this.
    pub fn likely(&self, phrase: &str) -> &Named {
        self.likely.get(phrase).unwrap_or(&NONE)
    }

    /// The codes of whose label this is a part.
    pub fn part(&self, phrase: &str) -> &Named {
        self.parts.get(phrase).unwrap_or(&NONE)
    }

    /// The codes whose label begins so.
    pub fn begun(&self, phrase: &str) -> &Named {
        self.begins.get(phrase).unwrap_or(&NONE)
    }

    /// The codes with whose label, or a part of it, this begins; of each dimension the longest such label decides.
    pub fn beginning(&self, phrase: &str) -> Named {
        let mut found = Named::new();
        for begin in phrase.rmatch_indices(' ').filter_map(|(at, _)| phrase.get(..at)).filter(|begin| says(begin)) {
            let known: BTreeSet<Dimension> = found.iter().map(|(dimension, _)| *dimension).collect();
            let codes = self.whole(begin).iter().chain(self.likely(begin)).chain(self.part(begin));
            found.extend(codes.filter(|(dimension, _)| !known.contains(dimension)));
        }
        found
    }

    /// The codes that this is itself; no single letter is one, for forms number choices by letters.
    pub fn code(&self, phrase: &str) -> &Named {
        self.codes.get(phrase).unwrap_or(&NONE)
    }

    /// Why a value is missing, where this says it.
    pub fn reason(&self, phrase: &str) -> Option<&'static str> {
        self.reasons.get(phrase).copied()
    }

    fn drawn_up() -> Self {
        let mut index = Self::default();
        // How somebody came back is known from a programme's records; a form asks how one means to.
        for dimension in Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::ReturnMode) {
            for code in dimension.codelist().codes().iter().filter(|code| !Codelist::is_missing(&code.code)) {
                let translated = LANGUAGES.iter().filter_map(|tag| label_in(tag, dimension.name(), &code.code));
                for label in translated.chain([code.label.as_str()]) {
                    index.add(dimension, label, &code.code);
                }
                let own = phrase(&code.code);
                if own.chars().count() > 1 && !is_number(&own) {
                    add(&mut index.codes, dimension, own, &code.code);
                }
            }
        }
        for (aliases, named) in [(SAME, &mut index.whole), (LIKELY, &mut index.likely)] {
            for (dimension, code, aliases) in aliases {
                for alias in *aliases {
                    add(named, *dimension, phrase(alias), code);
                }
            }
        }
        for code in Dimension::Age.codelist().codes() {
            index.add_age(&code.code);
        }
        for (reason, label) in MISSING {
            let translated = LANGUAGES.iter().filter_map(|tag| label_in(tag, Dimension::Sex.name(), reason));
            index.reasons.extend(translated.chain([label]).map(|label| (phrase(label), reason)));
        }
        for (reason, said) in REASONS {
            index.reasons.extend(said.iter().map(|said| (phrase(said), reason)));
        }
        index
    }

    /// Ages as forms write them, such as `25-34` and `65+`.
    fn add_age(&mut self, code: &'static str) {
        let said = if let Some(from) = code.strip_prefix("Y_GE") {
            [
                format!("{from}+"),
                format!("{from} and over"),
                format!("{from} or more"),
                format!("{from} years and over"),
            ]
        } else if let Some((from, to)) = code.strip_prefix('Y').and_then(|ages| ages.split_once('T')) {
            [format!("{from}-{to}"), format!("{from} to {to}"), format!("{from} a {to}"), format!("{from}-{to} years")]
        } else {
            return;
        };
        for said in said {
            add(&mut self.likely, Dimension::Age, phrase(&said), code);
        }
    }

    fn add(&mut self, dimension: Dimension, label: &str, code: &'static str) {
        let whole = phrase(label);
        let parts = label.split([':', ',', ';', '(', ')', '/']).flat_map(|part| part.split(" or "));
        let parts = parts.flat_map(|part| part.split(" ou ")).flat_map(|part| part.split(" o ")).map(phrase);
        let parts: BTreeSet<String> = parts.filter(|part| says(part) && *part != whole).collect();
        for text in parts.iter().chain([&whole]) {
            for (end, _) in text.match_indices(' ') {
                let begin = text.get(..end).unwrap_or_default();
                if says(begin) {
                    add(&mut self.begins, dimension, begin.to_owned(), code);
                }
            }
        }
        for part in parts {
            add(&mut self.parts, dimension, part, code);
        }
        if !is_number(&whole) {
            add(&mut self.whole, dimension, whole, code);
        }
    }
}

fn add(codes: &mut Codes, dimension: Dimension, phrase: String, code: &'static str) {
    codes.entry(phrase).or_default().insert((dimension, code));
}
