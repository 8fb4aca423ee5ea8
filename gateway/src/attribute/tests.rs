use super::*;
use crate::absence::Absence;
use crate::merge::merge;
use crate::plan::{CompareInput, plan};
use crate::registry::Registry;
use crate::tests::people::{NOW, asker, code, membership};
use crate::tests::tables::{figure, source};
use crate::told::{Row, Told};
use schema::concept::{Dataset, Dimension};
use schema::coverage::Outcome;
use schema::measure::MeasureKind;
use schema::purpose::Purpose;

fn told(country: &str, women: f64) -> Reply {
    let row = Row::read(figure(&["F"], women, 100.0), MeasureKind::Persons).ok_or_else(down)?;
    Ok(Arc::new(Told { rows: vec![row], source: source(country, Dataset::Stock) }))
}

fn down() -> Absence {
    Absence { outcome: Outcome::Unreachable, reason: "The node of Cuba could not be reached.".into() }
}

fn answer(countries: &[(&str, Reply)], asked_at: i64) -> Answer {
    let registry = Registry::new(membership()).unwrap();
    let input = CompareInput {
        dataset: Dataset::Stock,
        measure: None,
        by: vec![Dimension::Sex],
        filters: vec![],
        share_within: vec![],
        countries: Some(countries.iter().map(|(country, _)| code(country)).collect()),
        at: None,
        purpose: Purpose::Comparison,
    };
    let plan = plan(asker(), input, &registry).unwrap();
    let replies = plan.nodes().iter().cloned().zip(countries.iter().map(|(_, reply)| reply.clone())).collect();
    let replies = Replies::of(replies);
    let merged = merge(plan.question(), &replies);
    attribute(plan, replies, merged, asked_at)
}

#[test]
fn every_country_of_the_plan_is_there_in_its_order_absent_ones_too() {
    let answer = answer(&[("GHA", told("GHA", 1.0)), ("CUB", Err(down())), ("COL", told("COL", 2.0))], NOW);
    let countries: Vec<_> =
        answer.countries().map(|(member, reply)| (member.code.to_string(), reply.is_ok())).collect();
    assert_eq!(countries, [("GHA".into(), true), ("CUB".into(), false), ("COL".into(), true)]);
    assert_eq!((answer.expected(), answer.answered()), (3, 2));
}

#[test]
fn an_absent_country_changes_coverage_and_not_the_figures_together() {
    let with = answer(&[("GHA", told("GHA", 1.0)), ("CUB", Err(down()))], NOW);
    let without = answer(&[("GHA", told("GHA", 1.0))], NOW);
    assert_eq!(with.together(), without.together());
    assert_ne!(with.expected(), without.expected());
}

#[test]
fn the_same_question_of_the_same_releases_has_the_same_id_whenever_it_is_asked() {
    let first = answer(&[("GHA", told("GHA", 1.0)), ("COL", told("COL", 2.0))], NOW).citation().unwrap();
    let later = answer(&[("COL", told("COL", 2.0)), ("GHA", told("GHA", 1.0))], NOW + 1).citation().unwrap();
    assert_eq!((&first.id, &first.question, &first.releases), (&later.id, &later.question, &later.releases));
    assert_eq!((first.asked_at.as_str(), later.asked_at.as_str()), ("2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z"));
    assert_eq!(first.releases, ["COL-STOCK-2024-1", "GHA-STOCK-2024-1"]);
}

#[test]
fn another_figure_release_or_question_has_another_id() {
    let id = |countries: &[(&str, Reply)]| answer(countries, NOW).citation().unwrap().id;
    let mut other = (*told("GHA", 1.0).unwrap()).clone();
    other.source.release = "GHA-STOCK-2024-2".into();
    let ids = [
        id(&[("GHA", told("GHA", 1.0))]),
        id(&[("GHA", told("GHA", 2.0))]),
        id(&[("GHA", Ok(Arc::new(other)))]),
        id(&[("COL", told("COL", 1.0))]),
        id(&[("GHA", told("GHA", 1.0)), ("CUB", Err(down()))]),
    ];
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len());
}

#[test]
fn a_citation_says_the_question_as_canonical_json() {
    let citation = answer(&[("GHA", told("GHA", 1.0))], NOW).citation().unwrap();
    assert_eq!(
        citation.question,
        r#"{"at":null,"by":["SEX"],"countries":["GHA"],"dataset":"STOCK","measure":{"kind":"PERSONS","of":null},"purpose":"COMPARISON","shareWithin":[],"where":[]}"#
    );
}
