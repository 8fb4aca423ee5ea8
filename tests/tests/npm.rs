//! Programs of others, from npm: clients, audits, a server. Each folder's packages are installed once for each state of its
//! lock file, under `target/`.

use crate::needed::lacking;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// A folder `js/` of scripts, beside the tests that start them, with what they stand on.
pub struct Packages {
    under: &'static str,
    sources: &'static [&'static str],
    folder: OnceLock<Result<PathBuf, String>>,
}

impl Packages {
    /// The folder `js/` of a module of the tests, and the files in it.
    pub const fn new(under: &'static str, sources: &'static [&'static str]) -> Self {
        Self { under, sources, folder: OnceLock::new() }
    }

    /// A script with its arguments, ready to run; `None` where Node or npm's packages cannot be had, which is said.
    pub fn script(&self, test: &str, name: &str, arguments: &[&str]) -> Option<Command> {
        match self.folder.get_or_init(|| self.install()) {
            Ok(folder) => {
                let mut command = Command::new("node");
                command.arg(name).args(arguments).current_dir(folder).stdin(Stdio::null());
                Some(command)
            }
            Err(why) => {
                lacking(test, why);
                None
            }
        }
    }

    fn install(&self) -> Result<PathBuf, String> {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(self.under).join("js");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.under.replace('_', "-"));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let lock = std::fs::read(sources.join("package-lock.json")).map_err(|error| error.to_string())?;
        let installed = std::fs::read(folder.join("installed")).ok() == Some(lock.clone());
        for source in self.sources {
            std::fs::copy(sources.join(source), folder.join(source)).map_err(|error| format!("{source}: {error}"))?;
        }
        if !installed {
            run(Command::new(npm()).args(["ci", "--prefer-offline", "--no-audit", "--no-fund"]).current_dir(&folder))?;
            std::fs::write(folder.join("installed"), lock).map_err(|error| error.to_string())?;
        }
        Ok(folder)
    }
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.stdin(Stdio::null()).output() {
        Ok(Output { status, .. }) if status.success() => Ok(()),
        Ok(Output { stderr, .. }) => {
            let said = String::from_utf8_lossy(&stderr).into_owned();
            Err(format!("{program} failed: {}", said.lines().next().unwrap_or("no word why")))
        }
        Err(error) => Err(format!("{program} cannot be started: {error}")),
    }
}
