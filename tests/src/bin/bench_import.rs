//! How fast a country's file comes in, and in how much memory: rows like the survey's, drawn from it by a fixed seed,
//! imported by the node's own command in a process of its own.

use compose::country::{countries, folder};
use federation_tests::chance::Chance;
use federation_tests::importing::import;
use federation_tests::measurement::print_table;
use federation_tests::program::IS_THE_PROGRAM;
use schema::concept::Dataset;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

const COUNTRY: &str = "COL";
const SEED: u64 = 2024;
const SIZES: [usize; 3] = [250_000, 500_000, 1_000_000];

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
        let country = countries(&[COUNTRY.parse().unwrap()]).unwrap().remove(0);
        let mapping = &country.inputs.iter().find(|input| input.dataset == Dataset::Survey).unwrap().mapping;
        let (took, peak) = import(scratch.path(), COUNTRY, &file, mapping, size).await;
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

/// Draws rows of the country from the real file, each with an id of its own.
fn write_rows(to: &Path, rows: usize) {
    let real = File::open(folder().join("data/acs2024_latam_diaspora_persons16plus.csv")).unwrap();
    let mut lines = BufReader::new(real).lines().map(Result::unwrap);
    let mut out = BufWriter::new(File::create(to).unwrap());
    writeln!(out, "{}", lines.next().unwrap()).unwrap();
    let real: Vec<String> = lines
        .filter_map(|line| line.split_once(',').map(|(_, rest)| rest.to_owned()))
        .filter(|rest| rest.starts_with(COUNTRY))
        .collect();
    let mut chance = Chance::new(SEED);
    for nth in 0..rows {
        writeln!(out, "P{nth:07},{}", real[chance.below(real.len())]).unwrap();
    }
    out.flush().unwrap();
}
