//! One release at a time: whoever cuts holds the folder's turn, so that no two spend for the same release.

use super::cut::CutFault;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// The right to cut releases of a node's folder, until it is dropped or its process ends.
#[derive(Debug)]
#[must_use]
pub struct Turn {
    _locked: File,
}

/// The file whose lock is the turn.
const FILE: &str = "release.lock";

/// How often and at what distance an officer's command asks for the turn: a serving node holds it for a moment whenever it
/// looks whether something is due, and that is no reason to refuse a command.
const ASKS: usize = 200;
const BETWEEN: Duration = Duration::from_millis(25);

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

    /// Takes the turn as soon as who holds it lets it go, or says after five seconds that another cuts a release.
    pub async fn wait(folder: &Path) -> Result<Self, CutFault> {
        for _ in 1..ASKS {
            match Self::take(folder) {
                Err(CutFault::Busy) => tokio::time::sleep(BETWEEN).await,
                taken => return taken,
            }
        }
        Self::take(folder)
    }
}
