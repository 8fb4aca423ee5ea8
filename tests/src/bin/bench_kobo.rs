//! How fast an export of Kobo comes in, and in how much memory: 200 columns, labels in three languages, two versions of the
//! form; drawn by a fixed seed and imported by the node's own command in a process of its own.

use federation_tests::importing::import;
use federation_tests::kobo::{COLUMNS, FORMS, MAPPING, export, form};
use federation_tests::measurement::print_table;
use federation_tests::program::IS_THE_PROGRAM;
use std::process::ExitCode;

const SIZES: [usize; 3] = [12_500, 25_000, 50_000];

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::var_os(IS_THE_PROGRAM).is_some() {
        return compose::run().await;
    }
    println!("{COLUMNS} columns");
    let mut rows = vec![["rows", "MB", "seconds", "target", "peak memory"].map(str::to_owned).to_vec()];
    for size in SIZES {
        let scratch = tempfile::tempdir().unwrap();
        for (version, name) in FORMS.into_iter().enumerate() {
            form(&scratch.path().join(name), version);
        }
        let mapping = scratch.path().join("mapping.toml");
        std::fs::write(&mapping, MAPPING).unwrap();
        let file = scratch.path().join("export.csv");
        export(&file, size);
        let (took, peak) = import(scratch.path(), "COL", &file, &mapping, size).await;
        rows.push(vec![
            size.to_string(),
            format!("{:.1}", std::fs::metadata(&file).unwrap().len() as f64 / 1e6),
            format!("{:.2}", took.as_secs_f64()),
            if size == 50_000 { "under 10, flat" } else { "" }.to_owned(),
            format!("{:.1} MB", peak as f64 / 1024.0),
        ]);
    }
    print_table(&rows);
    ExitCode::SUCCESS
}
