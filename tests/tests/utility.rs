//! What protection costs, and that its intervals hold: a smaller run of the command of the same name.

use federation_tests::amounts::amounts_against_the_truth;
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

/// The cell key's noise comes from the register's seed. Of differential privacy some 7,500 cells are held against the truth, so
/// that the share covered has a standard deviation under 0.35 in 100, and lies five of these within the bounds.
#[test]
fn intervals_of_sums_and_means_hold_the_truth_neither_too_seldom_nor_too_often() {
    for named in [default_privacy(true), default_privacy(false), Mechanism::CellKey { threshold: 10 }] {
        let said = amounts_against_the_truth(named, 200_000, 4, 6);
        for figures in ["sums", "means"] {
            let widths = || said.iter().filter(|((kind, _), _)| *kind == figures).map(|(_, width)| width);
            let (published, covered): (u64, u64) =
                (widths().map(|width| width.published).sum(), widths().map(|width| width.covered).sum());
            let share = 100.0 * covered as f64 / published as f64;
            println!("{named:?}: {share:.1} % of {published} published {figures}");
            assert!(
                published > 3_000 && (93.0..98.0).contains(&share),
                "{named:?}: {share} % of {published} {figures}"
            );
        }
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
