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
    /// What the form works out of other answers.
    Calculated,
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

/// What stands between a beginning and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Questions asked once.
    Group,
    /// Questions asked any number of times.
    Repeat,
    /// Questions asked once for each choice of a list, which no list of columns can tell.
    Loop,
    /// Kobo's questions of one choice that share a list.
    Score,
    /// Kobo's order of the choices of a list, a question a place.
    Rank,
    /// Kobo's questions asked once for each row of a table.
    Matrix,
}

impl Block {
    /// Whether one person may answer its questions often.
    pub fn repeats(self) -> bool {
        matches!(self, Self::Repeat | Self::Loop | Self::Matrix)
    }
}

/// What a row of `survey` is.
#[derive(Debug, PartialEq, Eq)]
pub enum Row {
    /// A question, and whether `or_other` adds a choice and a question after it.
    Question(Kind, bool),
    /// A question of one choice, of the list that the block around it names.
    OfBlock,
    /// A block begins.
    Begin(Block),
    /// A block ends.
    End(Block),
    /// What belongs to the sheet `settings`.
    Setting,
}

const WHOLE: [&str; 8] = [
    "integer",
    "int",
    "q int",
    "add integer prompt",
    "percentage",
    "number of days in last month",
    "number of days in last six months",
    "number of days in last year",
];
const NUMBER: [&str; 4] = ["decimal", "q decimal", "add decimal prompt", "range"];
const TEXT: [&str; 4] = ["text", "string", "q string", "add text prompt"];
const NOTE: [&str; 3] = ["note", "q note", "add note prompt"];
const CALCULATED: [&str; 3] = ["calculate", "q calculate", "add calculate prompt"];
const SETTINGS: [&str; 6] = ["form_title", "set_form_title", "form_id", "set_form_id", "set form title", "set form id"];

/// What a form notes by itself, and answers that are neither choices, numbers nor words. `q NAME` and `add NAME prompt` are older
/// forms of some of them.
const OTHER: [&str; 50] = [
    "date",
    "time",
    "datetime",
    "date time",
    "geopoint",
    "geotrace",
    "geoshape",
    "location",
    "gps",
    "image",
    "photo",
    "picture",
    "audio",
    "video",
    "file",
    "barcode",
    "hidden",
    "acknowledge",
    "trigger",
    "osm",
    "start",
    "get start time",
    "start time",
    "end",
    "get end time",
    "end time",
    "today",
    "get today",
    "deviceid",
    "device id",
    "get device id",
    "imei",
    "subscriberid",
    "subscriber id",
    "get subscriber id",
    "simserial",
    "sim id",
    "get sim id",
    "phonenumber",
    "phone number",
    "get phone number",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "xml-external",
    "csv-external",
    "entity",
];

const BLOCKS: [(&str, Block); 8] = [
    ("looped group", Block::Repeat),
    ("lgroup", Block::Repeat),
    ("group", Block::Group),
    ("repeat", Block::Repeat),
    ("loop", Block::Loop),
    ("score", Block::Score),
    ("rank", Block::Rank),
    ("kobomatrix", Block::Matrix),
];

const ONE: [&str; 5] = ["select_one", "select one from", "select one", "select1", "add select one prompt using"];
const MANY: [&str; 6] = [
    "select_multiple",
    "select all that apply from",
    "select all that apply",
    "select multiple from",
    "select multiple",
    "add select multiple prompt using",
];
/// The choices of these stand in another file or sheet, or come in an order.
const UNLISTED: [&str; 6] = [
    "select_one_from_file",
    "select_multiple_from_file",
    "select one from file",
    "select multiple from file",
    "select_one_external",
    "rank",
];

impl Row {
    /// Reads a `type`. `None` where neither XLSForm nor Kobo has such a type.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let lower = words.join(" ").to_lowercase();
        let plain = lower.as_str();
        if let Some(block) = plain.strip_prefix("begin").and_then(block) {
            return Some(Self::Begin(block));
        }
        if let Some(block) = plain.strip_prefix("end").and_then(block) {
            return Some(Self::End(block));
        }
        let kind = if WHOLE.contains(&plain) {
            Kind::Whole
        } else if NUMBER.contains(&plain) {
            Kind::Number
        } else if TEXT.contains(&plain) {
            Kind::Text
        } else if NOTE.contains(&plain) {
            Kind::Note
        } else if CALCULATED.contains(&plain) {
            Kind::Calculated
        } else if is_other(plain) {
            Kind::Other
        } else if matches!(plain, "score__row" | "rank__level") {
            return Some(Self::OfBlock);
        } else if SETTINGS.contains(&plain) {
            return Some(Self::Setting);
        } else {
            return Self::choices(&words, plain);
        };
        Some(Self::Question(kind, false))
    }

    fn choices(words: &[&str], lower: &str) -> Option<Self> {
        let after = |begins: &[&str]| {
            let begin =
                begins.iter().find(|begin| lower.strip_prefix(**begin).is_some_and(|rest| rest.starts_with(' ')))?;
            match words.get(begin.split(' ').count()..)? {
                [list] => Some(((*list).to_owned(), false)),
                [list, other] if other.eq_ignore_ascii_case("or_other") => Some(((*list).to_owned(), true)),
                [list, "or", "other"] | [list, "or", "specify", "other"] => Some(((*list).to_owned(), true)),
                _ => None,
            }
        };
        if after(&UNLISTED).is_some() {
            return Some(Self::Question(Kind::Unlisted, false));
        }
        // Choices may be what was answered in a repeat.
        let unlisted = |list: &str| list.starts_with("${");
        let read = |(list, other): (String, bool), of: fn(String) -> Kind| {
            Self::Question(if unlisted(&list) { Kind::Unlisted } else { of(list) }, other)
        };
        after(&ONE).map(|found| read(found, Kind::One)).or_else(|| after(&MANY).map(|found| read(found, Kind::Many)))
    }
}

/// What begins or ends; a list may be named behind it.
fn block(text: &str) -> Option<Block> {
    let name = text.strip_prefix([' ', '_'])?;
    let is = |named: &&(&str, Block)| {
        name.strip_prefix(named.0).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    BLOCKS.iter().find(is).map(|(_, block)| *block)
}

fn is_other(plain: &str) -> bool {
    let older = plain.strip_prefix("q ");
    let older = older.or_else(|| plain.strip_prefix("add ").and_then(|rest| rest.strip_suffix(" prompt")));
    let metadata = plain.strip_prefix("uri:");
    let osm = plain.strip_prefix("osm ").is_some_and(|list| !list.contains(' '));
    osm || [Some(plain), older, metadata].into_iter().flatten().any(|name| OTHER.contains(&name))
}
