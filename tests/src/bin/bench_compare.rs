//! How long a comparison takes, through real processes on loopback, one request after another.

use federation_tests::asker::Asker;
use federation_tests::comparison::COMPARE;
use federation_tests::measurement::{Times, print_table, shown};
use federation_tests::program::{IS_THE_PROGRAM, Program};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::Instant;

const WARM_UP: usize = 50;
const REQUESTS: usize = 500;

/// A question as one writes it who wants the table: codes with labels, values, shares and intervals.
const TABLE: &str = "query($input: CompareInput!) { compare(input: $input) { \
    countries { country { name } outcome figures { codes { code label } value lower upper share status } } \
    combined { figures { codes { code label } value lower upper share } } coverage { expected answered } } }";

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::var_os(IS_THE_PROGRAM).is_some() {
        return compose::run().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("federation");
    let program = Program::start(&std::env::current_exe().unwrap(), &state, &[]).await;
    let asker = program.asker("iom-analyst");
    let mut rows = vec![["comparison", "target (median)", "median", "p95", "answer"].map(str::to_owned).to_vec()];
    for (what, target, query, input) in questions() {
        rows.push(measured(&asker, what, target, query, &input).await);
    }
    program.end("INT").await;
    print_table(&rows);
    ExitCode::SUCCESS
}

fn questions() -> [(&'static str, &'static str, &'static str, Value); 5] {
    let stock = |by: &[&str]| json!({ "dataset": "STOCK", "by": by, "purpose": "COMPARISON" });
    let survey = json!({ "dataset": "SURVEY", "by": ["EDUCATION", "SEX"], "purpose": "COMPARISON" });
    [
        ("eight countries, STOCK by SEX", "under 15 ms", TABLE, stock(&["SEX"])),
        ("eight countries, STOCK by DESTINATION", "under 15 ms", TABLE, stock(&["DESTINATION"])),
        ("five countries, SURVEY by EDUCATION x SEX", "under 15 ms", TABLE, survey.clone()),
        ("the first, with everything that can be wanted", "", COMPARE, stock(&["SEX"])),
        ("the third, with everything that can be wanted", "", COMPARE, survey),
    ]
}

async fn measured(asker: &Asker, what: &str, target: &str, query: &str, input: &Value) -> Vec<String> {
    let variables = json!({ "input": input });
    let mut times: Vec<Duration> = Vec::with_capacity(REQUESTS);
    let mut bytes = 0;
    for nth in 0..WARM_UP + REQUESTS {
        let began = Instant::now();
        let text = asker.text(query, &variables).await;
        if nth >= WARM_UP {
            times.push(began.elapsed());
        }
        assert!(text.contains("\"value\"") && !text.contains("\"errors\""), "{text}");
        bytes = text.len();
    }
    let times = Times::new(times);
    let size = format!("{:.1} kB", bytes as f64 / 1e3);
    vec![what.to_owned(), target.to_owned(), shown(times.median()), shown(times.p95()), size]
}
