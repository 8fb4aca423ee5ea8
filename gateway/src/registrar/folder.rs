//! The registrar's folder: `members.toml`, and under `keys` the registrar's key and the authority that signs certificates.

use crate::clock::rfc3339;
use door::key_file::{self, KeyFault};
use door::tls::authority::{AuthorityFault, Pems, authority};
use schema::member::{ApplicationFault, Document, Handover, MemberCode, Pin, PinFault};
use schema::seal::{SealFault, SecretKey};
use std::path::{Path, PathBuf};

/// A registrar's folder, opened.
pub struct Registrar {
    folder: PathBuf,
    /// Signs the membership document.
    key: SecretKey,
    /// Signs certificates.
    pub authority: Pems,
    /// The document in force.
    pub document: Document,
}

/// Why the registrar did not do what it was told. The former document stands.
#[derive(Debug, thiserror::Error)]
pub enum RegistrarFault {
    /// A file does not read or write.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The folder has a document already.
    #[error("{0} has a membership document already")]
    Exists(PathBuf),
    /// The document does not read.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, toml::de::Error),
    /// The document has no text.
    #[error("the membership document: {0}")]
    NoText(#[from] toml::ser::Error),
    /// A key file does not serve.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// Something could not be signed.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// A certificate could not be made.
    #[error(transparent)]
    Authority(#[from] AuthorityFault),
    /// The application is refused.
    #[error(transparent)]
    Application(#[from] ApplicationFault),
    /// The next document would not be taken by anyone.
    #[error(transparent)]
    Refused(#[from] PinFault),
    /// The member does not stand in the document.
    #[error("{0} is no member")]
    NoMember(MemberCode),
    /// An application that none of the member's keys vouches for.
    #[error(
        "{0} is a member, and none of its keys signed this application. If you know by other ways that it comes from {0}, \
         remove the member first"
    )]
    NotItself(MemberCode),
    /// The file holds no certificate.
    #[error("{0} holds no certificate")]
    NoCertificate(PathBuf),
}

/// The membership document in the folder.
const DOCUMENT: &str = "members.toml";

impl Registrar {
    /// Begins a federation of nobody: keys, an authority, and the document's first version. `now` is in seconds since 1970.
    pub fn begin(folder: &Path, random: [u8; 32], now: i64) -> Result<Self, RegistrarFault> {
        if folder.join(DOCUMENT).exists() {
            return Err(RegistrarFault::Exists(folder.to_owned()));
        }
        let keys = folder.join("keys");
        std::fs::create_dir_all(&keys).map_err(|error| RegistrarFault::File(keys.clone(), error))?;
        let key = key_file::make(&keys.join("registrar.key"), random)?;
        let authority = authority("Diaspora Hub", now)?;
        key_file::write(&keys.join("authority.key"), &authority.key)?;
        key_file::write(&keys.join("authority.crt"), &authority.public)?;
        let document = Document::new(0, "", Vec::new());
        let mut begun = Self { folder: folder.to_owned(), key, authority, document };
        let authorities = vec![begun.authority.public.clone()];
        begun.change(now, |document| document.authorities = authorities)?;
        Ok(begun)
    }

    /// Opens a registrar's folder.
    pub fn open(folder: &Path) -> Result<Self, RegistrarFault> {
        let read =
            |path: &Path| std::fs::read_to_string(path).map_err(|error| RegistrarFault::File(path.to_owned(), error));
        let (keys, path) = (folder.join("keys"), folder.join(DOCUMENT));
        let document = toml::from_str(&read(&path)?).map_err(|fault| RegistrarFault::Unreadable(path, fault))?;
        let authority = Pems { public: read(&keys.join("authority.crt"))?, key: read(&keys.join("authority.key"))? };
        let key = key_file::read(&keys.join("registrar.key"))?;
        Ok(Self { folder: folder.to_owned(), key, authority, document })
    }

    /// The registrar's public key, which every service is given by hand.
    pub fn public(&self) -> String {
        self.key.public().to_text()
    }

    /// Makes the next version. Nothing is written that a service would not take.
    pub fn change(&mut self, now: i64, change: impl FnOnce(&mut Document)) -> Result<u32, RegistrarFault> {
        let mut next = self.document.clone();
        next.version += 1;
        next.issued_at = rfc3339(now);
        change(&mut next);
        let signed = next.signed(&self.key)?;
        let text = signed.to_toml()?;
        Pin::to(&self.key.public()).accept(&text)?;
        let (path, beside) = (self.folder.join(DOCUMENT), self.folder.join("members.next"));
        let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, &path));
        written.map_err(|error| RegistrarFault::File(path, error))?;
        self.document = signed;
        Ok(self.document.version)
    }

    /// Hands the registrar's signing over to a new key: the former one says so, and the new one signs from now on. Services
    /// follow by themselves.
    pub fn hand_over(&mut self, random: [u8; 32], now: i64) -> Result<u32, RegistrarFault> {
        let next = SecretKey::from_random(random);
        let handover = Handover::new(&self.key, &next.public())?;
        let former = std::mem::replace(&mut self.key, next);
        let path = self.folder.join("keys").join("registrar.key");
        // The former key is kept beside until the next document is written: neither is ever lost.
        key_file::write(&path.with_extension("key.former"), &former.to_text())?;
        key_file::write(&path, &self.key.to_text())?;
        self.change(now, |document| document.handovers.push(handover))
    }
}
