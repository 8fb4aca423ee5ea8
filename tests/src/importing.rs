//! An import as an operator does it: the node's own command, in a process of its own, which is this program started anew.

use crate::program::IS_THE_PROGRAM;
use compose::country::countries;
use schema::seal::SecretKey;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};

fn node(folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(IS_THE_PROGRAM, "yes").args(["country-node", "--dir"]).arg(folder).stdin(Stdio::null());
    command
}

/// Imports a file into a new node of a country of the demonstration, in `scratch`; says how long the command took, and its
/// largest memory in kB.
pub async fn import(scratch: &Path, country: &str, file: &Path, mapping: &Path, rows: usize) -> (Duration, u64) {
    let of = countries(&[country.parse().unwrap()]).unwrap().remove(0);
    let home = scratch.join("node");
    std::fs::create_dir(&home).unwrap();
    std::fs::copy(&of.rulebook, home.join("rulebook.toml")).unwrap();
    let registrar = SecretKey::from_random([1; 32]).public().to_text();
    let done = |command: &mut Command| command.stdout(Stdio::null()).status().unwrap().success();
    let made = done(node(&home).args(["init", "--country", country, "--registrar", &registrar]));
    assert!(made, "the node must be made");
    for study in &of.studies {
        assert!(done(node(&home).args(["study", "add"]).arg(study)), "the study must be taken in");
    }
    let mut command = node(&home);
    command.arg("import").arg(file).arg("--mapping").arg(mapping).stdout(Stdio::piped());
    let began = Instant::now();
    let mut child = command.spawn().unwrap();
    let (mut peak, status) = (0, format!("/proc/{}/status", child.id()));
    loop {
        let ended = child.try_wait().unwrap().is_some();
        let took = began.elapsed();
        if ended {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success() && said.starts_with(&format!("{rows} records")), "{said}");
            return (took, peak);
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0));
        sleep(Duration::from_millis(5)).await;
    }
}
