//! The best assignment of 20,000 candidates to 1,000 needs, from records to proposals, beside that by greed on the same pairs
//! in the same run.

use federation_tests::measurement::{Times, print_table, shown};
use federation_tests::programme::{Demand, by_greed, candidates, needs};
use node_rules::matching::assign::assign;
use node_rules::matching::weights::Weights;
use std::time::Duration;
use tokio::time::Instant;

const NEEDS: u32 = 1_000;
const CANDIDATES: u32 = 20_000;
const SEED: u64 = 2026;
const RUNS: usize = 3;

fn main() {
    let head =
        ["needs", "positions", "eligible pairs", "best", "by greed", "filled: best, greed", "points: best, greed"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let candidates = candidates(SEED, CANDIDATES);
    let weights = Weights::default();
    for (name, demand) in [
        ("of all kinds", Demand::Mixed),
        ("for one occupation", Demand::OneOccupation),
        ("all the same", Demand::OneNeed),
    ] {
        let needs = needs(SEED, NEEDS, demand);
        let positions: u32 = needs.iter().map(|need| u32::from(need.positions.get())).sum();
        let (best_times, best) = measured(|| assign(&needs, &candidates, &weights));
        let (greed_times, (pairs, filled, total)) = measured(|| by_greed(&needs, &candidates, &weights));
        assert!(best.total() >= total, "greed has more points");
        rows.push(vec![
            name.to_owned(),
            positions.to_string(),
            pairs.to_string(),
            shown(best_times.median()),
            shown(greed_times.median()),
            format!("{}, {filled}", best.proposals.len()),
            format!("{}, {total}", best.total()),
        ]);
    }
    println!("{NEEDS} needs, {CANDIDATES} candidates, median of {RUNS} (target: under 3 s)");
    print_table(&rows);
}

fn measured<T>(work: impl Fn() -> T) -> (Times, T) {
    let once = || {
        let clock = Instant::now();
        let done = work();
        (clock.elapsed(), done)
    };
    let (first, done) = once();
    let others = (1..RUNS).map(|_| once().0);
    let times: Vec<Duration> = std::iter::once(first).chain(others).collect();
    (Times::new(times), done)
}
