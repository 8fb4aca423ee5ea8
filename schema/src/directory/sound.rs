//! What can be kept of a record's content, and every fault of what cannot.

use super::area::Area;
use super::date::PartialDate;
use super::name::Name;
use crate::concept::Dimension;
use crate::money::Money;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// The longest line, and the longest text, in characters.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 5000;
/// The most texts of a list.
const MOST_TEXTS: usize = 50;
/// The longest id of a record.
const LONGEST_ID: usize = 40;

/// Gathers what is wrong with a content: each fault with its field, in the order of the fields.
#[derive(Debug, Default)]
pub struct Sound {
    faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, such as `phases.0.until`.
    pub field: String,
    /// What should stand there.
    pub expected: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: expected {}", self.field, self.expected)
    }
}

/// Whether a text names a record of the directory within its country.
pub fn is_id(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(is_sign) && !text.starts_with('-')
}

/// What an id looks like, for a report of what else stood there.
pub const ID: &str = "an id of small letters, digits and hyphens, such as office-of-the-diaspora";

impl Sound {
    /// What was found wrong.
    pub fn faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Notes that a field does not hold what is expected.
    pub fn expect(&mut self, holds: bool, field: &str, expected: &str) {
        if !holds {
            self.faults.push(Fault { field: field.to_owned(), expected: expected.to_owned() });
        }
    }

    /// One line.
    pub fn line(&mut self, field: &str, text: &str) {
        let is_line = !text.trim().is_empty() && text.chars().count() <= LONGEST_LINE;
        let holds = is_line && !text.chars().any(char::is_control);
        self.expect(holds, field, &format!("one line of {LONGEST_LINE} characters at most"));
    }

    /// One line, where there is any.
    pub fn maybe_line(&mut self, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.line(field, text);
        }
    }

    /// Plain lines.
    pub fn text(&mut self, field: &str, text: &str) {
        let is_text = !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT;
        let holds = is_text && !text.chars().any(|c| c.is_control() && c != '\n');
        self.expect(holds, field, &format!("a text of {LONGEST_TEXT} characters at most, in plain lines"));
    }

    /// Plain lines, where there are any.
    pub fn maybe_text(&mut self, field: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, field: &str, texts: &[String]) {
        self.most(field, texts.len(), MOST_TEXTS);
        for (at, text) in texts.iter().enumerate() {
            self.text(&format!("{field}.{at}"), text);
        }
    }

    /// No more than so many.
    pub fn most(&mut self, field: &str, found: usize, most: usize) {
        self.expect(found <= most, field, &format!("{most} at most"));
    }

    /// Names in languages, each once, one at least.
    pub fn names(&mut self, field: &str, names: &[Name]) {
        self.expect(!names.is_empty(), field, "a name in one language at least");
        self.most(field, names.len(), 20);
        let mut languages = BTreeSet::new();
        for (at, name) in names.iter().enumerate() {
            self.line(&format!("{field}.{at}.text"), &name.text);
            let field = format!("{field}.{at}.language");
            let list = Dimension::Language.codelist();
            let is_one = list.get(&name.language).is_some_and(|code| !code.residual);
            self.expect(is_one, &field, "a language (ISO 639-3), such as eng");
            self.expect(languages.insert(&name.language), &field, "each language once");
        }
    }

    /// Areas, each once, one at least.
    pub fn areas(&mut self, areas: &[Area]) {
        self.expect(!areas.is_empty(), "areas", "one area at least");
        self.maybe_areas(areas);
    }

    /// Areas, each once.
    pub fn maybe_areas(&mut self, areas: &[Area]) {
        let each_once = areas.iter().collect::<BTreeSet<_>>().len() == areas.len();
        self.expect(each_once, "areas", "each area once");
    }

    /// An id of a record, where there is one.
    pub fn maybe_id(&mut self, field: &str, id: Option<&str>) {
        self.expect(id.is_none_or(is_id), field, ID);
    }

    /// A code of a dimension that says something, where there is one.
    pub fn maybe_code(&mut self, field: &str, of: Dimension, code: Option<&str>) {
        let is_code = |code: &str| of.codelist().get(code).is_some_and(|code| !code.residual);
        self.expect(code.is_none_or(is_code), field, &format!("a code of {of}"));
    }

    /// An address that a page may link to. Others, such as `javascript:`, are none.
    pub fn maybe_address(&mut self, field: &str, address: Option<&str>) {
        let is_one = |address: &str| {
            let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
            let is_plain = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic());
            address.len() <= 500 && rest.is_some_and(is_plain) && !address.contains(['"', '<', '>'])
        };
        self.expect(address.is_none_or(is_one), field, "an address such as https://example.org/page");
    }

    /// Money that can be paid.
    pub fn money(&mut self, field: &str, money: &Money) {
        if let Err(fault) = money.check() {
            self.expect(false, field, &fault.to_string());
        }
    }

    /// Two dates in their order.
    pub fn in_order(&mut self, (_, from): (&str, Option<PartialDate>), (field, until): (&str, Option<PartialDate>)) {
        let holds = from.zip(until).is_none_or(|(from, until)| from.first_day() <= until.last_day());
        self.expect(holds, field, "no date before the first one");
    }
}

/// Reads a content as it is stored and sent, or says the first field that has not its form.
pub fn read<T: DeserializeOwned>(content: Value) -> Result<T, Fault> {
    serde_path_to_error::deserialize(content).map_err(|fault| {
        let said = fault.inner().to_string();
        let path = fault.path().to_string().replace(['[', ']'], ".").replace("..", ".");
        let path = path.trim_matches('.');
        // What is missing is named by the sentence alone.
        match said.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(missing) if path.is_empty() => Fault { field: missing.to_owned(), expected: "a value".to_owned() },
            Some(missing) => Fault { field: format!("{path}.{missing}"), expected: "a value".to_owned() },
            None => {
                // What stands there is shown beside it.
                let expected = said.strip_prefix("invalid ").and_then(|rest| rest.rsplit_once(", expected "));
                let expected = expected.map_or(said.as_str(), |(_, expected)| expected);
                let expected = expected.strip_prefix("expected ").unwrap_or(expected);
                Fault { field: path.to_owned(), expected: expected.to_owned() }
            }
        }
    })
}

/// The same, or every field that has not its form, each with what stands there; of those that are missing the first.
pub fn read_each<T: DeserializeOwned>(content: Value) -> Result<T, Vec<(Fault, Value)>> {
    let (mut left, mut faults) = (content, Vec::new());
    loop {
        // Values are read before anything is found to be missing: once those that do not read are gone, the next fault is another's.
        let fault = match read::<T>(left.clone()) {
            Ok(content) if faults.is_empty() => return Ok(content),
            Ok(_) => return Err(faults),
            Err(fault) => fault,
        };
        let field = fault.field.split('.').next().unwrap_or_default();
        let wrong = left.as_object_mut().and_then(|fields| fields.remove(field));
        let is_told = faults.iter().any(|(told, _): &(Fault, Value)| told.field.split('.').next() == Some(field));
        let is_last = wrong.is_none();
        if !is_told {
            faults.push((fault, wrong.unwrap_or_default()));
        }
        if is_last {
            return Err(faults);
        }
    }
}
