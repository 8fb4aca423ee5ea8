//! What a row of `survey` is: a question and what it takes as an answer, or the beginning or end of a group.

/// What a question takes as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One choice of a list.
    One(String),
    /// Any number of choices of a list.
    Many(String),
    /// One or many choices that stand in a file beside the form, or an order of choices: what is stored is taken as it is.
    Unlisted,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Words of the person's own.
    Text,
    /// Nothing: it is shown only.
    Note,
    /// Anything else: dates, places, pictures, what the form notes by itself.
    Other,
}

impl Kind {
    /// The list of choices.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::One(list) | Self::Many(list) => Some(list),
            _ => None,
        }
    }

    /// Whether any number of choices may be ticked.
    pub fn is_many(&self) -> bool {
        matches!(self, Self::Many(_))
    }
}

/// What a row of `survey` is.
#[derive(Debug, PartialEq, Eq)]
pub enum Row {
    /// A question, and whether `or_other` adds a choice and a question after it.
    Question(Kind, bool),
    /// A group begins; whether it is a repeat.
    Begin(bool),
    /// A group ends; whether it is a repeat.
    End(bool),
}

/// What a form notes by itself, and answers that are neither choices, numbers nor words.
const OTHER: [&str; 31] = [
    "date",
    "time",
    "datetime",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "photo",
    "audio",
    "video",
    "file",
    "barcode",
    "calculate",
    "hidden",
    "acknowledge",
    "trigger",
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "xml-external",
    "csv-external",
];

impl Row {
    /// Reads a `type`. `None` where XLSForm has no such type.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let lower = words.join(" ").to_lowercase();
        let question = |kind| Some(Self::Question(kind, false));
        match lower.replace('_', " ").as_str() {
            "begin group" => return Some(Self::Begin(false)),
            "begin repeat" => return Some(Self::Begin(true)),
            "end group" => return Some(Self::End(false)),
            "end repeat" => return Some(Self::End(true)),
            _ => {}
        }
        match lower.as_str() {
            "integer" | "int" => question(Kind::Whole),
            "decimal" | "range" => question(Kind::Number),
            "text" | "string" => question(Kind::Text),
            "note" => question(Kind::Note),
            other if OTHER.contains(&other) => question(Kind::Other),
            _ => Self::choices(&words, &lower),
        }
    }

    fn choices(words: &[&str], lower: &str) -> Option<Self> {
        const ONE: [&str; 5] =
            ["select_one", "select one from", "select one", "select1", "add select one prompt using"];
        const MANY: [&str; 5] = [
            "select_multiple",
            "select all that apply from",
            "select multiple from",
            "select multiple",
            "add select multiple prompt using",
        ];
        const FILES: [&str; 2] = ["select_one_from_file", "select_multiple_from_file"];
        let after = |begins: &[&str]| {
            let begin =
                begins.iter().find(|begin| lower.strip_prefix(**begin).is_some_and(|rest| rest.starts_with(' ')))?;
            let rest = words.get(begin.split(' ').count()..)?;
            match rest {
                [list] => Some(((*list).to_owned(), false)),
                [list, other] if other.eq_ignore_ascii_case("or_other") => Some(((*list).to_owned(), true)),
                [list, "or", "specify", "other"] => Some(((*list).to_owned(), true)),
                _ => None,
            }
        };
        if after(&FILES).is_some() || after(&["rank"]).is_some() {
            return Some(Self::Question(Kind::Unlisted, false));
        }
        let unlisted = |list: &str| list.starts_with("${");
        let read = |(list, other): (String, bool), of: fn(String) -> Kind| {
            Self::Question(if unlisted(&list) { Kind::Unlisted } else { of(list) }, other)
        };
        after(&ONE).map(|found| read(found, Kind::One)).or_else(|| after(&MANY).map(|found| read(found, Kind::Many)))
    }
}
