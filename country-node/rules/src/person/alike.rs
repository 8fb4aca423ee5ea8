//! Persons by what they answered: those whose records say the same of some things.

use schema::concept::{Axis, Dataset};
use schema::directory::sound::Sound;
use serde::{Deserialize, Serialize};

/// Those of a register or a survey whose records are like this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alike {
    /// The dataset that says how persons are; its last period is read.
    pub dataset: Dataset,
    /// The study, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// What a record must say, all of it; left out: whatever it says.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Criterion>,
}

/// What a record must say of one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// A dimension such as DESTINATION, or an item such as NEED:VOTING.
    pub dimension: Axis,
    /// One of these codes.
    pub codes: Vec<String>,
}

impl Alike {
    /// Everybody in the register.
    pub const REGISTER: Self = Self { dataset: Dataset::Register, study: None, criteria: Vec::new() };

    /// Notes what is wrong with it, under the name of the field that it stands in.
    pub fn check(&self, field: &str, sound: &mut Sound) {
        sound.expect(self.dataset != Dataset::Stock, &format!("{field}.dataset"), "REGISTER, SURVEY or PROGRAMME");
        for (at, Criterion { dimension, codes }) in self.criteria.iter().enumerate() {
            let is_code = |code: &String| dimension.codelist().is_none_or(|list| list.get(code).is_some());
            let holds = !codes.is_empty() && codes.iter().all(is_code);
            sound.expect(holds, &format!("{field}.where.{at}.codes"), &format!("codes of {dimension}, one at least"));
        }
    }
}
