//! How fast a country's file comes in, and in how much memory: rows like the survey's, drawn from it by a fixed seed,
//! imported by the node's own command in a process of its own.

use compose::country::{countries, folder};
use federation_tests::measurement::print_table;
use federation_tests::program::IS_THE_PROGRAM;
use schema::concept::Dataset;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const COUNTRY: &str = "COL";
const SEED: u64 = 2024;
const SIZES: [u64; 3] = [250_000, 500_000, 1_000_000];

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::var_os(IS_THE_PROGRAM).is_some() {
        return compose::run().await;
    }
    let mut rows = vec![["rows", "seconds", "rows/s", "target", "peak memory"].map(str::to_owned).to_vec()];
    for size in SIZES {
        let scratch = tempfile::tempdir().unwrap();
        let file = scratch.path().join("survey.csv");
        write_rows(&file, size);
        let (took, peak) = import(scratch.path(), &file, size).await;
        let target = if size == 1_000_000 { "at least 150000" } else { "" };
        let speed = format!("{:.0}", size as f64 / took.as_secs_f64());
        rows.push(vec![
            size.to_string(),
            format!("{:.2}", took.as_secs_f64()),
            speed,
            target.to_owned(),
            format!("{:.1} MB", peak as f64 / 1024.0),
        ]);
    }
    print_table(&rows);
    ExitCode::SUCCESS
}

/// The same numbers on every machine (`SplitMix64`).
fn drawn(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Draws rows of the country from the real file, each with an id of its own.
fn write_rows(to: &Path, rows: u64) {
    let real = File::open(folder().join("data/acs2024_latam_diaspora_persons16plus.csv")).unwrap();
    let mut lines = BufReader::new(real).lines().map(Result::unwrap);
    let mut out = BufWriter::new(File::create(to).unwrap());
    writeln!(out, "{}", lines.next().unwrap()).unwrap();
    let real: Vec<String> = lines
        .filter_map(|line| line.split_once(',').map(|(_, rest)| rest.to_owned()))
        .filter(|rest| rest.starts_with(COUNTRY))
        .collect();
    let (mut state, count) = (SEED, u64::try_from(real.len()).unwrap());
    for nth in 0..rows {
        let row = usize::try_from(drawn(&mut state) % count).unwrap();
        writeln!(out, "P{nth:07},{}", real[row]).unwrap();
    }
    out.flush().unwrap();
}

fn node(folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(IS_THE_PROGRAM, "yes").args(["country-node", "--dir"]).arg(folder).stdin(Stdio::null());
    command
}

/// Imports a file into a new node; says how long the command took, and its largest memory in kB.
async fn import(scratch: &Path, file: &Path, rows: u64) -> (Duration, u64) {
    let country = countries(&[COUNTRY.parse().unwrap()]).unwrap().remove(0);
    let home = scratch.join("node");
    std::fs::create_dir(&home).unwrap();
    std::fs::copy(&country.rulebook, home.join("rulebook.toml")).unwrap();
    let made = node(&home).args(["init", "--country", COUNTRY]).stdout(Stdio::null()).status().unwrap();
    assert!(made.success(), "the node must be made");
    let mapping = &country.inputs.iter().find(|input| input.dataset == Dataset::Survey).unwrap().mapping;
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
