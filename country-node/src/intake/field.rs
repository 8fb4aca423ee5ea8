//! Which column of a table is which field of a record that is no person's answers: of the directory, of a programme.

use super::file::{Decimal, Format, Source};
use super::mapping::Encoding;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A field of a record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Which: of the record itself, such as `id`; of what it says its path, such as `level`, `names.eng` or `phases.0.from`.
    pub of: String,
    /// The column that it is read from.
    pub column: Option<String>,
    /// Or what it is in every row.
    pub constant: Option<String>,
    /// What each value of the column is called here; what is not among them is a fault.
    pub codes: Option<BTreeMap<String, String>>,
    /// What stands between several values of one cell; left out, a cell is one value.
    pub split: Option<String>,
    /// Whether it is a whole number.
    #[serde(default)]
    pub number: bool,
}

/// The file's form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    format: Format,
    sheet: Option<String>,
    encoding: Encoding,
    delimiter: Option<char>,
}

impl Form {
    /// How the file is read.
    pub fn source(&self) -> Source {
        Source {
            encoding: self.encoding,
            delimiter: self.delimiter.and_then(|sign| u8::try_from(sign).ok()),
            decimal: Decimal::Point,
            format: self.format,
            sheet: self.sheet.clone(),
            export: None,
        }
    }

    /// The same of a table that comes as text: whoever hands it over has read it already, whatever its file was encoded in.
    pub fn of_text(self) -> Result<Self, MappingFault> {
        if self.format == Format::Xlsx {
            let fault = "file.format: `xlsx`; expected csv, for a text is no workbook";
            return Err(MappingFault::Faults(vec![fault.to_owned()]));
        }
        Ok(Self { encoding: Encoding::Utf8, ..self })
    }

    /// How the file's cells are encoded.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }
}

/// Why a mapping is none.
#[derive(Debug, thiserror::Error)]
pub enum MappingFault {
    /// Not TOML of this form.
    #[error("the mapping does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// What stands in it contradicts itself.
    #[error("{}", .0.join("\n"))]
    Faults(Vec<String>),
}

/// What is wrong with the fields of a mapping of this form's version.
pub fn faults(version: u32, fields: &[Field]) -> Vec<String> {
    let mut faults = Vec::new();
    if version != 1 {
        faults.push(format!("version: `{version}`; expected 1"));
    }
    for (at, field) in fields.iter().enumerate() {
        if field.column.is_some() == field.constant.is_some() {
            faults.push(format!("field {}: expected `column` or `constant`, one of them", field.of));
        }
        if field.split.as_deref() == Some("") {
            faults.push(format!("field {}: expected `split` to be what stands between values", field.of));
        }
        if fields.iter().position(|other| other.of == field.of) != Some(at) {
            faults.push(format!("field {}: expected each field once", field.of));
        }
    }
    faults
}

/// The column that a field is read from, or the field's own name: where a fault is.
pub fn column<'a>(fields: &'a [Field], of: &'a str) -> &'a str {
    let mapped = |of: &str| fields.iter().find(|field| field.of == of).and_then(|field| field.column.as_deref());
    // Of an item of a list, such as `languages.1`, it is the list's.
    mapped(of).or_else(|| mapped(of.rsplit_once('.')?.0)).unwrap_or(of)
}
