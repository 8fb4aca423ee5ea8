//! How persons are reached: name, address, e-mail and telephone, and the day of birth that tells namesakes apart. Nothing else at a node knows them; they stand in the store
//! sealed, and are opened for a purpose that the person agrees to, or for the person.
//!
//! - [`said`]: its fields, and what can stand in each.
//! - [`vault`]: the keys, sealing and opening.
//! - [`keep`]: written, opened, erased, sealed anew.
//! - [`file`](mod@file): contacts from a country's file.

pub mod file;
pub mod keep;
pub mod said;
pub mod vault;

use serde::{Deserialize, Serialize};

/// How a person is reached. It shows itself nowhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// The day of birth, or its year: it tells namesakes apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<String>,
}

impl Contact {
    /// Whether anybody is reached by it. The day of birth alone reaches nobody.
    pub const fn reaches(&self) -> bool {
        self.name.is_some() || self.address.is_some() || self.email.is_some() || self.telephone.is_some()
    }
}

impl std::fmt::Debug for Contact {
    /// Mute: a person's contact is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("how a person is reached")
    }
}
