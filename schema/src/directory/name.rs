//! Names and texts by language.

use async_graphql::{InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

/// A text in a language.
#[derive(SimpleObject, InputObject, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[graphql(input_name = "NameInput")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Name {
    /// The language (ISO 639-3, such as `eng`).
    pub language: String,
    /// The text.
    pub text: String,
}

/// English, in which most members read.
const ENGLISH: &str = "eng";

/// The text in English, or in the first language that there is.
pub fn title(names: &[Name]) -> &str {
    let english = names.iter().find(|name| name.language == ENGLISH);
    english.or_else(|| names.first()).map_or("", |name| name.text.as_str())
}
