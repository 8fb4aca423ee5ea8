//! What `[file]` of a mapping says, compiled: the format, and for an export the forms that it was asked by.

use super::concept::Wrong;
use super::export::Export;
use super::fault::Fault;
use super::mapping::{Encoding, FileForm};
use super::source::delimiter;
use crate::form::forms::{Forms, versions};
use crate::form::moved::call;
use crate::form::spoken::Spoken;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;

/// How a file is read.
#[derive(Debug)]
pub struct Source {
    /// How its text is encoded.
    pub encoding: Encoding,
    /// What stands between fields; nothing where that is to be found out.
    pub delimiter: Option<u8>,
    /// How numbers are written.
    pub decimal: Decimal,
    /// What it is.
    pub format: Format,
    /// The sheet of a workbook; nothing for the first.
    pub sheet: Option<String>,
    /// For an export, how its records become rows.
    pub export: Option<Arc<Export>>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with delimiters; an export's format is told by its first bytes.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// How numbers are written in texts. The numbers of a workbook and of JSON are no texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decimal {
    /// `1.5`
    #[default]
    Point,
    /// `1,5`. A number with a point is a fault then: it could be a thousand times too small.
    Comma,
}

impl Decimal {
    /// What to say of it where a number was expected.
    pub fn said(self) -> &'static str {
        if self == Self::Comma { ", with a decimal comma" } else { "" }
    }

    /// A field as a number would be written with a decimal point. `None` for a number with the other sign.
    pub fn read(self, text: Cow<'_, str>) -> Option<Cow<'_, str>> {
        if self == Self::Point {
            return Some(text);
        }
        if text.contains('.') && text.parse::<f64>().is_ok() {
            return None;
        }
        Some(if text.contains(',') { text.replacen(',', ".", 1).into() } else { text })
    }
}

impl Source {
    /// Compiles `[file]`; `folder` is the mapping's. An export's header is put in the place of the one that was given. What is
    /// wrong with the mapping goes to `wrong`, what is wrong with the forms to `faults`; then there is no export, and its header is
    /// not known.
    pub fn of(file: &mut FileForm, folder: &Path, wrong: &mut Vec<Wrong>, faults: &mut Vec<Fault>) -> Self {
        let mut say = |at: usize, value: &str, expected: &str| wrong.push((at, value.to_owned(), expected.to_owned()));
        let delimiter = match &file.delimiter {
            None => None,
            Some(said) if said.get_ref() == "detect" => None,
            Some(said) => {
                let byte = said
                    .get_ref()
                    .bytes()
                    .next()
                    .filter(|byte| said.get_ref().len() == 1 && delimiter::ALL.contains(byte));
                if byte.is_none() {
                    say(said.span().start, said.get_ref(), "a comma, a semicolon or a tab as delimiter");
                }
                byte
            }
        };
        if file.export.is_none() {
            if file.format == Format::Csv && file.delimiter.is_none() {
                say(0, "", "`delimiter` in [file]: a comma, a semicolon, a tab, or \"detect\"");
            }
            if file.header.is_empty() {
                say(0, "", "`header` in [file], where it is no export of Kobo or ODK");
            }
            if let Some(language) = &file.language {
                say(language.span().start, language.get_ref(), "`export`, whose labels are in this language");
            }
            for form in &file.forms {
                say(form.span().start, form.get_ref(), "`export`, which says whose forms these are");
            }
        }
        let export = match &file.export {
            None => None,
            Some(origin) => {
                if file.forms.is_empty() {
                    say(origin.span().start, "", "`forms`, the XLSForms that the export was asked by");
                }
                let named = file.versions.keys().chain(file.choices.keys());
                for name in named.filter(|name| !file.forms.iter().any(|f| f.get_ref() == name.get_ref())) {
                    say(name.span().start, name.get_ref(), "a file of `forms`");
                }
                let read = forms(file, folder, &mut say).map_err(|more| faults.extend(more)).ok();
                read.map(|forms| {
                    let further: Vec<String> = file.header.iter().map(|name| name.get_ref().clone()).collect();
                    let language = file.language.as_ref().map(|language| language.get_ref().as_str());
                    let export = Export::of(*origin.get_ref(), forms, file.cells, language, &further);
                    if let Some(said) = file.language.as_ref().filter(|_| !export.spoken.iter().any(Spoken::is_said)) {
                        let there = export.forms.versions.iter().flat_map(|version| version.form.languages());
                        let there: BTreeSet<&str> = there.map(String::as_str).collect();
                        let there = there.into_iter().collect::<Vec<_>>().join(", ");
                        say(said.span().start, said.get_ref(), &format!("a language of the forms: {there}"));
                    }
                    let spans = |name: &String| file.header.iter().find(|given| given.get_ref() == name);
                    let header = export.header();
                    let header =
                        header.into_iter().map(|name| Spanned::new(spans(&name).map_or(0..0, Spanned::span), name));
                    file.header = header.collect();
                    Arc::new(export)
                })
            }
        };
        Self {
            encoding: file.encoding,
            delimiter,
            decimal: file.decimal,
            format: file.format,
            sheet: file.sheet.clone(),
            export,
        }
    }

    /// How the cells of rows are encoded: an export's are written anew.
    pub fn cells(&self) -> Encoding {
        if self.export.is_some() || self.format == Format::Xlsx { Encoding::Utf8 } else { self.encoding }
    }
}

/// The forms, with their choices called as the mapping says.
fn forms(file: &FileForm, folder: &Path, say: &mut impl FnMut(usize, &str, &str)) -> Result<Forms, Vec<Fault>> {
    let read = versions(file.forms.iter().map(|path| {
        let name = path.get_ref();
        let further = file.versions.iter().find(|(of, _)| of.get_ref() == name).map(|(_, further)| further.clone());
        let unreadable = |error: std::io::Error| Fault::in_sheet(name, 1, "", &error.to_string(), "an XLSForm in XLSX");
        (name.clone(), further.unwrap_or_default(), std::fs::read(folder.join(name)).map_err(unreadable))
    }));
    let mut versions = read?;
    for version in &mut versions {
        for (form, called) in file.choices.iter().filter(|(form, _)| *form.get_ref() == version.file) {
            for (list, choice, expected) in call(&mut version.form, called) {
                let value = if choice.is_empty() { list } else { format!("{choice} of {list}") };
                say(form.span().start, &value, expected);
            }
        }
    }
    Forms::merge(versions)
}
