//! The best assignment of 20,000 candidates to 1,000 needs, from records to proposals, beside that by greed on the same pairs
//! in the same run; and the same of a programme that is kept in a store, which is read for it.

use federation_tests::measurement::{Times, print_table, shown};
use federation_tests::programme::{Demand, by_greed, candidates, needs};
use federation_tests::stored::{PROGRAMME, is_one, stored};
use node_rules::matching::assign::assign;
use node_rules::matching::candidate::Candidate;
use node_rules::matching::weights::Weights;
use std::time::Duration;
use tokio::time::Instant;

const NEEDS: u32 = 1_000;
const CANDIDATES: u32 = 20_000;
const SEED: u64 = 2026;
const RUNS: usize = 3;

#[tokio::main]
async fn main() {
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
    println!();
    Box::pin(from_a_store()).await;
}

/// Needs of all kinds and candidates who can stand in a store: what reading them takes, and what proposing over them takes, which reads
/// them too.
async fn from_a_store() {
    let needs = needs(SEED, NEEDS, Demand::Mixed);
    let drawn = candidates(SEED, CANDIDATES + CANDIDATES / 4).into_iter();
    let candidates: Vec<Candidate> = drawn.filter(is_one).take(CANDIDATES as usize).collect();
    assert_eq!(candidates.len(), CANDIDATES as usize);
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let programmes = Box::pin(stored(folder.path(), &needs, &candidates)).await;
    println!(
        "a store with {NEEDS} needs of all kinds and {CANDIDATES} candidates, taken in within {}",
        shown(began.elapsed())
    );
    let (mut reading, mut proposing, mut proposed) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        let clock = Instant::now();
        drop(programmes.book(PROGRAMME).await.unwrap());
        reading.push(clock.elapsed());
        let clock = Instant::now();
        proposed = programmes.propose(PROGRAMME, None, Weights::default()).await.unwrap().matches.len();
        proposing.push(clock.elapsed());
    }
    let positions: u32 = needs.iter().map(|need| u32::from(need.positions.get())).sum();
    let [reading, proposing] = [reading, proposing].map(|times| shown(Times::new(times).median()));
    println!("median of {RUNS}");
    let head = ["positions", "filled", "records are read", "proposals, from the store"];
    print_table(&[
        head.map(str::to_owned).to_vec(),
        vec![positions.to_string(), proposed.to_string(), reading, proposing],
    ]);
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
