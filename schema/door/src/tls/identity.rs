//! A service's own certificate and key, from their files, read anew when they change.

use super::provider;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{SignatureScheme, pki_types};
use schema::seal::digest;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Where a service's own certificate and key lie (PEM), as a configuration names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The certificate, with those that lead to its authority, if any.
    pub certificate: PathBuf,
    /// Its key; only its owner may read it.
    pub key: PathBuf,
}

/// A service's own certificate with its key. Connections that are open keep the one that they began with.
pub struct Identity {
    certificate: PathBuf,
    key: PathBuf,
    /// The texts that were read last.
    read: Mutex<(Vec<u8>, Vec<u8>)>,
    in_use: RwLock<Arc<CertifiedKey>>,
}

/// Why a certificate cannot be shown. It never repeats what is in the files.
#[derive(Debug, thiserror::Error)]
pub enum IdentityFault {
    /// A file does not read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A file is not PEM of what it should hold.
    #[error("{0}: not PEM of a certificate or a key")]
    Pem(PathBuf),
    /// Key and certificate do not belong together, or the key is of a kind that is not used.
    #[error("{0}: {1}")]
    Key(PathBuf, rustls::Error),
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Identity").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Identity {
    /// Reads a certificate and its key from files relative to `folder`.
    pub fn open(files: &Files, folder: &Path) -> Result<Self, IdentityFault> {
        let (certificate, key) = (folder.join(&files.certificate), folder.join(&files.key));
        let texts = (text(&certificate)?, text(&key)?);
        let in_use = RwLock::new(Arc::new(certified(&certificate, &key, &texts)?));
        Ok(Self { certificate, key, read: Mutex::new(texts), in_use })
    }

    /// Looks whether the files are others, and uses them if they fit together. Says whether it did.
    pub fn renew(&self) -> Result<bool, IdentityFault> {
        let texts = (text(&self.certificate)?, text(&self.key)?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if *read == texts {
            return Ok(false);
        }
        // Between the writing of the one file and of the other they do not fit: that is looked at again.
        let renewed = certified(&self.certificate, &self.key, &texts)?;
        *read = texts;
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(renewed);
        Ok(true)
    }

    /// Renews for as long as the service runs.
    pub async fn keep(self: Arc<Self>) {
        let mut told = String::new();
        let mut looks = tokio::time::interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            match self.renew() {
                Ok(true) => tracing::info!("a new certificate is in use"),
                Ok(false) => told.clear(),
                Err(fault) => {
                    let fault = fault.to_string();
                    if fault != told {
                        tracing::error!(fault, "the new certificate is not used; the former one stays in use");
                        told = fault;
                    }
                }
            }
        }
    }

    fn in_use(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// SHA-256 (base64url) of the first certificate in a PEM file: what a membership document revokes it by.
pub fn fingerprint(path: &Path) -> Option<String> {
    CertificateDer::from_pem_file(path).ok().map(|certificate| digest(&certificate))
}

fn text(path: &Path) -> Result<Vec<u8>, IdentityFault> {
    std::fs::read(path).map_err(|error| IdentityFault::File(path.to_owned(), error))
}

fn certified(certificate: &Path, key: &Path, texts: &(Vec<u8>, Vec<u8>)) -> Result<CertifiedKey, IdentityFault> {
    let chain: Result<Vec<CertificateDer<'static>>, pki_types::pem::Error> =
        CertificateDer::pem_slice_iter(&texts.0).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| IdentityFault::Pem(certificate.to_owned()))?;
    let private = PrivateKeyDer::from_pem_slice(&texts.1).map_err(|_| IdentityFault::Pem(key.to_owned()))?;
    let refused = |fault| IdentityFault::Key(key.to_owned(), fault);
    let certified = CertifiedKey::from_der(chain, private, &provider()).map_err(refused)?;
    certified.keys_match().map_err(refused)?;
    Ok(certified)
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.in_use())
    }
}

impl ResolvesClientCert for Identity {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.in_use())
    }

    fn has_certs(&self) -> bool {
        true
    }
}
