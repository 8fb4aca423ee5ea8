//! SURVEY against the truth: every cell of every table of one, two and three dimensions, of all five countries.

mod ledger;
mod means;
pub mod records;

use crate::world::{SURVEYED, run, world};
use country_node::store::{release, release_table};
use federation_tests::comparison::Figure;
use ledger::{Ledger, Released};
use records::Records;
use schema::concept::{Axis, Dimension};
use schema::seal::digest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Every record of the file that is one of the five countries'.
const RECORDS: u32 = 53_652;

fn records() -> BTreeMap<&'static str, Records> {
    let country = |code: &str| world().countries.iter().find(|country| country.code.as_str() == code).unwrap();
    SURVEYED.into_iter().map(|code| (code, Records::read(country(code)))).collect()
}

fn released(figure: &Figure) -> Released {
    match (figure.value, figure.standard_error, figure.protection_error, figure.respondents) {
        (Some(value), Some(standard_error), Some(protection_error), Some(respondents)) => {
            assert!(matches!(figure.status.as_str(), "PUBLISHED" | "UNRELIABLE"));
            Released::Published { value, standard_error, protection_error, respondents }
        }
        (None, None, None, None) => {
            assert_eq!(figure.status, "SMALL_COUNT");
            Released::Withheld { lower: figure.lower, upper: figure.upper.expect("a small count is bounded") }
        }
        _ => panic!("a figure that is neither published nor withheld: {figure:?}"),
    }
}

#[test]
fn through_the_gateway_every_table_of_up_to_two_dimensions_covers_the_truth() {
    run(async {
        let (records, mut ledger) = (records(), Ledger::default());
        assert_eq!(records.values().map(|records| records.all).sum::<u32>(), RECORDS);
        let dimensions: Vec<Dimension> = records["COL"].axes.iter().filter_map(|axis| axis.of.shared()).collect();
        assert_eq!(dimensions.len(), 10, "the five mappings fill ten dimensions");
        let mut tables: Vec<Vec<Dimension>> = vec![vec![]];
        tables.extend(dimensions.iter().map(|one| vec![*one]));
        let pairs = dimensions.iter().enumerate();
        tables.extend(pairs.flat_map(|(at, one)| dimensions[at + 1..].iter().map(|other| vec![*one, *other])));
        let asker = world().asker("iom-analyst");
        for by in &tables {
            let answer = asker.compare(json!({ "dataset": "SURVEY", "by": by, "purpose": "RESEARCH" })).await;
            assert_eq!(answer.coverage.answered, 5, "{by:?}");
            for country in &answer.countries {
                let records = &records[country.country.code.as_str()];
                let axes = records.axes_of(by);
                let truth = records.table(&axes);
                assert_eq!(country.figures.len(), truth.len(), "{by:?}: every cell has a figure");
                for figure in &country.figures {
                    let cell = &truth[records.place(&axes, &figure.key())];
                    ledger.hold(by.len(), &released(figure), cell, records.agreed());
                }
            }
        }
        ledger.close("Tables through the gateway");
    });
}

/// A stored table, as its bytes say it: place, value, standard error, protection, respondents.
#[derive(Deserialize)]
struct Stored {
    dimensions: Vec<Axis>,
    cells: Vec<(usize, f64, f64, f64, Option<u32>)>,
}

#[test]
fn in_the_signed_releases_every_table_of_up_to_three_dimensions_covers_the_truth() {
    run(async {
        let (records, mut ledger) = (records(), Ledger::default());
        for code in SURVEYED {
            let (records, node) = (&records[code], world().open(code).await);
            let found = release::Entity::find().filter(release::Column::Dataset.eq("SURVEY"));
            let found = found.one(&node.store).await.unwrap().unwrap();
            let public = node.signing.public();
            let manifest = node_rules::release::open(&found.manifest, &found.signature, &public).unwrap();
            assert_eq!(manifest.segments.len(), 1, "every drawn consent is the same");
            let node_rules::release::Absent::Withheld { upper } = manifest.segments[0].absent else {
                panic!("a survey's tables are never complete")
            };
            let bodies = release_table::Entity::find().order_by_asc(release_table::Column::Number);
            let bodies = bodies.filter(release_table::Column::ReleaseId.eq(&found.id)).all(&node.store).await.unwrap();
            assert_eq!(bodies.len(), manifest.tables.len());
            let counts = manifest.tables.iter().filter(|entry| entry.measured.is_persons()).count();
            // Of ten dimensions, and of the study's own question beside two of them at most.
            assert_eq!(counts, 1 + 10 + 45 + 120 + 1 + 10 + 45, "{code}: every table of the catalogue");
            assert_eq!(
                bodies.len() - counts,
                2 * 2 * (1 + 10 + 45 + 1 + 10),
                "{code}: of two quantities, who answered and their sum"
            );
            for (body, entry) in bodies.iter().zip(&manifest.tables) {
                assert_eq!(digest(&body.body), entry.digest, "{code}: the table that was signed");
                if !entry.measured.is_persons() {
                    continue;
                }
                let table: Stored = serde_json::from_slice(&body.body).unwrap();
                hold_table(&mut ledger, records, &table, upper);
            }
            node.store.close().await.unwrap();
        }
        ledger.close("Tables in the signed releases");
    });
}

fn hold_table(ledger: &mut Ledger, records: &Records, table: &Stored, upper: f64) {
    let width = table.dimensions.len();
    let truth = records.table(&records.axes_of(&table.dimensions));
    let mut published = table.cells.iter().peekable();
    for (place, cell) in truth.iter().enumerate() {
        let released = match published.next_if(|published| published.0 == place) {
            Some(&(_, value, standard_error, protection_error, respondents)) => {
                let respondents = respondents.expect("an estimate has respondents");
                Released::Published { value, standard_error, protection_error, respondents }
            }
            None => Released::Withheld { lower: 0.0, upper },
        };
        ledger.hold(width, &released, cell, records.agreed());
    }
    assert!(published.next().is_none(), "a released cell lies outside of its table");
}

#[test]
fn what_the_gateway_says_of_three_dimensions_is_what_was_signed() {
    run(async {
        let (records, mut ledger) = (records(), Ledger::default());
        let by = [Dimension::Sex, Dimension::Generation, Dimension::Education];
        let asked = json!({ "dataset": "SURVEY", "by": by, "purpose": "COMPARISON" });
        for country in &world().asker("iom-analyst").compare(asked).await.countries {
            let records = &records[country.country.code.as_str()];
            let axes = records.axes_of(&by);
            let truth = records.table(&axes);
            assert_eq!(country.figures.len(), truth.len());
            for figure in &country.figures {
                let cell = &truth[records.place(&axes, &figure.key())];
                ledger.hold(by.len(), &released(figure), cell, records.agreed());
            }
        }
        ledger.close("Sex by generation by education");
    });
}

#[test]
fn whoever_sees_a_surveys_figures_is_told_how_consents_came_about_and_how_many_agreed() {
    run(async {
        let records = records();
        let asked = json!({ "dataset": "SURVEY", "by": ["SEX"], "purpose": "COMPARISON" });
        for country in &world().asker("colombia-analyst").compare(asked).await.countries {
            let source = country.source.as_ref().unwrap();
            let note = source.note.as_ref().unwrap();
            assert!(note.contains("no consent") && note.contains("drawn") || note.contains("draws"), "{note}");
            assert!(note.contains("California and Texas are missing"), "{note}");
            let records = &records[country.country.code.as_str()];
            let share = (100.0 * records.agreed() / f64::from(records.all)).round() / 100.0;
            assert_eq!(source.consent_share, Some(share), "{}", country.country.code);
        }
    });
}
