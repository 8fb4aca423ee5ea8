//! The membership document as it is written (TOML), and its signature: ed25519 over the canonical JSON of all but itself.

use super::{Issuer, MemberCode};
use crate::concept::{Axis, Dataset};
use crate::seal::{PublicKey, SealFault, SecretKey, canonical, digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The membership document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The document's own version; it only grows.
    pub version: u32,
    /// When it was issued (RFC 3339, UTC); for people, nothing is decided by it.
    pub issued_at: String,
    /// The registrar's signature (base64url) over everything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
    /// The authorities that sign certificates (PEM) of gateways, and of nodes whose member names none of its own.
    #[serde(default, rename = "authority", skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    /// Certificates that are believed no more: SHA-256 (base64url) of each (DER).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<String>,
    /// How the registrar's key passed from one to the next, oldest first; empty while the first one signs.
    #[serde(default, rename = "handover", skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<Handover>,
    /// The gateways that may carry questions.
    #[serde(default, rename = "gateway", skip_serializing_if = "Vec::is_empty")]
    pub gateways: Vec<Gateway>,
    /// The members.
    #[serde(default, rename = "member")]
    pub members: Vec<Entry>,
}

/// A registrar's key that signs from now on, in the word of the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// The new key.
    pub registrar: String,
    /// The former key's signature over the new one.
    pub signature: String,
}

/// A gateway that may carry questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Its name in the federation, such as `hub`.
    pub name: String,
    /// The keys that it signs questions with (ed25519, base64url); two while it changes from one to the next.
    pub keys: Vec<String>,
}

/// One member as it stands in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The member's code.
    pub code: MemberCode,
    /// The member's name, in English.
    pub name: String,
    /// The keys that the member's tokens are signed with (ed25519, base64url); two while it changes from one to the next.
    pub token_keys: Vec<String>,
    /// The keys that the member's node signs what it says with; former ones stay, so that what they signed can be checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node_keys: Vec<String>,
    /// The authorities that sign the certificate of the member's node (PEM), where it has its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    /// Where the member's node answers; left out by members without a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// What the member's node publishes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datasets: Vec<Dataset>,
    /// Where the member's people sign in: what these issuers sign is the member's word for its users.
    #[serde(default, rename = "issuer", skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<Issuer>,
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
    /// Its axes.
    pub dimensions: BTreeSet<Axis>,
}

impl Entry {
    /// A member of whom nothing but code and name is known.
    pub fn new(code: MemberCode, name: impl Into<String>) -> Self {
        Self {
            code,
            name: name.into(),
            token_keys: Vec::new(),
            node_keys: Vec::new(),
            authorities: Vec::new(),
            node: None,
            datasets: Vec::new(),
            issuers: Vec::new(),
            wider: Vec::new(),
        }
    }
}

#[derive(Serialize)]
struct NewRegistrar<'a> {
    registrar: &'a str,
}

impl Handover {
    /// Passes the registrar's signing from one key to the next.
    pub fn new(from: &SecretKey, to: &PublicKey) -> Result<Self, SealFault> {
        let registrar = to.to_text();
        Ok(Self { signature: from.sign(&NewRegistrar { registrar: &registrar })?, registrar })
    }

    /// The new key, where the former one said so.
    pub fn follow(&self, former: &PublicKey) -> Result<PublicKey, SealFault> {
        former.verify(&NewRegistrar { registrar: &self.registrar }, &self.signature)?;
        PublicKey::from_text(&self.registrar)
    }
}

impl Document {
    /// A document of some members, not signed yet.
    pub fn new(version: u32, issued_at: impl Into<String>, members: Vec<Entry>) -> Self {
        Self {
            version,
            issued_at: issued_at.into(),
            handovers: Vec::new(),
            signature: String::new(),
            authorities: Vec::new(),
            revoked: Vec::new(),
            gateways: Vec::new(),
            members,
        }
    }

    /// The document's text. It fails for no document that was read.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// What is signed: everything but the signature.
    fn unsigned(&self) -> Self {
        Self { signature: String::new(), ..self.clone() }
    }

    /// The document with the registrar's signature.
    pub fn signed(self, registrar: &SecretKey) -> Result<Self, SealFault> {
        let unsigned = self.unsigned();
        Ok(Self { signature: registrar.sign(&unsigned)?, ..unsigned })
    }

    /// Whether a registrar signed it.
    pub fn verify(&self, registrar: &PublicKey) -> Result<(), SealFault> {
        registrar.verify(&self.unsigned(), &self.signature)
    }

    /// SHA-256 (base64url) of what is signed: two documents of one version with one digest say the same.
    pub fn digest(&self) -> Result<String, SealFault> {
        Ok(digest(&canonical(&self.unsigned())?))
    }
}
