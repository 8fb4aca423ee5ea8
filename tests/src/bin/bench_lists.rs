//! How long a page of one list of fifty countries takes, 2,000 records each; and whether whoever reads it to its end is told each
//! record once while all nodes write and one is restarted.

use federation_tests::chance::Chance;
use federation_tests::federation::Federation;
use federation_tests::lists::{countries, directory, fill, page, records};
use federation_tests::measurement::{Times, print_table, shown};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const COUNTRIES: usize = 50;
const RECORDS: usize = 2000;
const PAGES: usize = 200;
const WARM_UP: usize = 20;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let all = countries(COUNTRIES, &folder.path().join("countries"));
    let codes: Vec<String> = all.iter().map(|country| country.code.to_string()).collect();
    let federation = Arc::new(Federation::start_of(&folder.path().join("federation"), all, 10_000).await);
    let began = Instant::now();
    for code in &codes {
        fill(&directory(&federation, code).await, 0..RECORDS).await;
    }
    println!("{COUNTRIES} countries with {RECORDS} records each, taken in within {}", shown(began.elapsed()));
    let mut rows = vec![["page", "target (median)", "median", "p95", "bytes"].map(str::to_owned).to_vec()];
    for (what, order, first) in [
        ("20 by country", "COUNTRY", 20),
        ("20 by title", "TITLE", 20),
        ("20 by change", "CHANGED", 20),
        ("100 by title", "TITLE", 100),
    ] {
        rows.push(measured(&federation, what, order, first).await);
    }
    print_table(&rows);
    read_to_the_end(&federation, &codes).await;
    Arc::into_inner(federation).unwrap().stop().await;
}

/// Pages from the beginning on, each behind a record of the one before that is drawn.
async fn measured(federation: &Federation, what: &str, order: &str, first: usize) -> Vec<String> {
    let asker = federation.asker("iom-analyst");
    let mut chance = Chance::new(2026);
    let (mut times, mut bytes, mut after) = (Vec::with_capacity(PAGES), 0, None::<String>);
    for nth in 0..WARM_UP + PAGES {
        let began = Instant::now();
        let told = page(&asker, order, first, after.as_deref()).await;
        if nth >= WARM_UP {
            times.push(began.elapsed());
        }
        assert_eq!(told["total"], COUNTRIES * RECORDS);
        bytes = told.to_string().len();
        let edges = told["edges"].as_array().unwrap();
        after = edges[chance.below(edges.len())]["cursor"].as_str().map(str::to_owned);
    }
    let times = Times::new(times);
    vec![what.to_owned(), "under 60 ms".to_owned(), shown(times.median()), shown(times.p95()), bytes.to_string()]
}

/// Reads the whole list while every node writes and one is restarted.
async fn read_to_the_end(federation: &Arc<Federation>, codes: &[String]) {
    let (asker, done) = (federation.asker("iom-analyst"), Arc::new(AtomicBool::new(false)));
    let writing = {
        let (federation, done, codes) = (Arc::clone(federation), Arc::clone(&done), codes.to_vec());
        tokio::spawn(async move {
            let mut written = 0;
            for number in RECORDS.. {
                for code in &codes {
                    if done.load(Ordering::SeqCst) {
                        return written;
                    }
                    fill(&directory(&federation, code).await, number..number + 1).await;
                    written += 1;
                    sleep(Duration::from_millis(20)).await;
                }
            }
            written
        })
    };
    let (began, mut told, mut after, mut pages) = (Instant::now(), BTreeMap::<String, usize>::new(), None::<String>, 0);
    let restarted = codes[COUNTRIES / 2].clone();
    let mut away = 0;
    loop {
        match pages {
            300 => federation.stop_node(&restarted).await,
            320 => federation.start_node(&restarted).await,
            _ => {}
        }
        let next: Value = page(&asker, "TITLE", 100, after.as_deref()).await;
        pages += 1;
        away += usize::from(next["coverage"]["answered"] != COUNTRIES);
        for record in records(&next) {
            *told.entry(record).or_default() += 1;
        }
        if let Some(end) = next["pageInfo"]["endCursor"].as_str() {
            after = Some(end.to_owned());
        }
        if next["pageInfo"]["hasNextPage"] == false && next["coverage"]["answered"] == COUNTRIES {
            break;
        }
    }
    done.store(true, Ordering::SeqCst);
    let written = writing.await.unwrap();
    let twice = told.values().filter(|times| **times > 1).count();
    let there =
        |code: &String| (0..RECORDS).filter(|number| told.contains_key(&format!("{code} a{number:05}"))).count();
    let missing = COUNTRIES * RECORDS - codes.iter().map(there).sum::<usize>();
    println!(
        "{pages} pages of 100 read in {}, while {written} records were written; {restarted} was away on {away} of them: \
         {twice} records twice, {missing} missing, {} in all",
        shown(began.elapsed()),
        told.len()
    );
}
