//! A record's row: by each question the name of its choice, by each option `1` or `0`, and where nothing is, why.
//!
//! `_W`: the record's version of the form lacks the question or the option. `_Z`: its filter did not ask it. `_N`: asked and not
//! answered. An empty cell: nothing stands there, and whether it was asked cannot be told. What is no choice's name or label, or
//! could be two choices', stands behind a question mark, and is marked so that no mapping takes it.

use super::Export;
use super::header::Places;
use crate::form::filter::all_hold;
use crate::intake::mapping::Encoding;
use crate::intake::row::{Placed, Raw};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Makes rows of records.
#[derive(Debug)]
pub struct Normaliser {
    export: Arc<Export>,
    places: Places,
    encoding: Encoding,
    /// By column of a row, whether anybody looks at it; the others stay empty.
    used: BTreeSet<usize>,
}

/// A record in one version of its form.
struct Record<'n, 'r> {
    by: &'n Normaliser,
    raw: &'r csv::ByteRecord,
    version: usize,
}

/// What the columns of a question hold.
#[derive(Clone, Debug, PartialEq)]
enum Held<'r> {
    Nothing,
    Text(Cow<'r, str>),
    /// Not in the file's encoding.
    Bytes(&'r [u8]),
}

/// Which options of a multiple choice are ticked.
enum Ticks<'r> {
    Nothing,
    /// By option; whether any cell says that one is.
    Of(Vec<bool>),
    /// What cannot be made out.
    Unclear(Held<'r>),
}

impl Normaliser {
    /// A normaliser for an export's columns; `used` are the columns of a row that anybody looks at.
    pub fn of(export: Arc<Export>, places: Places, encoding: Encoding, used: BTreeSet<usize>) -> Self {
        Self { export, places, encoding, used }
    }

    /// Writes a record's row. The error is the version that no form has.
    pub fn row(&self, raw: &Raw, row: &mut Placed) -> Result<(), String> {
        row.clear();
        let numbers = &raw.numbers;
        let raw = &raw.cells;
        let said = self.places.versions.iter().filter_map(|at| self.text(raw, *at)).find(|said| !said.is_empty());
        let said = said.unwrap_or_default();
        // Without a column that says it, nothing is read that hangs on it.
        let known = if self.places.versions.is_empty() { Some(0) } else { self.export.forms.version(&said) };
        let version = known.ok_or_else(|| said.into_owned())?;
        row.version = version;
        let record = Record { by: self, raw, version };
        let mut before: Option<(usize, Ticks<'_>)> = None;
        for (at, column) in self.export.columns.iter().enumerate() {
            if !self.used.contains(&at) {
                row.cells.push_field(b"");
            } else if let Some(option) = column.option {
                let ticks = match before.take() {
                    Some((question, ticks)) if question == column.question => ticks,
                    _ => record.ticks(column.question),
                };
                record.push_option(&ticks, column.question, option, row);
                before = Some((column.question, ticks));
            } else {
                record.push_answer(column.question, row);
                if !numbers.is_empty()
                    && self.places.whole(version, column.question).iter().any(|at| numbers.contains(at))
                {
                    row.numbers.push(at);
                }
            }
        }
        for (extra, place) in self.places.extras.iter().enumerate() {
            let used = self.used.contains(&(self.export.columns.len() + extra));
            match place.filter(|_| used).map(|place| record.held(&[place])) {
                None | Some(Held::Nothing) => row.cells.push_field(b""),
                Some(Held::Text(text)) => row.cells.push_field(text.as_bytes()),
                Some(Held::Bytes(bytes)) => row.cells.push_field(bytes),
            }
            if used && place.is_some_and(|place| numbers.contains(&place)) {
                row.numbers.push(self.export.columns.len() + extra);
            }
        }
        Ok(())
    }

    fn text<'r>(&self, raw: &'r csv::ByteRecord, at: usize) -> Option<Cow<'r, str>> {
        self.encoding.trimmed(raw.get(at)?)
    }
}

impl<'r> Record<'_, 'r> {
    /// What these columns hold together: the one that is filled. Where two differ, both.
    fn held(&self, columns: &[usize]) -> Held<'r> {
        let mut held = Held::Nothing;
        for at in columns {
            let Some(bytes) = self.raw.get(*at) else { continue };
            let Some(text) = self.by.encoding.trimmed(bytes) else { return Held::Bytes(bytes) };
            held = match held {
                _ if text.is_empty() => held,
                Held::Text(other) if other != text => Held::Text(format!("{other} | {text}").into()),
                _ => Held::Text(text),
            };
        }
        held
    }

    /// Why nothing is there.
    fn missing(&self, question: usize) -> &'static str {
        let Some(asked) = self.by.export.forms.asked(question, self.version) else { return "_W" };
        match all_hold(&asked.filters, &|name| self.answer(name)) {
            Some(false) => "_Z",
            Some(true) => "_N",
            None => "",
        }
    }

    /// The stored answer to a question, as a filter sees it. `None` where that is not known.
    fn answer(&self, name: &str) -> Option<Cow<'r, str>> {
        let export = &self.by.export;
        let question = *export.questions.get(name)?;
        let merged = export.forms.questions.get(question).filter(|_| self.by.places.has(self.version, question))?;
        if merged.is_many {
            return match self.ticks(question) {
                Ticks::Nothing => Some("".into()),
                Ticks::Unclear(_) => None,
                Ticks::Of(ticks) => {
                    let ticked = merged.options.iter().zip(ticks).filter(|(_, ticked)| *ticked);
                    let stored = ticked.map(|(name, _)| export.forms.stored(question, self.version, name));
                    Some(stored.collect::<Vec<_>>().join(" ").into())
                }
            };
        }
        match self.held(self.by.places.whole(self.version, question)) {
            Held::Nothing => Some("".into()),
            Held::Bytes(_) => None,
            Held::Text(text) => match self.chosen(question, &text) {
                Some(choice) => Some(export.forms.stored(question, self.version, choice).to_owned().into()),
                None => (!self.is_listed(question)).then_some(text),
            },
        }
    }

    /// The name of the choice that a text names.
    fn chosen(&self, question: usize, text: &str) -> Option<&str> {
        let export = &self.by.export;
        let choice = export.key(self.version, question)?.choice(text)?;
        export.forms.questions.get(question)?.options.get(choice).map(String::as_str)
    }

    fn is_listed(&self, question: usize) -> bool {
        self.by.export.is_listed(question, self.version)
    }

    fn push_answer(&self, question: usize, row: &mut Placed) {
        let cells = &mut row.cells;
        match self.held(self.by.places.whole(self.version, question)) {
            Held::Nothing => cells.push_field(self.missing(question).as_bytes()),
            Held::Bytes(bytes) => cells.push_field(bytes),
            Held::Text(text) => match self.chosen(question, &text) {
                Some(choice) => cells.push_field(choice.as_bytes()),
                None if self.is_listed(question) => row.push_unclear(&text),
                None => cells.push_field(text.as_bytes()),
            },
        }
    }

    /// Which options are ticked, by the column of the whole answer and by a column for each, which must not contradict.
    fn ticks(&self, question: usize) -> Ticks<'r> {
        let (export, places) = (&self.by.export, &self.by.places);
        let (Some(merged), Some(key)) = (export.forms.questions.get(question), export.key(self.version, question))
        else {
            return Ticks::Nothing;
        };
        let whole = self.held(places.whole(self.version, question));
        let listed = match &whole {
            Held::Nothing => None,
            Held::Bytes(_) => return Ticks::Unclear(whole),
            Held::Text(text) => match key.choices(text) {
                Some(listed) => Some(listed),
                None => return Ticks::Unclear(whole),
            },
        };
        let mut ticks = vec![false; merged.options.len()];
        let mut said = false;
        for (option, tick) in ticks.iter_mut().enumerate() {
            *tick = listed.as_ref().is_some_and(|listed| listed.contains(&option));
            let held = self.held(places.option(self.version, question, option));
            let alone = match &held {
                Held::Nothing => continue,
                Held::Bytes(_) => return Ticks::Unclear(held),
                Held::Text(text) => match text.to_lowercase().as_str() {
                    "1" | "1.0" | "true" | "yes" => true,
                    "0" | "0.0" | "false" | "no" => false,
                    _ if key.choice(text) == Some(option) => true,
                    _ => return Ticks::Unclear(held),
                },
            };
            if listed.is_some() && alone != *tick {
                return Ticks::Unclear(whole);
            }
            said = true;
            *tick = alone;
        }
        let any = ticks.contains(&true);
        // Zeros alone: some exports write them for whoever was not asked, or did not answer.
        let answered = said && places.whole(self.version, question).is_empty() && self.missing(question) == "_N";
        if listed.is_some() || any || answered { Ticks::Of(ticks) } else { Ticks::Nothing }
    }

    fn push_option(&self, ticks: &Ticks<'r>, question: usize, option: usize, row: &mut Placed) {
        let cells = &mut row.cells;
        let forms = &self.by.export.forms;
        match ticks {
            Ticks::Nothing => cells.push_field(self.missing(question).as_bytes()),
            Ticks::Unclear(Held::Bytes(bytes)) => cells.push_field(bytes),
            Ticks::Unclear(Held::Text(text)) => row.push_unclear(text),
            Ticks::Unclear(Held::Nothing) => cells.push_field(b""),
            Ticks::Of(ticks) => {
                let ticked = ticks.get(option).copied().unwrap_or_default();
                let name = forms.questions.get(question).and_then(|merged| merged.options.get(option));
                let offered = name.is_some_and(|name| forms.offers(question, self.version, name));
                cells.push_field(if ticked {
                    b"1"
                } else if offered {
                    b"0"
                } else {
                    b"_W"
                });
            }
        }
    }
}
