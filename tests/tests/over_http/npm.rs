//! Real clients and audits of GraphQL over HTTP, from npm, installed once for each state of their lock file under `target/`.

use crate::needed::lacking;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

const SOURCES: [&str; 5] = [".npmrc", "audit.js", "package-lock.json", "package.json", "watch.js"];

static FOLDER: LazyLock<Result<PathBuf, String>> = LazyLock::new(install);

/// A script of `js/` with its arguments, ready to run; `None` where Node or npm's packages cannot be had, which is said.
pub fn script(test: &str, name: &str, arguments: &[&str]) -> Option<Command> {
    match &*FOLDER {
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

fn install() -> Result<PathBuf, String> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/over_http/js");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("over-http");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let lock = std::fs::read(sources.join("package-lock.json")).map_err(|error| error.to_string())?;
    let installed = std::fs::read(folder.join("installed")).ok() == Some(lock.clone());
    for source in SOURCES {
        std::fs::copy(sources.join(source), folder.join(source)).map_err(|error| format!("{source}: {error}"))?;
    }
    if !installed {
        run(Command::new(npm()).args(["ci", "--prefer-offline", "--no-audit", "--no-fund"]).current_dir(&folder))?;
        std::fs::write(folder.join("installed"), lock).map_err(|error| error.to_string())?;
    }
    Ok(folder)
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
