//! The members, checked: each code once, each key a key.

use super::document::{Document, Entry};
use super::{Issuer, IssuerFault, MemberCode, PinFault};
use crate::concept::{Axis, Dataset};
use crate::seal::{PublicKey, SealFault};
use std::collections::{BTreeMap, BTreeSet};

/// The members of one document. Made only by [`super::Pin::accept`], so whoever holds one need not ask who signed it.
#[derive(Debug, Clone)]
pub struct Membership {
    version: u32,
    digest: String,
    authorities: Vec<String>,
    revoked: BTreeSet<String>,
    gateways: BTreeMap<String, Vec<PublicKey>>,
    members: BTreeMap<MemberCode, Member>,
}

#[derive(Debug, Clone)]
struct Member {
    entry: Entry,
    token_keys: Vec<PublicKey>,
    node_keys: Vec<PublicKey>,
}

/// Why a membership document is not sound, whoever signed it.
#[derive(Debug, thiserror::Error)]
pub enum MembershipFault {
    /// A member stands twice.
    #[error("member {0} stands twice in the membership document")]
    Twice(MemberCode),
    /// A gateway stands twice.
    #[error("gateway {0:?} stands twice in the membership document")]
    GatewayTwice(String),
    /// A key is not a key.
    #[error("a key of {0}: {1}")]
    Key(String, SealFault),
    /// A key that two stand for: who signed with it could not be told.
    #[error("a key of {0} stands elsewhere in the membership document too")]
    SharedKey(String),
    /// An issuer that is none.
    #[error("an issuer of {0}: {1}")]
    Issuer(MemberCode, IssuerFault),
    /// An issuer that two stand for: for whom it speaks could not be told.
    #[error("an issuer of {0} stands elsewhere in the membership document too")]
    SharedIssuer(MemberCode),
}

impl Membership {
    pub(super) fn new(document: Document, digest: String) -> Result<Self, PinFault> {
        let mut keys = Keys(Vec::new());
        let mut issuers = BTreeSet::new();
        let mut members = BTreeMap::new();
        for entry in document.members {
            let code = entry.code;
            let token_keys = keys.read(code.as_str(), &entry.token_keys)?;
            let node_keys = keys.read(code.as_str(), &entry.node_keys)?;
            for issuer in &entry.issuers {
                issuer.check().map_err(|fault| MembershipFault::Issuer(code, fault))?;
                if !issuers.insert(issuer.is_as()) {
                    return Err(MembershipFault::SharedIssuer(code).into());
                }
            }
            if members.insert(code, Member { entry, token_keys, node_keys }).is_some() {
                return Err(MembershipFault::Twice(code).into());
            }
        }
        let mut gateways = BTreeMap::new();
        for gateway in document.gateways {
            let read = keys.read(&gateway.name, &gateway.keys)?;
            if gateways.insert(gateway.name.clone(), read).is_some() {
                return Err(MembershipFault::GatewayTwice(gateway.name).into());
            }
        }
        let (authorities, revoked) = (document.authorities, document.revoked.into_iter().collect());
        Ok(Self { version: document.version, digest, authorities, revoked, gateways, members })
    }

    /// The document's version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// SHA-256 (base64url) of the document's canonical JSON.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The member with this code.
    pub fn get(&self, code: MemberCode) -> Option<&Entry> {
        self.members.get(&code).map(|member| &member.entry)
    }

    /// The keys that this member's tokens are signed with; none where there is no such member.
    pub fn token_keys(&self, code: MemberCode) -> &[PublicKey] {
        self.members.get(&code).map_or(&[], |member| &member.token_keys)
    }

    /// The issuer of this identifier, letter by letter, and the member that it speaks for.
    pub fn issuer(&self, url: &str) -> Option<(MemberCode, &Issuer)> {
        self.issuers().find(|(_, issuer)| issuer.url == url)
    }

    /// Every issuer, with the member that it speaks for.
    pub fn issuers(&self) -> impl Iterator<Item = (MemberCode, &Issuer)> {
        self.iter().flat_map(|entry| entry.issuers.iter().map(|issuer| (entry.code, issuer)))
    }

    /// The keys that this member's node signs with, former ones too; none where there is no such member.
    pub fn node_keys(&self, code: MemberCode) -> &[PublicKey] {
        self.members.get(&code).map_or(&[], |member| &member.node_keys)
    }

    /// The keys that a gateway signs with; none where there is no such gateway.
    pub fn gateway_keys(&self, name: &str) -> &[PublicKey] {
        self.gateways.get(name).map_or(&[], Vec::as_slice)
    }

    /// The gateways' names.
    pub fn gateway_names(&self) -> impl Iterator<Item = &str> {
        self.gateways.keys().map(String::as_str)
    }

    /// The authorities that sign gateways' certificates (PEM).
    pub fn authorities(&self) -> &[String] {
        &self.authorities
    }

    /// The authorities that sign the certificate of a member's node (PEM); none where there is no such member.
    pub fn authorities_of(&self, code: MemberCode) -> &[String] {
        match self.get(code) {
            Some(entry) if entry.authorities.is_empty() => &self.authorities,
            Some(entry) => &entry.authorities,
            None => &[],
        }
    }

    /// Whether the certificate of this SHA-256 (base64url, of its DER) is believed no more.
    pub fn is_revoked(&self, fingerprint: &str) -> bool {
        self.revoked.contains(fingerprint)
    }

    /// Whether the member's catalogue names a table of more than three dimensions that has all of these.
    pub fn names_wide(&self, code: MemberCode, dataset: Dataset, axes: &[Axis]) -> bool {
        self.get(code).is_some_and(|entry| {
            let tables = entry.wider.iter().filter(|table| table.dataset == dataset);
            tables.into_iter().any(|table| axes.iter().all(|axis| table.dimensions.contains(axis)))
        })
    }

    /// Every member, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.members.values().map(|member| &member.entry)
    }
}

/// Every key of a document so far.
struct Keys(Vec<String>);

impl Keys {
    fn read(&mut self, of: &str, texts: &[String]) -> Result<Vec<PublicKey>, MembershipFault> {
        let mut read = Vec::with_capacity(texts.len());
        for text in texts {
            let key = PublicKey::from_text(text).map_err(|fault| MembershipFault::Key(of.to_owned(), fault))?;
            // One form for each key: base64url leaves bits over, so texts that differ can be one key.
            let text = key.to_text();
            if self.0.contains(&text) {
                return Err(MembershipFault::SharedKey(of.to_owned()));
            }
            self.0.push(text);
            read.push(key);
        }
        Ok(read)
    }
}
