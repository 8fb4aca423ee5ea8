//! What protection costs, and that its intervals hold: a smaller run of the command of the same name.

use federation_tests::utility::{default_privacy, held_against_the_truth};
use node_rules::rulebook::Mechanism;

#[test]
fn intervals_of_published_cells_hold_the_truth_under_every_mechanism_for_persons() {
    for named in [default_privacy(true), default_privacy(false), Mechanism::CellKey { threshold: 10 }] {
        let widths = held_against_the_truth(named, 100_000, 4, 3);
        let (published, covered) =
            widths.values().fold((0, 0), |(all, held), width| (all + width.published, held + width.covered));
        let share = 100.0 * covered as f64 / published as f64;
        println!("{named:?}: {share:.1} % of {published} published cells");
        assert!(published > 500 && share >= 93.0, "{named:?}: {share} % of {published} published cells");
    }
}

#[test]
fn a_registers_large_cells_keep_their_figures_and_agreement_makes_them_better() {
    let agreed = held_against_the_truth(default_privacy(true), 100_000, 6, 3);
    let apart = held_against_the_truth(default_privacy(false), 100_000, 6, 3);
    let error = |widths: &std::collections::BTreeMap<usize, _>, width: usize| {
        let found: &federation_tests::utility::Width = &widths[&width];
        found.median().unwrap()
    };
    assert!(error(&agreed, 1) < 1.0 && error(&agreed, 2) < 5.0, "{} {}", error(&agreed, 1), error(&agreed, 2));
    assert!(error(&agreed, 2) < error(&apart, 2), "two dimensions: {} {}", error(&agreed, 2), error(&apart, 2));
    assert!(error(&agreed, 3) < error(&apart, 3), "three dimensions: {} {}", error(&agreed, 3), error(&apart, 3));
}
