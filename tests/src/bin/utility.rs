//! What protection costs and whether its intervals hold, on a synthetic register.
//!
//! `cargo run --release -p federation-tests --bin utility`: with no words, a register of 500,000 persons over twelve dimensions
//! under the default of registers, tables made to agree and not; then, over several releases, how often the intervals of both
//! mechanisms hold the truth: of counts, of sums and of means; then what a threshold with secondary suppression withholds.

use federation_tests::amounts::amounts_against_the_truth;
use federation_tests::measurement::{print_table, shown};
use federation_tests::register::{register, tables};
use federation_tests::utility::{Width, default_privacy, held_against_the_truth, withheld};
use node_rules::count::count;
use node_rules::rulebook::Mechanism;
use tokio::time::Instant;

fn main() {
    utility();
    coverage();
    threshold();
}

/// The error of a register's cells.
fn utility() {
    let mut rows = vec![
        [
            "tables of",
            "consistent",
            "median error of cells of 1,000 and more",
            "target",
            "published",
            "of cells with persons",
            "covered",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    for consistent in [true, false] {
        for (width, found) in held_against_the_truth(default_privacy(consistent), 500_000, 12, 1) {
            rows.push(vec![
                format!("{width} dimensions"),
                if consistent { "yes" } else { "no" }.to_owned(),
                found.median().map_or_else(|| "none so large".to_owned(), |median| format!("{median:.2} %")),
                ["", "under 1 %", "under 5 %", ""].get(width).copied().unwrap_or_default().to_owned(),
                found.published.to_string(),
                found.cells.to_string(),
                format!("{:.1} %", found.coverage()),
            ]);
        }
    }
    print_table(&rows);
    println!();
}

/// How often intervals hold the truth.
fn coverage() {
    let head =
        ["mechanism", "figures", "tables of", "published", "covered", "target", "median error from 1,000 persons"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let mut row = |name: &str, figures: &str, width: usize, found: &Width, target: &str| {
        rows.push(vec![
            name.to_owned(),
            figures.to_owned(),
            format!("{width} dimensions"),
            format!("{} of {}", found.published, found.cells),
            format!("{:.1} %", found.coverage()),
            target.to_owned(),
            found.median().map_or_else(|| "none so large".to_owned(), |median| format!("{median:.2} %")),
        ]);
    };
    for (name, named) in
        [("differential privacy", default_privacy(true)), ("cell key", Mechanism::CellKey { threshold: 10 })]
    {
        for (width, found) in held_against_the_truth(named, 100_000, 6, 20) {
            row(name, "counts", width, &found, "93 % or more");
        }
        for ((figures, width), found) in amounts_against_the_truth(named, 100_000, 6, 20) {
            row(name, figures, width, &found, "93 to 98 %");
        }
    }
    print_table(&rows);
    println!();
}

/// What a threshold of ten withholds, and how long it takes.
fn threshold() {
    let mut rows = vec![
        ["persons", "tables of", "cells with persons", "small", "withheld beside them", "tables that say nothing"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for (persons, dimensions) in [(10_000, 10), (100_000, 10), (500_000, 12)] {
        let tally = &count(&register(1, persons, 1), &tables(dimensions))[0];
        let clock = Instant::now();
        let found = withheld(tally, 10);
        println!("{persons} persons over {dimensions} dimensions under a threshold of ten: {}", shown(clock.elapsed()));
        for (width, found) in found {
            let share = |part: u64| format!("{:.1} %", 100.0 * part as f64 / found.cells.max(1) as f64);
            rows.push(vec![
                persons.to_string(),
                format!("{width} dimensions"),
                found.cells.to_string(),
                share(found.small),
                share(found.beside),
                format!("{} of {}", found.silent, found.tables),
            ]);
        }
    }
    print_table(&rows);
}
