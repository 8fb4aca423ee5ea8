//! The receipt that a person takes home: the consent record and the releases that counted the person, signed by the node.
//!
//! A [`ConsentReceipt`] can be made in this file alone: by sealing what a node knows, or from bytes that a node sealed.

use super::dpv;
use super::notice::Notices;
use super::presence::Presence;
use super::record::Record;
use crate::clock::{Seconds, text};
use crate::record_key::uuid;
use schema::country::CountryCode;
use schema::seal::{PublicKey, SealFault, SecretKey, canonical};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A receipt with the node's signature over it.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentReceipt(Sealed);

/// What stands in a receipt's file, believed or not.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    receipt: Contents,
    key: String,
    signature: String,
}

/// What a receipt says: after ISO/IEC TS 27560, its two fields and the record; beside them what became of the data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The profile that it keeps to.
    pub schema_version: String,
    /// A UUID, made from all that it says.
    pub receipt_id: String,
    /// When it was made out.
    pub issued_at: String,
    /// Whose node made it out.
    pub country: CountryCode,
    /// The consent record.
    pub content: Record,
    /// What the person was shown; nothing where no notice is recorded, or its text is no longer what it was.
    pub notice_text: Option<String>,
    /// The releases, of each dataset and period in which the person has a record.
    pub releases: Vec<Presence>,
}

/// Why a receipt is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// The bytes are no receipt.
    #[error("this is no consent receipt as a node writes it")]
    NotAReceipt,
    /// It is another key's.
    #[error("the receipt was signed with another key than the one given")]
    OtherKey,
    /// The signature does not fit what it says.
    #[error("the receipt is not the one that was signed: something in it was changed")]
    Altered,
}

impl ConsentReceipt {
    /// Seals a person's record and presence with the node's key.
    pub fn seal(
        country: CountryCode,
        record: Record,
        notices: &Notices,
        releases: Vec<Presence>,
        at: Seconds,
        key: &SecretKey,
    ) -> Result<Self, SealFault> {
        let shown = record.event.iter().rev().find(|event| event.audience.is_some()).and_then(|e| e.notice.as_ref());
        let notice_text = shown.and_then(|shown| notices.text(shown)).map(str::to_owned);
        let mut receipt = Contents {
            schema_version: dpv::RECEIPT.to_owned(),
            receipt_id: String::new(),
            issued_at: text(at),
            country,
            content: record,
            notice_text,
            releases,
        };
        let digest: [u8; 32] = Sha256::digest(canonical(&receipt)?).into();
        receipt.receipt_id = uuid(digest.first_chunk().copied().unwrap_or_default());
        let signature = key.sign(&receipt)?;
        Ok(Self(Sealed { receipt, key: key.public().to_text(), signature }))
    }

    /// Reads a receipt back. It is believed if it stands byte for byte as it was sealed, by `key` where one is given, and
    /// else by the key that it names itself.
    pub fn open(bytes: &[u8], key: Option<&PublicKey>) -> Result<Self, Unbelieved> {
        let read: Sealed = serde_json::from_slice(bytes).map_err(|_| Unbelieved::NotAReceipt)?;
        let named = PublicKey::from_text(&read.key).map_err(|_| Unbelieved::NotAReceipt)?;
        if key.is_some_and(|key| *key != named) {
            return Err(Unbelieved::OtherKey);
        }
        named.verify(&read.receipt, &read.signature).map_err(|_| Unbelieved::Altered)?;
        let unlike = canonical(&read).map_or(true, |written| written != bytes.trim_ascii_end());
        // The same key signs releases: what it signed must also say that it is a receipt.
        if unlike || read.receipt.schema_version != dpv::RECEIPT { Err(Unbelieved::Altered) } else { Ok(Self(read)) }
    }

    /// Its bytes: canonical JSON (RFC 8785).
    pub fn to_json(&self) -> Result<Vec<u8>, SealFault> {
        canonical(&self.0)
    }

    /// What it says.
    pub fn contents(&self) -> &Contents {
        &self.0.receipt
    }

    /// The key that it was signed with, as text.
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// The signature, as text.
    pub fn signature(&self) -> &str {
        &self.0.signature
    }
}

impl std::fmt::Debug for ConsentReceipt {
    /// Mute: what a person agreed to is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a consent receipt")
    }
}
