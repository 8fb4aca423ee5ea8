//! Counts all one-, two- and three-way tables over twelve dimensions of 5,000,000 persons, weights and record keys
//! included, and lets DuckDB compute the same tables of the same data on the same cores in the same run.
//!
//! `cargo run --release -p federation-tests --bin bench-count` (Python 3 with pip; DuckDB comes from PyPI into `target/`).

use federation_tests::register::{SIZES, register, tables};
use node_rules::columns::Columns;
use node_rules::count::count;
use node_rules::protect::mechanism;
use node_rules::rulebook::Mechanism;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tokio::time::Instant;

const PERSONS: usize = 5_000_000;
fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = register(2024, PERSONS, 200);
    write(&records, folder.path());
    let tables = tables(SIZES.len());
    let clock = Instant::now();
    let tallies = count(&records, &tables);
    let ours = clock.elapsed().as_secs_f64();
    let peak = peak_mib();
    // Weight sums leave through the mechanism for open data, so that DuckDB's can be held against them.
    let exact = mechanism(Mechanism::Exact).protect(&tallies[0]).unwrap();
    let sums = serde_json::to_vec(&exact.tables).expect("tables");
    std::fs::write(folder.path().join("tables.json"), sums).expect("tables.json");
    drop((tallies, exact, records));
    println!("{} tables of {PERSONS} persons over {} dimensions", tables.len(), SIZES.len());
    println!("ours     {ours:>8.2} s   peak {peak:.0} MiB, the records included (target: under 1536)");
    let theirs = duckdb(folder.path());
    println!("DuckDB   {theirs:>8.2} s   the faster of one query a table and one query with GROUPING SETS");
    println!("{:.1} times as fast (target: at least 5)", theirs / ours);
}

fn write(records: &Columns, folder: &Path) {
    let file = |name: String| std::io::BufWriter::new(std::fs::File::create(folder.join(name)).expect("a file"));
    for (at, column) in records.dimensions.iter().enumerate() {
        let bytes: Vec<u8> = column.places.iter().map(|place| u8::try_from(*place).expect("a small code")).collect();
        file(format!("d{at}.bin")).write_all(&bytes).expect("a column");
    }
    let (mut weights, mut keys) = (file("w.bin".into()), file("k.bin".into()));
    for (weight, key) in records.weights.iter().zip(&records.keys) {
        weights.write_all(&weight.to_le_bytes()).expect("weights");
        keys.write_all(&key.to_le_bytes()).expect("keys");
    }
}

/// The most memory that this process has held.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().expect("a number") / 1024.0
}

/// Seconds that DuckDB takes; it ends the run if its weight sums are not ours.
fn duckdb(folder: &Path) -> f64 {
    let venv = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/duckdb");
    let python = venv.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb", "numpy"]));
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/duckdb_tables.py");
    let sizes = SIZES.map(|size| size.to_string()).join(",");
    let said = run(Command::new(&python).arg(script).arg(folder).arg(sizes));
    said.lines().last().and_then(|line| line.trim().parse().ok()).expect("seconds on the last line")
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    print!("{said}");
    said
}
