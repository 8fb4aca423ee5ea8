//! The attacker: every attack on a mechanism through a real node's public API, each score beside its target.
//!
//! `cargo run --release -p federation-tests --bin attack -- --seed N --mechanism M --json`

use clap::Parser;
use federation_tests::attack::mechanism::Attacked;
use federation_tests::attack::plan::Plan;
use federation_tests::attack::run;
use federation_tests::attack::score::{Score, table};
use federation_tests::measurement::print_table;
use std::process::ExitCode;

/// Attacks a country's node over its public API, and prints what each attack scores.
#[derive(Parser)]
struct Arguments {
    /// Draws the people and the attacks.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What protects them.
    #[arg(long, value_enum, default_value_t = Attacked::DifferentialPrivacy)]
    mechanism: Attacked,
    /// Print a JSON list instead of a table.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let scores: Vec<Score> = match run::all(
        arguments.mechanism,
        if std::env::var_os("SMALL").is_some() { &Plan::SMALL } else { &Plan::FULL },
        arguments.seed,
    )
    .await
    {
        Ok(scores) => scores,
        Err(refused) => {
            eprintln!("attack: no node releases persons so: {refused}");
            return ExitCode::from(2);
        }
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&scores).expect("scores are numbers"));
    } else {
        print_table(&table(&scores));
    }
    ExitCode::SUCCESS
}
