//! Who belongs: the membership document that gateway and nodes read.

use crate::concept::{Dataset, Dimension};
use crate::country::CountryCode;
use crate::seal::{PublicKey, SealFault};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A member's code: the country's alpha-3 code, or `IOM`, which no country has.
pub type MemberCode = CountryCode;

/// One member as it stands in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The member's code.
    pub code: MemberCode,
    /// The member's name, in English.
    pub name: String,
    /// The public key that the member's tokens are signed with (ed25519, base64url).
    pub key: String,
    /// Where the member's node answers; left out by members without a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// What the member's node publishes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datasets: Vec<Dataset>,
    /// Tables of more than three dimensions that the member's catalogue names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wider: Vec<WideTable>,
}

/// A table of more than three dimensions that a member's catalogue names; what it can be added up to is there too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideTable {
    /// Of which data.
    pub dataset: Dataset,
    /// Its dimensions.
    pub dimensions: BTreeSet<Dimension>,
}

/// The membership document as TOML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The document's own version; it only grows.
    pub version: u32,
    /// The members.
    #[serde(rename = "member")]
    pub members: Vec<Entry>,
}

/// Why a membership document is refused.
#[derive(Debug, thiserror::Error)]
pub enum MembershipFault {
    /// Not TOML, or not of this form.
    #[error("the membership document does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A member stands twice.
    #[error("member {0} stands twice in the membership document")]
    Twice(MemberCode),
    /// A key is not a key.
    #[error("the key of member {0}: {1}")]
    Key(MemberCode, SealFault),
}

/// The members, checked: each code once, each key a key.
#[derive(Debug, Clone)]
pub struct Membership {
    members: BTreeMap<MemberCode, (Entry, PublicKey)>,
}

impl Membership {
    /// Reads a document.
    pub fn from_toml(text: &str) -> Result<Self, MembershipFault> {
        Self::new(toml::from_str::<Document>(text)?)
    }

    /// Checks a document.
    pub fn new(document: Document) -> Result<Self, MembershipFault> {
        let mut members = BTreeMap::new();
        for entry in document.members {
            let code = entry.code;
            let key = PublicKey::from_text(&entry.key).map_err(|fault| MembershipFault::Key(code, fault))?;
            if members.insert(code, (entry, key)).is_some() {
                return Err(MembershipFault::Twice(code));
            }
        }
        Ok(Self { members })
    }

    /// The member with this code.
    pub fn get(&self, code: MemberCode) -> Option<&Entry> {
        self.members.get(&code).map(|(entry, _)| entry)
    }

    /// The key that this member signs with.
    pub fn key(&self, code: MemberCode) -> Option<&PublicKey> {
        self.members.get(&code).map(|(_, key)| key)
    }

    /// Whether the member's catalogue names a table of more than three dimensions that has all of these.
    pub fn names_wide(&self, code: MemberCode, dataset: Dataset, dimensions: &[Dimension]) -> bool {
        self.get(code).is_some_and(|entry| {
            let tables = entry.wider.iter().filter(|table| table.dataset == dataset);
            tables.into_iter().any(|table| dimensions.iter().all(|d| table.dimensions.contains(d)))
        })
    }

    /// Every member, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.members.values().map(|(entry, _)| entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::SecretKey;

    #[test]
    fn a_member_stands_once_and_with_a_real_key() {
        let key = SecretKey::from_random([1; 32]).public().to_text();
        let member = |code: &str, key: &str| format!("[[member]]\ncode = \"{code}\"\nname = \"x\"\nkey = \"{key}\"\n");
        let document = |members: &[String]| Membership::from_toml(&format!("version = 1\n{}", members.concat()));
        assert!(document(&[member("GHA", &key), member("IOM", &key)]).is_ok());
        assert!(matches!(document(&[member("GHA", &key), member("GHA", &key)]), Err(MembershipFault::Twice(_))));
        assert!(matches!(document(&[member("GHA", "x")]), Err(MembershipFault::Key(..))));
        assert!(matches!(document(&[member("Ghana", &key)]), Err(MembershipFault::Unreadable(_))));
    }
}
