//! A file of persons or totals becomes records, every good row or none, and every fault is reported.

use super::ground::{Ground, NOW, runtime};
use country_node::intake::fault::Report;
use country_node::intake::load::{LoadFault, Options};
use country_node::store::{person, total, wave};
use std::cell::RefCell;
use std::sync::Arc;
use tokio::runtime::Runtime;

const REGISTER: &str = include_str!("../../../country-node/mapping.sample.toml");
const SURVEY: &str = include_str!("../../../compose/countries/COL/survey.toml");
const SEMICOLONS: &str = include_str!("../../../country-node/totals.sample.toml");
const STOCK: &str = include_str!("../../../compose/countries/stock.toml");

thread_local! {
    static GROUND: (Runtime, RefCell<Option<Ground>>) = {
        let runtime = runtime();
        let ground = runtime.block_on(Ground::new(Arc::new(|| NOW)));
        (runtime, RefCell::new(Some(ground)))
    };
}

/// A file of persons: by the American survey's mapping where it begins as that does, else by the sample's.
pub fn persons(bytes: &[u8]) {
    holds(if bytes.starts_with(b"rec_id") { SURVEY } else { REGISTER }, bytes);
}

/// A file of totals: by the United Nations' mapping where it begins as that does, else by the sample's.
pub fn totals(bytes: &[u8]) {
    holds(if bytes.starts_with(b"year,") { STOCK } else { SEMICOLONS }, bytes);
}

/// A file by a mapping.
pub(super) fn holds(mapping: &str, bytes: &[u8]) {
    GROUND.with(|(runtime, kept)| {
        runtime.block_on(async {
            let ground = kept.borrow_mut().take().expect("a law that did not hold ends the run");
            let whole = loads_whole_or_not_at_all(&ground, mapping, bytes).await;
            let some = !whole && loads_the_good_rows(&ground, mapping, bytes).await;
            let next = if whole || some { ground.emptied().await } else { ground };
            kept.replace(Some(next));
        });
    });
}

async fn loads_whole_or_not_at_all(ground: &Ground, mapping: &str, bytes: &[u8]) -> bool {
    match ground.import(mapping, bytes, Options::default()).await {
        Ok(loaded) => {
            assert!(loaded.refused.is_none() && loaded.rows > 0 && !loaded.periods.is_empty(), "{loaded:?}");
            assert_eq!(rows(ground).await, loaded.rows, "what is said to be loaded is what is stored");
            assert_eq!(ground.count::<wave::Entity>().await, loaded.periods.len() as u64);
            let again = ground.import(mapping, bytes, Options::default()).await;
            assert!(matches!(again, Err(LoadFault::LoadedAlready(..))), "nothing is loaded over: {again:?}");
            let anew = ground.import(mapping, bytes, Options { replace: true, ..Options::default() }).await.unwrap();
            assert_eq!((anew.rows, &anew.periods), (loaded.rows, &loaded.periods), "the same file, the same records");
            assert_eq!(rows(ground).await, loaded.rows);
            true
        }
        Err(LoadFault::Report(report)) => {
            is_a_report(&report, bytes);
            assert_eq!((rows(ground).await, ground.count::<wave::Entity>().await), (0, 0), "whole or not at all");
            false
        }
        Err(other) => panic!("a file cannot make this happen: {other:?}"),
    }
}

async fn loads_the_good_rows(ground: &Ground, mapping: &str, bytes: &[u8]) -> bool {
    match ground.import(mapping, bytes, Options { keep_going: true, ..Options::default() }).await {
        Ok(loaded) => {
            let (report, beside) = loaded.refused.as_ref().expect("the file has faults");
            is_a_report(report, bytes);
            assert!(loaded.rows > 0);
            assert_eq!(rows(ground).await, loaded.rows);
            assert!(std::fs::metadata(beside).unwrap().len() > 0, "the refused rows stand in a file of their own");
            true
        }
        Err(LoadFault::Report(report)) => {
            is_a_report(&report, bytes);
            assert_eq!(rows(ground).await, 0);
            false
        }
        Err(other) => panic!("a file cannot make this happen: {other:?}"),
    }
}

async fn rows(ground: &Ground) -> u64 {
    ground.count::<person::Entity>().await + ground.count::<total::Entity>().await
}

/// It names at least one fault, each on a line of the file, in their order, and short. In JSON a record's line is its number.
pub fn is_a_report(report: &Report, bytes: &[u8]) {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_json = first.is_some_and(|byte| b"{[".contains(byte));
    let ends = bytes.iter().filter(|byte| is_json || matches!(byte, b'\n' | b'\r')).count() as u64;
    assert!(!report.faults.is_empty(), "a refusal says why");
    assert!(report.faults.is_sorted_by_key(|fault| fault.line));
    for fault in &report.faults {
        assert!((1..=ends + 1).contains(&fault.line), "no such line: {fault:?}");
        assert!(fault.value.chars().count() <= 41 && !fault.value.chars().any(char::is_control), "{fault:?}");
        assert!(!fault.expected.is_empty());
    }
}
