//! Where a federation's state lies.

use crate::fault::Fault;
use schema::country::CountryCode;
use std::path::{Path, PathBuf};

/// A federation's folder.
#[derive(Clone, Debug)]
pub struct Place {
    folder: PathBuf,
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
        if fresh && !empty {
            std::fs::remove_dir_all(folder).map_err(Fault::at(folder))?;
        }
        let nodes = folder.join("nodes");
        std::fs::create_dir_all(&nodes).map_err(Fault::at(nodes))?;
        std::fs::write(&mark, "").map_err(Fault::at(mark))?;
        // Absolute, because children are started from it.
        let folder = folder.canonicalize().map_err(Fault::at(folder))?;
        Ok(Self { folder })
    }

    /// A country's node.
    pub fn node(&self, country: CountryCode) -> PathBuf {
        self.folder.join("nodes").join(country.as_str())
    }

    /// A member's key.
    pub fn key(&self, member: CountryCode) -> PathBuf {
        self.folder.join("keys").join(format!("{member}.key"))
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
