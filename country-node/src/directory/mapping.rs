//! Which column of a file is which field of a record, as TOML. `country-node/directory.sample.toml` explains every field.

use crate::intake::field::{Field, Form, MappingFault, faults};
use schema::directory::kind::EntryKind;
use schema::directory::visibility::Visibility;
use schema::member::MemberCode;
use serde::Deserialize;

/// A mapping. The fields `id` and those of `own` are of the record itself.
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
    pub file: Form,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// The fields of a record itself: its id, and since and until when it holds. What an activity says has a `from` and an `until` of its own,
/// so there the record's are called as the lists of all countries call them.
pub(super) const fn own(kind: EntryKind) -> [&'static str; 3] {
    match kind {
        EntryKind::Activity => ["id", "validFrom", "validUntil"],
        _ => ["id", "from", "until"],
    }
}

impl Mapping {
    /// Reads and checks a mapping.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        let mapping: Self = toml::from_str(text)?;
        let mut faults = faults(mapping.version, &mapping.fields);
        if (mapping.visibility == Visibility::Named) == mapping.named.is_empty() {
            faults.push("named: expected members where visibility is NAMED, and nowhere else".to_owned());
        }
        if !mapping.fields.iter().any(|field| field.of == "id") {
            faults.push("field id: expected one, by which a record is found again".to_owned());
        }
        if faults.is_empty() { Ok(mapping) } else { Err(MappingFault::Faults(faults)) }
    }
}
