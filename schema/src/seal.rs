//! Signatures: ed25519 (RFC 8032) over canonical JSON (RFC 8785).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, Verifier};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Why something could not be sealed or a seal not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// The value has no canonical form: a number is not finite.
    #[error("the value has no canonical JSON form")]
    NotCanonical,
    /// The text is no ed25519 key.
    #[error("not an ed25519 key in base64url")]
    NotAKey,
    /// The signature is not of this value and key.
    #[error("the signature does not fit")]
    DoesNotFit,
}

/// The bytes that are signed and hashed.
pub fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>, SealFault> {
    crate::canonical::to_vec(value).map_err(|_| SealFault::NotCanonical)
}

/// SHA-256 of some bytes, in base64url.
pub fn digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// A signing key. It shows itself nowhere: no `Debug`, no `Serialize`; [`SecretKey::to_text`] is for its file alone.
#[derive(Clone)]
pub struct SecretKey(ed25519_dalek::SigningKey);

impl SecretKey {
    /// A key from 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&bytes))
    }

    /// Reads a key from the text of its file.
    pub fn from_text(text: &str) -> Result<Self, SealFault> {
        thirty_two(text).map(Self::from_random)
    }

    /// The text of the key's file.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.to_bytes())
    }

    /// The key's bytes, for deriving other keys.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs the canonical form of a value.
    pub fn sign<T: Serialize>(&self, value: &T) -> Result<String, SealFault> {
        Ok(self.sign_bytes(&canonical(value)?))
    }

    /// Signs bytes as they are.
    pub(crate) fn sign_bytes(&self, bytes: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.0.sign(bytes).to_bytes())
    }

    /// The key in PKCS#8 form (RFC 8410), as the token library wants it.
    pub(crate) fn pkcs8(&self) -> Vec<u8> {
        const PREFIX: [u8; 16] =
            [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
        [PREFIX.as_slice(), &self.0.to_bytes()].concat()
    }
}

/// The public half of a signing key, in base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

impl PublicKey {
    /// Reads a key from its text.
    pub fn from_text(text: &str) -> Result<Self, SealFault> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&thirty_two(text)?).map_err(|_| SealFault::NotAKey)?;
        Ok(Self(key))
    }

    /// The key as text.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }

    /// Whether the signature is of this value by this key.
    pub fn verify<T: Serialize>(&self, value: &T, signature: &str) -> Result<(), SealFault> {
        self.verify_bytes(&canonical(value)?, signature)
    }

    /// Whether the signature is of these bytes, which are a value's canonical form, by this key.
    pub(crate) fn verify_bytes(&self, canonical: &[u8], signature: &str) -> Result<(), SealFault> {
        let bytes = URL_SAFE_NO_PAD.decode(signature).map_err(|_| SealFault::DoesNotFit)?;
        let signature = ed25519_dalek::Signature::from_slice(&bytes).map_err(|_| SealFault::DoesNotFit)?;
        self.0.verify(canonical, &signature).map_err(|_| SealFault::DoesNotFit)
    }
}

fn thirty_two(text: &str) -> Result<[u8; 32], SealFault> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| SealFault::NotAKey)?;
    bytes.try_into().map_err(|_| SealFault::NotAKey)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_signature_fits_its_value_in_any_order_of_fields_and_no_other_value() {
        let key = SecretKey::from_random([7; 32]);
        let signature = key.sign(&json!({"b": 1, "a": [1.0, 2.5]})).unwrap();
        let public = PublicKey::from_text(&key.public().to_text()).unwrap();
        assert_eq!(public.verify(&json!({"a": [1, 2.5], "b": 1}), &signature), Ok(()));
        assert_eq!(public.verify(&json!({"a": [1, 2.5], "b": 2}), &signature), Err(SealFault::DoesNotFit));
        let other = SecretKey::from_random([8; 32]).public();
        assert_eq!(other.verify(&json!({"a": [1, 2.5], "b": 1}), &signature), Err(SealFault::DoesNotFit));
    }

    #[test]
    fn a_key_is_read_back_from_its_text_and_nothing_else_is_a_key() {
        let key = SecretKey::from_random([9; 32]);
        assert_eq!(SecretKey::from_text(&key.to_text()).unwrap().public(), key.public());
        assert!(SecretKey::from_text("short").is_err());
        assert!(PublicKey::from_text("").is_err());
    }
}
