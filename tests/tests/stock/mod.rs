//! STOCK equals the file to the person: every country, every year, by sex and destination, singly and combined.

mod official;

use crate::world::{ALL, run, world};
use federation_tests::comparison::{Comparison, Figure};
use official::{Official, YEARS};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn input(year: &str, by: &[&str], filters: Value) -> Value {
    json!({ "dataset": "STOCK", "by": by, "where": filters, "at": year, "purpose": "COMPARISON" })
}

async fn asked(year: &str, by: &[&str], filters: Value) -> Comparison {
    world().asker("iom-analyst").compare(input(year, by, filters)).await
}

/// Each figure is exact, as the file has it; what the file leaves out is zero; and nothing of the file is lacking.
fn assert_exact(figures: &[Figure], truth: &BTreeMap<Vec<String>, u64>, place: &str) {
    let mut seen = BTreeSet::new();
    for figure in figures {
        let expected = truth.get(&figure.key()).copied().unwrap_or(0);
        assert_eq!(figure.value, Some(expected as f64), "{place}: {:?} must be as in the file", figure.key());
        assert_eq!((figure.lower, figure.upper), (expected as f64, Some(expected as f64)), "{place}: no error");
        assert_eq!((figure.status.as_str(), figure.respondents), ("PUBLISHED", None), "{place}");
        assert!(seen.insert(figure.key()), "{place}: {:?} stands twice", figure.key());
    }
    let lacking: Vec<_> = truth.iter().filter(|(key, persons)| **persons > 0 && !seen.contains(*key)).collect();
    assert!(lacking.is_empty(), "{place}: the answer lacks {lacking:?}");
}

/// Asserts every country and their sum.
fn assert_all_exact(answer: &Comparison, year: &str, truth: impl Fn(&str) -> BTreeMap<Vec<String>, u64>) {
    assert_eq!((answer.coverage.expected, answer.coverage.answered), (8, 8));
    let codes: Vec<&str> = answer.countries.iter().map(|country| country.country.code.as_str()).collect();
    assert_eq!(codes, ALL);
    let mut sum: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    for country in &answer.countries {
        let truth = truth(&country.country.code);
        assert_exact(&country.figures, &truth, &format!("{} in {year}", country.country.code));
        assert_eq!(country.source.as_ref().unwrap().reference_period, year);
        for (key, persons) in truth {
            *sum.entry(key).or_default() += persons;
        }
    }
    assert_exact(&answer.together().figures, &sum, &format!("all together in {year}"));
    assert_eq!((answer.together().comparability.as_str(), answer.together().differences.len()), ("LIKE", 0));
}

fn codes(wanted: &[&str]) -> Vec<String> {
    wanted.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn in_every_year_the_totals_are_the_files_own() {
    run(async {
        let official = Official::read();
        for year in YEARS {
            let answer = asked(year, &[], json!([])).await;
            assert_all_exact(&answer, year, |country| {
                BTreeMap::from([(vec![], official.sum(country, year, |_, _| true))])
            });
        }
    });
}

#[test]
fn in_every_year_women_and_men_are_the_files_own() {
    run(async {
        let official = Official::read();
        for year in YEARS {
            let answer = asked(year, &["SEX"], json!([])).await;
            assert_all_exact(&answer, year, |country| {
                let of = |sex: &str| (codes(&[sex]), official.sum(country, year, |_, other| other == sex));
                ["F", "M"].into_iter().map(of).collect()
            });
        }
    });
}

#[test]
fn in_every_year_every_destination_is_the_files_own() {
    run(async {
        let official = Official::read();
        for year in YEARS {
            let answer = asked(year, &["DESTINATION"], json!([])).await;
            assert_all_exact(&answer, year, |country| official.by(country, year, |to, _| vec![to.to_owned()]));
        }
    });
}

#[test]
fn in_every_year_every_destination_by_sex_is_the_files_own_in_either_order() {
    run(async {
        let official = Official::read();
        for year in YEARS {
            let answer = asked(year, &["DESTINATION", "SEX"], json!([])).await;
            assert_all_exact(&answer, year, |country| official.by(country, year, |to, sex| codes(&[to, sex])));
            let turned = asked(year, &["SEX", "DESTINATION"], json!([])).await;
            assert_all_exact(&turned, year, |country| official.by(country, year, |to, sex| codes(&[sex, to])));
        }
    });
}

#[test]
fn in_every_year_a_filter_adds_up_exactly_what_it_lets_through() {
    run(async {
        let official = Official::read();
        let to = ["USA", "ITA", "GBR"];
        let through = json!([{ "dimension": "DESTINATION", "in": to }]);
        let women = json!([{ "dimension": "SEX", "in": ["F"] }]);
        let both = json!([{ "dimension": "DESTINATION", "in": to }, { "dimension": "SEX", "in": ["F"] }]);
        for year in YEARS {
            let total = asked(year, &[], both.clone()).await;
            assert_all_exact(&total, year, |country| {
                let sum = official.sum(country, year, |there, sex| to.contains(&there) && sex == "F");
                BTreeMap::from([(vec![], sum)])
            });
            let by_sex = asked(year, &["SEX"], through.clone()).await;
            assert_all_exact(&by_sex, year, |country| {
                let of = |sex: &str| {
                    let sum = official.sum(country, year, |there, other| to.contains(&there) && sex == other);
                    (codes(&[sex]), sum)
                };
                ["F", "M"].into_iter().map(of).collect()
            });
            let of_women = asked(year, &["DESTINATION"], women.clone()).await;
            assert_all_exact(&of_women, year, |country| {
                let mut truth = official.by(country, year, |there, sex| codes(&[there, sex]));
                truth.retain(|key, _| key[1] == "F");
                truth.into_iter().map(|(key, persons)| (key[..1].to_vec(), persons)).collect()
            });
            let shown = asked(year, &["DESTINATION"], through.clone()).await;
            assert_all_exact(&shown, year, |country| {
                let mut truth = official.by(country, year, |there, _| codes(&[there]));
                truth.retain(|key, _| to.contains(&key[0].as_str()));
                truth
            });
            assert!(
                shown.countries.iter().all(|country| country.figures.len() == to.len()),
                "a code asked for is shown"
            );
        }
    });
}

#[test]
fn the_latest_year_is_asked_where_none_is_named() {
    run(async {
        let latest = json!({ "dataset": "STOCK", "by": ["SEX"], "purpose": "COMPARISON" });
        let answer = world().asker("ghana-officer").compare(latest).await;
        let named = world().asker("ghana-officer").compare(input("2020", &["SEX"], json!([]))).await;
        assert!(answer.countries.iter().all(|country| country.source.as_ref().unwrap().reference_period == "2020"));
        let values = |answer: &Comparison| answer.together().figures.iter().map(|f| f.value).collect::<Vec<_>>();
        assert_eq!(values(&answer), values(&named));
    });
}
