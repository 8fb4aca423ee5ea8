//! Sealing (XChaCha20-Poly1305): each person's contact by itself, bound to the person, so that neither can be put in another's
//! place. The first key seals, every key opens; that is how one follows another.

use super::Contact;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use door::key_file::{self, KeyFault};
use node_rules::record_key::Pseudonym;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The file with the keys, one a line, in the node's folder.
pub const FILE: &str = "personal.key";

/// The environment's name for them, with blanks between; it stands before the file.
pub const VARIABLE: &str = "DIASPORA_PERSONAL_KEY";

/// What is sealed is filled up to a multiple of this, so that its length tells little.
const BLOCK: usize = 256;

/// What sets a sealed contact apart from whatever else a key may ever seal.
const WHAT: &[u8] = b"diaspora-hub contact/1";

const NAME: usize = 8;
const NONCE: usize = 24;

/// The keys that contacts are sealed with.
pub struct Vault {
    first: Key,
    former: Vec<Key>,
}

struct Key {
    /// The first bytes of its digest.
    name: [u8; NAME],
    cipher: XChaCha20Poly1305,
}

/// Why a contact is not sealed or opened. It never shows what is in a key or a contact.
#[derive(Debug, thiserror::Error)]
pub enum VaultFault {
    /// The key file does not read or write.
    #[error(transparent)]
    File(#[from] KeyFault),
    /// The key file does not read.
    #[error("{0}: {1}")]
    Read(PathBuf, std::io::Error),
    /// There is no key, or a text that is none.
    #[error("{0} holds no key: 32 bytes in base64url, and after it former ones")]
    NoKey(String),
    /// A contact was sealed with a key that is not here.
    #[error("a contact was sealed with a key that is not here; put it behind the first in personal.key")]
    OtherKey,
    /// A contact is not as it was sealed, or it is another person's.
    #[error("a contact is not as it was sealed")]
    Altered,
}

impl Vault {
    /// The keys of a node: what the environment says, or what lies in its folder. The first key is made when it is needed.
    pub fn open(folder: &Path, environment: Option<&str>, random: [u8; 32]) -> Result<Self, VaultFault> {
        if let Some(text) = environment {
            return Self::read(text, VARIABLE);
        }
        let path = folder.join(FILE);
        if !path.exists() {
            key_file::write(&path, &URL_SAFE_NO_PAD.encode(random))?;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| VaultFault::Read(path.clone(), error))?;
        Self::read(&text, FILE)
    }

    fn read(text: &str, from: &str) -> Result<Self, VaultFault> {
        let no_key = || VaultFault::NoKey(from.to_owned());
        let mut keys = text.split_whitespace().map(|word| Key::read(word).ok_or_else(no_key));
        Ok(Self { first: keys.next().ok_or_else(no_key)??, former: keys.collect::<Result<_, _>>()? })
    }

    /// Seals a person's contact. The nonce is random.
    pub fn seal(&self, person: &Pseudonym, contact: &Contact, nonce: [u8; NONCE]) -> Result<Vec<u8>, VaultFault> {
        let mut text = serde_json::to_vec(contact).map_err(|_| VaultFault::Altered)?;
        text.resize(text.len().next_multiple_of(BLOCK), b' ');
        let bound = bound(person);
        let payload = Payload { msg: &text, aad: &bound };
        let sealed = self.first.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| VaultFault::Altered)?;
        Ok([&self.first.name[..], &nonce, &sealed].concat())
    }

    /// Opens a person's contact.
    pub fn unseal(&self, person: &Pseudonym, sealed: &[u8]) -> Result<Contact, VaultFault> {
        let (name, rest) = sealed.split_first_chunk::<NAME>().ok_or(VaultFault::Altered)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(VaultFault::Altered)?;
        let mut keys = std::iter::once(&self.first).chain(&self.former);
        let key = keys.find(|key| key.name == *name).ok_or(VaultFault::OtherKey)?;
        let bound = bound(person);
        let payload = Payload { msg: sealed, aad: &bound };
        let text = key.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| VaultFault::Altered)?;
        serde_json::from_slice(&text).map_err(|_| VaultFault::Altered)
    }
}

/// Puts a new key before those of a node's folder; they go on opening what they sealed.
pub fn begin(folder: &Path, random: [u8; 32]) -> Result<(), VaultFault> {
    let path = folder.join(FILE);
    let former = std::fs::read_to_string(&path).map_err(|error| VaultFault::Read(path.clone(), error))?;
    Ok(key_file::write(&path, &format!("{}\n{former}", URL_SAFE_NO_PAD.encode(random)))?)
}

/// Forgets all keys of a node's folder but the first.
pub fn forget(folder: &Path) -> Result<(), VaultFault> {
    let path = folder.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|error| VaultFault::Read(path.clone(), error))?;
    Ok(key_file::write(&path, text.split_whitespace().next().unwrap_or_default())?)
}

fn bound(person: &Pseudonym) -> Vec<u8> {
    [WHAT, &person.0].concat()
}

impl Key {
    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let name = Sha256::digest(bytes).first_chunk().copied()?;
        Some(Self { name, cipher: XChaCha20Poly1305::new(&bytes.into()) })
    }
}
