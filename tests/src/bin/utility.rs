//! What protection costs and whether its intervals hold, on a synthetic register.
//!
//! `cargo run --release -p federation-tests --bin utility`: with no words, a register of 500,000 persons over twelve dimensions
//! under the default of registers, tables made to agree and not; then the coverage of both mechanisms over several releases.

use federation_tests::measurement::print_table;
use federation_tests::utility::{default_privacy, held_against_the_truth};
use node_rules::rulebook::Mechanism;

fn main() {
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
    let mut rows = vec![
        ["mechanism", "tables of", "published cells", "covered (target: 93 % or more)"].map(str::to_owned).to_vec(),
    ];
    for (name, named) in
        [("differential privacy", default_privacy(true)), ("cell key", Mechanism::CellKey { threshold: 10 })]
    {
        for (width, found) in held_against_the_truth(named, 100_000, 6, 20) {
            let share = format!("{:.1} %", found.coverage());
            rows.push(vec![name.to_owned(), format!("{width} dimensions"), found.published.to_string(), share]);
        }
    }
    print_table(&rows);
}
