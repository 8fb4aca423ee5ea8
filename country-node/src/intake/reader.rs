//! Rows of a file, field by field: text in the encoding that the mapping names, a workbook, or an export normalised.

use super::concept::Coding;
use super::export::header::Places;
use super::export::record::Normaliser;
use super::fault::Fault;
use super::file::Decimal;
use super::header::Header;
use super::layout::Layout;
use super::mapping::Encoding;
pub use super::row::Row;
use super::source::Records;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// A file that is read row by row; its memory does not grow with its rows.
pub struct Reader {
    records: Records,
    encoding: Encoding,
    decimal: Decimal,
    /// How many fields a record has.
    width: usize,
    header: Header,
    normaliser: Option<Normaliser>,
}

impl Reader {
    /// Opens a file and looks at its header. The outer error is the disk's, the inner one that of a file without any. What else is
    /// wrong with a header is told by [`Reader::faults`].
    pub fn open(path: &Path, layout: &Layout) -> std::io::Result<Result<Self, Vec<Fault>>> {
        let source = &layout.source;
        let records = match Records::open(path, source)? {
            Ok(records) => records,
            Err(faults) => return Ok(Err(faults)),
        };
        let encoding = records.encoding(source.encoding);
        let names: Vec<String> = records.header().iter().map(|name| encoding.shown(name).trim().to_owned()).collect();
        let (mut header, normaliser) = match &source.export {
            None => (Header::of(&layout.header, &names), None),
            Some(export) => {
                let (places, header) = Places::of(export, &names, &layout.used);
                let normaliser = Normaliser::of(Arc::clone(export), places, encoding, layout.used.clone());
                (header, Some(normaliser))
            }
        };
        header.faults.iter_mut().for_each(|fault| fault.line += records.before());
        let (width, decimal) = (names.len(), source.decimal);
        Ok(Ok(Self { records, encoding: layout.encoding, decimal, width, header, normaliser }))
    }

    /// What is wrong with the header. Nothing is loaded then, and rows are read for their faults alone.
    pub fn faults(&self) -> &[Fault] {
        &self.header.faults
    }

    /// Whether a fault is one of its cell, and does not come of the header's.
    pub fn can_tell(&self, layout: &Layout, fault: &Fault) -> bool {
        self.header.faults.is_empty()
            || layout
                .header
                .iter()
                .position(|name| *name == fault.column)
                .is_none_or(|at| self.header.can_tell(at, &fault.value))
    }

    /// Reads the next row. `Ok(false)` at the end; a fault where the row cannot be told apart.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Fault> {
        let line = self.records.next(&mut row.raw).inspect_err(|fault| row.line = fault.line)?;
        let Some(line) = line else { return Ok(false) };
        row.line = line;
        row.unknown_version = None;
        if let Some(normaliser) = &self.normaliser {
            row.unknown_version = normaliser.row(&row.raw, row.placed.get_or_insert_default()).err();
        } else {
            self.header.put(&row.raw, &mut row.placed);
        }
        Ok(true)
    }

    /// Why a row is none of this file's: its number of fields, or the version of its form.
    pub fn misfit(&self, row: &Row) -> Option<Fault> {
        if row.record().len() != self.width {
            let (found, expected) = (format!("{} fields", row.record().len()), format!("{} fields", self.width));
            return Some(Fault::new(row.line, "", &found, expected));
        }
        let version = row.unknown_version.as_ref()?;
        let expected = "a version of the forms, or one that [file.versions] of the mapping names";
        Some(Fault::new(row.line, "version of the form", version, expected))
    }

    /// The header's bytes.
    pub fn header(&self) -> &csv::ByteRecord {
        self.records.header()
    }

    /// What stands between fields.
    pub fn delimiter(&self, layout: &Layout) -> u8 {
        self.records.delimiter(&layout.source)
    }

    /// Whether the row is one that the mapping keeps for this country. Where the header lacks the column that says so, none is: faults
    /// of other countries' rows are none of this file's.
    pub fn keeps(&self, layout: &Layout, row: &Row) -> bool {
        layout.keep.iter().all(|(at, values)| self.text(row, *at).is_some_and(|value| values.has(&value)))
    }

    /// A field's text. `None` where it is not in the file's encoding, or is an answer that no mapping takes.
    pub fn text<'r>(&self, row: &'r Row, at: usize) -> Option<Cow<'r, str>> {
        if row.is_unclear(at) {
            return None;
        }
        self.encoding.trimmed(row.bytes().get(at)?)
    }

    /// A field that should hold a number, with a decimal point. `None` too where its text has a point and should have a comma.
    pub fn number<'r>(&self, row: &'r Row, at: usize) -> Option<Cow<'r, str>> {
        let text = self.text(row, at)?;
        if row.is_number(at) { Some(text) } else { self.decimal.read(text) }
    }

    /// A field as a coding reads it. Where that goes by ranges, a whole number is one however it is written, such as `25.0`.
    pub fn coded<'r>(&self, coding: &Coding, row: &'r Row, at: usize) -> Option<Cow<'r, str>> {
        let text = self.text(row, at)?;
        if !coding.is_of_numbers() || coding.code(&text).is_some() {
            return Some(text);
        }
        let number = self.number(row, at);
        let whole = number.as_deref().and_then(|number| number.split_once('.'));
        let whole = whole.filter(|(_, rest)| !rest.is_empty() && rest.bytes().all(|digit| digit == b'0'));
        Some(whole.map_or(text, |(whole, _)| whole.to_owned().into()))
    }
}

impl Encoding {
    /// The text that some bytes are. `None` where they are none in this encoding.
    pub fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Latin1 => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }

    /// The same without blanks around it.
    pub fn trimmed(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        Some(match self.text(bytes)? {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// Some bytes as text for a fault, whether they are text or not.
    pub fn shown(self, bytes: &[u8]) -> Cow<'_, str> {
        self.text(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
    }
}
