//! How long until all eight countries can be asked: the first start, loading included, and the second.

use federation_tests::measurement::{Times, print_table, shown};
use federation_tests::program::{IS_THE_PROGRAM, Program};
use std::process::ExitCode;
use std::time::Duration;

const RUNS: usize = 5;

#[tokio::main]
async fn main() -> ExitCode {
    if std::env::var_os(IS_THE_PROGRAM).is_some() {
        return compose::run().await;
    }
    let executable = std::env::current_exe().unwrap();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("federation");
        for times in [&mut first, &mut second] {
            let program = Program::start(&executable, &state, &[]).await;
            times.push(program.took);
            program.end("INT").await;
        }
    }
    let row = |what: &str, target: u64, times: Vec<Duration>| {
        let times = Times::new(times);
        let target = format!("under {target} s");
        vec![what.to_owned(), target, shown(times.median()), shown(times.p95())]
    };
    print_table(&[
        ["ready, of 5 starts", "target", "median", "slowest"].map(str::to_owned).to_vec(),
        row("first start, loading included", 10, first),
        row("second start", 2, second),
    ]);
    ExitCode::SUCCESS
}
