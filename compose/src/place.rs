//! Where a federation's state lies.

use crate::fault::Fault;
use schema::country::CountryCode;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A federation's folder, held by this process alone as long as it stands: two at once would write over each other.
#[derive(Clone, Debug)]
pub struct Place {
    folder: PathBuf,
    _held: Arc<File>,
}

/// A file that says: this folder is a federation's and may be removed with `--fresh`.
const MARK: &str = "IS_A_FEDERATION";

impl Place {
    /// Opens or makes the folder; `fresh` removes what was there, if it was ours.
    pub fn open(folder: &Path, fresh: bool) -> Result<Self, Fault> {
        let mark = folder.join(MARK);
        let empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
        if !empty && !mark.exists() {
            return Err(Fault::NotOurs(folder.to_owned()));
        }
        std::fs::create_dir_all(folder).map_err(Fault::at(folder))?;
        // Marked before anything else and never unmarked, so that a start that is cut off leaves a folder of ours.
        let held = hold(folder, &mark)?;
        if fresh {
            clear(folder)?;
        }
        let nodes = folder.join("nodes");
        std::fs::create_dir_all(&nodes).map_err(Fault::at(nodes))?;
        // Absolute, because children are started from it.
        let folder = folder.canonicalize().map_err(Fault::at(folder))?;
        Ok(Self { folder, _held: Arc::new(held) })
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A country's node.
    pub fn node(&self, country: CountryCode) -> PathBuf {
        self.folder.join("nodes").join(country.as_str())
    }

    /// The folder of the federation's keys.
    pub fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// A key, by whose it is.
    pub fn key(&self, of: &str) -> PathBuf {
        self.keys().join(format!("{of}.key"))
    }

    /// The membership document.
    pub fn members(&self) -> PathBuf {
        self.folder.join("members.toml")
    }

    /// The gateway's configuration.
    pub fn gateway(&self) -> PathBuf {
        self.folder.join("gateway.toml")
    }

    /// What the playground shows of the demonstration.
    pub fn demonstration(&self) -> PathBuf {
        self.folder.join("demonstration.json")
    }

    /// Takes back what a former start told scripts.
    pub fn not_ready(&self) -> Result<(), Fault> {
        match std::fs::remove_file(self.federation()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::File(self.federation(), error)),
            _ => Ok(()),
        }
    }

    /// What a script needs to know.
    pub fn federation(&self) -> PathBuf {
        self.folder.join("federation.json")
    }
}

/// Marks a folder as a federation's and holds it until the file is closed, as it is when the process ends.
fn hold(folder: &Path, mark: &Path) -> Result<File, Fault> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(mark).map_err(Fault::at(mark))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(Fault::at(mark)(error)),
    }
}

/// Removes all that a folder holds but the mark.
fn clear(folder: &Path) -> Result<(), Fault> {
    for entry in std::fs::read_dir(folder).map_err(Fault::at(folder))? {
        let entry = entry.map_err(Fault::at(folder))?;
        if entry.file_name() == MARK {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().map_err(Fault::at(&path))?.is_dir();
        let removed = if is_folder { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.map_err(Fault::at(path))?;
    }
    Ok(())
}

/// Writes a file that only its owner reads, in one step: a reader sees the old one or the new one.
pub fn write_private(path: &Path, text: &str) -> Result<(), Fault> {
    let beside = path.with_extension("new");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Fault::at(folder))?;
    }
    std::fs::write(&beside, "").map_err(Fault::at(&beside))?;
    #[cfg(unix)]
    {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&beside, owner_only).map_err(Fault::at(&beside))?;
    }
    std::fs::write(&beside, text).map_err(Fault::at(&beside))?;
    std::fs::rename(&beside, path).map_err(Fault::at(path))
}
