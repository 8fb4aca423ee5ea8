//! One release at a time: whoever cuts holds the folder's turn, so that no two spend for the same release.

use super::cut::CutFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// The right to cut releases of a node's folder, until it is dropped or its process ends.
#[derive(Debug)]
#[must_use]
pub struct Turn {
    _locked: File,
}

/// The file whose lock is the turn.
const FILE: &str = "release.lock";

impl Turn {
    /// Takes the turn, or says that another holds it.
    pub fn take(folder: &Path) -> Result<Self, CutFault> {
        let file = OpenOptions::new().create(true).append(true).open(folder.join(FILE)).map_err(CutFault::Turn)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _locked: file }),
            Err(TryLockError::WouldBlock) => Err(CutFault::Busy),
            Err(TryLockError::Error(error)) => Err(CutFault::Turn(error)),
        }
    }
}
