//! What these tests start from: countries that published something, questions, and rows of answers.

use super::input::SegmentsInput;
use super::segments::{Answered, Segment};
use crate::fetch::Published;
use crate::registry::{Node, Registry};
use crate::tests::people::{code, membership, plain};
use crate::tests::tables::question;
use crate::told::Row;
use schema::answer::{Dataflow, PublishedWave};
use schema::ask::{CodeFilter, Question, QuestionInput};
use schema::concept::{Dataset, Dimension, Item};
use schema::figure::{Estimate, FigureStatus, NodeFigure};
use schema::measure::MeasureKind;
use schema::provenance::{ItemCode, ItemSource, PopulationBasis};
use schema::purpose::Purpose;
use std::sync::Arc;

mod activities;
mod asked;
mod reasons;
mod sizes;

fn item(text: &str) -> Item {
    text.parse().unwrap()
}

fn row(codes: &[&str], persons: Option<f64>) -> Row {
    row_of(codes, persons, Some(200.0))
}

/// A row of a place of which it is said how many live there, or not.
fn row_of(codes: &[&str], persons: Option<f64>, living_there: Option<f64>) -> Row {
    let estimate = persons.map_or_else(|| Estimate::withheld(FigureStatus::SmallCount, 0.0, 9.0), Estimate::exact);
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    let figure = NodeFigure { base: living_there, ..NodeFigure::new(codes, &estimate, &Estimate::exact(0.0)) };
    Row::read(figure, MeasureKind::Persons).unwrap()
}

fn asked(by: &[Dimension], by_item: &[&str]) -> Question {
    narrowed(by, by_item, vec![], &[])
}

fn only(dimension: Dimension, codes: &[&str]) -> CodeFilter {
    CodeFilter { dimension, codes: codes.iter().map(|code| (*code).to_owned()).collect() }
}

fn narrowed(by: &[Dimension], by_item: &[&str], filters: Vec<CodeFilter>, items: &[(&str, &str)]) -> Question {
    let by_item = by_item.iter().map(|text| item(text)).collect();
    let where_item =
        items.iter().map(|(of, code)| schema::ask::ItemFilter { item: item(of), codes: vec![(*code).into()] });
    let study = Some("TIES".parse().unwrap());
    let where_item = where_item.collect();
    Question::new(QuestionInput { by_item, filters, where_item, study, ..question(by) }).unwrap()
}

fn answered<'a>(question: &'a Question, rows: &'a [Row]) -> Answered<'a> {
    Answered { question, rows, items: &[] }
}

/// What a study says of a question of its own.
fn interest() -> ItemSource {
    let code = |code: &str, label: &str| ItemCode { code: code.into(), label: label.into() };
    ItemSource {
        item: item("QUESTION:INTEREST"),
        text: "What interests you most?".into(),
        fit: None,
        note: None,
        codes: vec![code("HOMES", "Building a home"), code("FUNDS", "Funds for the diaspora")],
    }
}

fn place(segment: &Segment) -> (&str, &str, f64) {
    let place = segment.destination.as_ref().map_or("", |place| place.code.as_str());
    (&segment.of.code, place, segment.persons.value.unwrap())
}

fn input() -> SegmentsInput {
    SegmentsInput {
        dataset: Dataset::Register,
        traits: Some(vec![Dimension::Need, Dimension::ReturnIntention]),
        trait_items: vec![],
        filters: vec![],
        where_item: vec![],
        countries: None,
        at: None,
        study: None,
        purpose: Purpose::OutreachDesign,
        first: 20,
    }
}

fn registry() -> Registry {
    Registry::new(Arc::new(membership()), &plain()).unwrap()
}

fn published(country: &str, dimensions: &[Dimension], items: &[&str]) -> (Arc<Node>, Published) {
    let node = Arc::clone(registry().node(code(country)).unwrap());
    let said = |text: &&str| ItemSource { item: item(text), text: String::new(), fit: None, note: None, codes: vec![] };
    let wave = PublishedWave {
        reference_period: "2024".into(),
        dimensions: dimensions.to_vec(),
        items: items.iter().map(said).collect(),
        wave: None,
    };
    let flow = Dataflow {
        dataset: Dataset::Register,
        dimensions: dimensions.to_vec(),
        reference_periods: vec!["2024".into()],
        most_dimensions: 3,
        population_basis: PopulationBasis::Registration,
        title: String::new(),
        study: None,
        waves: vec![wave],
    };
    (node, Ok(Arc::new(vec![flow])))
}

/// The same as data of a study.
fn of_study((node, flows): (Arc<Node>, Published), study: &str) -> (Arc<Node>, Published) {
    let mut flows = flows.unwrap().to_vec();
    flows[0].study = Some(study.parse().unwrap());
    (node, Ok(Arc::new(flows)))
}
