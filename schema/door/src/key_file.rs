//! A secret key in a file that only its owner reads.

use schema::seal::{SealFault, SecretKey};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Why a key file does not serve. It never shows what is in the file.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// The file does not read or write.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The file holds no key.
    #[error("{0}: {1}")]
    NotAKey(PathBuf, SealFault),
}

/// Reads a key.
pub fn read(path: &Path) -> Result<SecretKey, KeyFault> {
    let text = std::fs::read_to_string(path).map_err(|error| KeyFault::File(path.to_owned(), error))?;
    SecretKey::from_text(&text).map_err(|fault| KeyFault::NotAKey(path.to_owned(), fault))
}

/// Makes a key of 32 random bytes. One that is there is kept and read: a secret is never lost by starting again.
pub fn make(path: &Path, random: [u8; 32]) -> Result<SecretKey, KeyFault> {
    if path.exists() {
        return read(path);
    }
    // Written whole or not at all: one who is cut off leaves no half a key.
    let key = SecretKey::from_random(random);
    write(path, &key.to_text())?;
    Ok(key)
}

/// Writes a secret's text, in one step, so that only its owner reads it.
pub fn write(path: &Path, text: &str) -> Result<(), KeyFault> {
    let file = |error| KeyFault::File(path.to_owned(), error);
    let beside = path.with_extension("new");
    // One that was left behind may be open to others.
    let _ = std::fs::remove_file(&beside);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut to| to.write_all(text.as_bytes()).and_then(|()| to.sync_all()));
    written.map_err(file)?;
    std::fs::rename(&beside, path).map_err(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        let first = make(&path, [1; 32]).unwrap();
        assert_eq!(make(&path, [2; 32]).unwrap().public(), first.public());
        assert_eq!(read(&path).unwrap().public(), first.public());
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&path, "short").unwrap();
        let fault = make(&path, [2; 32]).err().unwrap().to_string();
        assert!(fault.ends_with("not an ed25519 key in base64url") && !fault.contains("short"), "{fault}");
    }
}
