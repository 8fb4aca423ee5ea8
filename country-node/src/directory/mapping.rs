//! Which column of a file is which field of a record, as TOML. `country-node/directory.sample.toml` explains every field.

use crate::intake::file::{Decimal, Format, Source};
use crate::intake::mapping::Encoding;
use schema::directory::kind::EntryKind;
use schema::directory::visibility::Visibility;
use schema::member::MemberCode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A mapping.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The version of this form; 1.
    version: u32,
    /// What each row is a record of.
    pub kind: EntryKind,
    /// Whom new records are shown to; of those that are there already it stays as it is.
    pub visibility: Visibility,
    /// The members that they are shown to, where these are named.
    #[serde(default)]
    pub named: Vec<MemberCode>,
    /// Whether they are published at once.
    #[serde(default)]
    pub publish: bool,
    /// The file's form.
    #[serde(default)]
    file: Form,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Which: `id`, `from` and `until` of the record; of what it says its path, such as `level`, `names.eng` or `phases.0.from`.
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
struct Form {
    format: Format,
    sheet: Option<String>,
    encoding: Encoding,
    delimiter: Option<char>,
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

impl Mapping {
    /// Reads and checks a mapping.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        let mapping: Self = toml::from_str(text)?;
        let faults = mapping.faults();
        if faults.is_empty() { Ok(mapping) } else { Err(MappingFault::Faults(faults)) }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.version != 1 {
            faults.push(format!("version: `{}`; expected 1", self.version));
        }
        if (self.visibility == Visibility::Named) == self.named.is_empty() {
            faults.push("named: expected members where visibility is NAMED, and nowhere else".to_owned());
        }
        for (at, field) in self.fields.iter().enumerate() {
            if field.column.is_some() == field.constant.is_some() {
                faults.push(format!("field {}: expected `column` or `constant`, one of them", field.of));
            }
            if field.split.as_deref() == Some("") {
                faults.push(format!("field {}: expected `split` to be what stands between values", field.of));
            }
            if self.fields.iter().position(|other| other.of == field.of) != Some(at) {
                faults.push(format!("field {}: expected each field once", field.of));
            }
        }
        if !self.fields.iter().any(|field| field.of == "id") {
            faults.push("field id: expected one, by which a record is found again".to_owned());
        }
        faults
    }

    /// How the file is read.
    pub fn source(&self) -> Source {
        Source {
            encoding: self.file.encoding,
            delimiter: self.file.delimiter.and_then(|sign| u8::try_from(sign).ok()),
            decimal: Decimal::Point,
            format: self.file.format,
            sheet: self.file.sheet.clone(),
            export: None,
        }
    }

    /// How the file's cells are encoded.
    pub const fn encoding(&self) -> Encoding {
        self.file.encoding
    }
}
