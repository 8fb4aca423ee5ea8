//! What protection costs and whether its intervals hold, on a synthetic register.
//!
//! `cargo run --release -p federation-tests --bin utility`: with no words, a register of 500,000 persons over twelve dimensions
//! under the default of registers, tables made to agree and not; then, over several releases, how often the intervals of both
//! mechanisms hold the truth: of counts, of sums and of means.

use federation_tests::amounts::amounts_against_the_truth;
use federation_tests::measurement::print_table;
use federation_tests::utility::{Width, default_privacy, held_against_the_truth};
use node_rules::rulebook::Mechanism;

fn main() {
    utility();
    coverage();
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
}
