use super::*;
use crate::absence::Absence;
use crate::merge::merge;
use crate::plan::{CompareInput, plan};
use crate::registry::Registry;
use crate::tests::people::{NOW, asker, code, membership, plain};
use crate::tests::tables::{figure, source};
use crate::told::{Row, Told};
use schema::concept::{Dataset, Dimension};
use schema::coverage::Outcome;
use schema::measure::MeasureKind;
use schema::purpose::Purpose;

pub(crate) fn told(country: &str, women: f64) -> Reply {
    let row = Row::read(figure(&["F"], women, 100.0), MeasureKind::Persons).ok_or_else(down)?;
    let source = source(country, Dataset::Stock);
    let answered_at = "2023-11-14T22:13:20Z".to_owned();
    Ok(Arc::new(Told { rows: vec![row], source, answered_at, signature: "unsigned".to_owned() }))
}

pub(crate) fn down() -> Absence {
    Absence { outcome: Outcome::Unreachable, reason: "The node of Cuba could not be reached.".into() }
}

pub(crate) fn answer(countries: &[(&str, Reply)], asked_at: i64) -> Answer {
    let registry = Registry::new(Arc::new(membership()), &plain()).unwrap();
    let input = CompareInput {
        dataset: Dataset::Stock,
        measure: None,
        by: vec![Dimension::Sex],
        filters: vec![],
        by_item: vec![],
        where_item: vec![],
        share_within: vec![],
        countries: Some(countries.iter().map(|(country, _)| code(country)).collect()),
        at: None,
        study: None,
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
