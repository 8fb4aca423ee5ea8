//! Which column of a table is which field of a programme's record, as TOML. `country-node/programme.sample.toml` explains every field.

use crate::intake::field::{Field, Form, MappingFault, faults};
use schema::programme::kind::Kind;
use serde::Deserialize;

/// A mapping. Which fields are of the record itself is in [`Mapping::own`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The version of this form; 1.
    version: u32,
    /// The programme, by the id of its record in the directory.
    pub programme: String,
    /// What each row is a record of.
    pub kind: Kind,
    /// The file's form.
    #[serde(default)]
    pub file: Form,
    /// The fields.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

impl Mapping {
    /// Reads and checks a mapping.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        let mapping: Self = toml::from_str(text)?;
        let mut faults = faults(mapping.version, &mapping.fields);
        let has = |of: &str| mapping.fields.iter().any(|field| field.of == of);
        for (one_of, why) in mapping.must() {
            if !one_of.iter().all(|of| has(of)) {
                faults.push(format!("field {}: expected one, {why}", one_of.join(" and ")));
            }
        }
        if faults.is_empty() { Ok(mapping) } else { Err(MappingFault::Faults(faults)) }
    }

    /// The same of a table that comes as text.
    pub fn of_text(toml: &str) -> Result<Self, MappingFault> {
        let mapping = Self::from_toml(toml)?;
        Ok(Self { file: mapping.file.of_text()?, ..mapping })
    }

    /// The fields that are of the record itself: its id, whose it is, the state that it is to be in, and why.
    pub const fn own(&self) -> &'static [&'static str] {
        match self.kind {
            // A placement can name its match by the need and the person.
            Kind::Placement => &["id", "state", "why", "person", "need"],
            // A candidate's id is made here, for another could say who it is: it names one that is there.
            Kind::Candidate | Kind::Match => &["id", "state", "why", "person"],
            _ => &["id", "state", "why"],
        }
    }

    /// What a mapping of this kind must have, and what for.
    fn must(&self) -> Vec<(&'static [&'static str], &'static str)> {
        match self.kind {
            Kind::Candidate => vec![(&["person"], "for a candidate is a person")],
            // What they are of names them.
            Kind::Match | Kind::Observation => vec![],
            _ => vec![(&["id"], "by which a record is found again")],
        }
    }
}
