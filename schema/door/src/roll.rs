//! The members as the latest document that was accepted has them: pinned, and read anew while the service runs.

use schema::member::{Membership, Pin, PinFault};
use schema::seal::PublicKey;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// How often the document's file is looked at.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The largest document that is read, in bytes: a few hundred members with all that can be said of them.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The members in force. Whoever answers a request takes them once, so that one request sees one membership.
pub struct Roll {
    document: PathBuf,
    pin: PathBuf,
    /// The pin, and the text that it was made from.
    taken: Mutex<(Pin, String)>,
    in_force: RwLock<Arc<Membership>>,
}

/// Why no membership is in force, or a new one was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RollFault {
    /// A file does not read or write.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The document is larger than any honest one.
    #[error("{0} is larger than a membership document can be")]
    TooLarge(PathBuf),
    /// The pin is not of its form.
    #[error("{0}: {1}; a service that shall begin anew with the registrar's key needs this file removed")]
    Pin(PathBuf, toml::de::Error),
    /// The pin has no text.
    #[error("{0}: {1}")]
    PinText(PathBuf, toml::ser::Error),
    /// The document is refused.
    #[error("{0}: {1}")]
    Refused(PathBuf, PinFault),
}

impl Roll {
    /// Reads the document. `pin` is the service's own file; where there is none yet, the registrar's key is believed.
    pub fn open(document: &Path, pin: &Path, registrar: &PublicKey) -> Result<Self, RollFault> {
        let first = match std::fs::read_to_string(pin) {
            Ok(text) => toml::from_str(&text).map_err(|fault| RollFault::Pin(pin.to_owned(), fault))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Pin::to(registrar),
            Err(error) => return Err(RollFault::File(pin.to_owned(), error)),
        };
        let text = read(document)?;
        let (membership, next) = accept(document, pin, &first, &text)?;
        Ok(Self {
            document: document.to_owned(),
            pin: pin.to_owned(),
            taken: Mutex::new((next, text)),
            in_force: RwLock::new(Arc::new(membership)),
        })
    }

    /// The members in force.
    pub fn in_force(&self) -> Arc<Membership> {
        Arc::clone(&self.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks whether the document's file is another one, and takes it if it can be. Says whether it did. A document that
    /// is refused is looked at, and told, once; the former one stays in force.
    pub fn renew(&self) -> Result<bool, RollFault> {
        let text = read(&self.document)?;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.1 == text {
            return Ok(false);
        }
        taken.1 = text;
        let (membership, next) = accept(&self.document, &self.pin, &taken.0, &taken.1)?;
        taken.0 = next;
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(membership);
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
                Ok(true) => {
                    tracing::info!(version = self.in_force().version(), "a new membership document is in force");
                }
                Ok(false) => {}
                Err(fault) => {
                    let fault = fault.to_string();
                    if fault != told {
                        tracing::error!(fault, "the membership document was not taken; the former one stays in force");
                        told = fault;
                    }
                }
            }
        }
    }
}

/// Accepts a document, and writes down what is to be remembered of it before it counts.
fn accept(document: &Path, file: &Path, pin: &Pin, text: &str) -> Result<(Membership, Pin), RollFault> {
    let (membership, next) = pin.accept(text).map_err(|fault| RollFault::Refused(document.to_owned(), fault))?;
    if next != *pin {
        let text = toml::to_string(&next).map_err(|fault| RollFault::PinText(file.to_owned(), fault))?;
        let beside = file.with_extension("pin.new");
        let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, file));
        written.map_err(|error| RollFault::File(file.to_owned(), error))?;
    }
    Ok((membership, next))
}

fn read(document: &Path) -> Result<String, RollFault> {
    let at = |error| RollFault::File(document.to_owned(), error);
    if std::fs::metadata(document).map_err(at)?.len() > MOST_BYTES {
        return Err(RollFault::TooLarge(document.to_owned()));
    }
    std::fs::read_to_string(document).map_err(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::member::Document;
    use schema::seal::SecretKey;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn write(&self, version: u32, by: u8) {
            let document = Document::new(version, "2026-01-01T00:00:00Z", vec![]).signed(&key(by)).unwrap();
            std::fs::write(self.0.path().join("members.toml"), document.to_toml().unwrap()).unwrap();
        }

        fn open(&self) -> Result<Roll, RollFault> {
            let at = |name| self.0.path().join(name);
            Roll::open(&at("members.toml"), &at("members.pin"), &key(1).public())
        }
    }

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_random([seed; 32])
    }

    #[test]
    fn a_newer_document_is_taken_while_the_service_runs_and_a_bad_one_is_not() {
        let folder = Folder::new();
        folder.write(2, 1);
        let roll = folder.open().unwrap();
        assert!(!roll.renew().unwrap());
        folder.write(3, 1);
        assert!(roll.renew().unwrap());
        for (version, by) in [(4, 2), (2, 1)] {
            folder.write(version, by);
            assert!(roll.renew().is_err(), "version {version} by {by}");
            assert!(!roll.renew().unwrap(), "it is told once");
            assert_eq!(roll.in_force().version(), 3);
        }
        std::fs::write(folder.0.path().join("members.toml"), "version = 5").unwrap();
        assert!(roll.renew().is_err());
        folder.write(5, 1);
        assert!(roll.renew().unwrap());
        assert_eq!(roll.in_force().version(), 5);
    }

    #[test]
    fn an_older_document_is_refused_after_a_restart_too() {
        let folder = Folder::new();
        folder.write(3, 1);
        drop(folder.open().unwrap());
        folder.write(2, 1);
        assert!(matches!(folder.open(), Err(RollFault::Refused(_, PinFault::Older(2, 3)))));
        std::fs::write(folder.0.path().join("members.pin"), "nonsense").unwrap();
        assert!(matches!(folder.open(), Err(RollFault::Pin(..))), "a spoilt pin is not forgotten in silence");
    }

    #[test]
    fn a_document_without_end_is_not_read() {
        let folder = Folder::new();
        std::fs::write(folder.0.path().join("members.toml"), vec![b'#'; 5 * 1024 * 1024]).unwrap();
        assert!(matches!(folder.open(), Err(RollFault::TooLarge(_))));
    }
}
