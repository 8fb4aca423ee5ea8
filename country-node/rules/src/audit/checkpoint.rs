//! Checkpoints: where the chain ended at a moment, signed by the node. Whoever keeps one elsewhere finds that the log was
//! cut off behind it, or made anew up to it, even where the store's own checkpoints were taken away with it.

use super::chain::End;
use crate::clock::{Seconds, text};
use schema::country::CountryCode;
use schema::seal::{PublicKey, SealFault, SecretKey};
use serde::{Deserialize, Serialize};

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The country whose log it is.
    pub country: CountryCode,
    /// The last entry's number.
    pub number: i64,
    /// The last entry's digest.
    pub digest: String,
    /// When, in seconds since 1970.
    pub at: Seconds,
}

/// A checkpoint with the node's signature over it (ed25519 over its canonical JSON).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// What is signed.
    pub checkpoint: Checkpoint,
    /// The signature, base64url.
    pub signature: String,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    /// Its signature is not this node's.
    #[error("the checkpoint at entry {0} does not bear this node's signature")]
    Signature(i64),
    /// It is of another country's log.
    #[error("the checkpoint at entry {0} is of {1}")]
    OtherCountry(i64, CountryCode),
}

impl Signed {
    /// Signs where a chain ends.
    pub fn of(country: CountryCode, end: &End, at: Seconds, key: &SecretKey) -> Result<Self, SealFault> {
        let checkpoint = Checkpoint { country, number: end.number, digest: end.digest.clone(), at };
        Ok(Self { signature: key.sign(&checkpoint)?, checkpoint })
    }

    /// Whether a node of this country and key signed it.
    pub fn believed(&self, country: CountryCode, key: &PublicKey) -> Result<&Checkpoint, Unbelieved> {
        let number = self.checkpoint.number;
        key.verify(&self.checkpoint, &self.signature).map_err(|_| Unbelieved::Signature(number))?;
        if self.checkpoint.country != country {
            return Err(Unbelieved::OtherCountry(number, self.checkpoint.country));
        }
        Ok(&self.checkpoint)
    }
}

impl std::fmt::Display for Checkpoint {
    /// Such as `entry 812 of 2027-01-15T08:00:00Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "entry {} of {}", self.number, text(self.at))
    }
}
