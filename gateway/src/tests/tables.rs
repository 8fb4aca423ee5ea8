//! Answers as nodes give them.

use schema::answer::NodeAnswer;
use schema::ask::{Question, QuestionInput};
use schema::concept::{Dataset, Dimension};
use schema::coverage::Outcome;
use schema::figure::{Estimate, NodeFigure};
use schema::measure::MeasureInput;
use schema::provenance::{MechanismName, PopulationBasis, Source};
use schema::purpose::Purpose;

pub fn question(by: &[Dimension]) -> QuestionInput {
    QuestionInput {
        dataset: Dataset::Survey,
        measure: MeasureInput::default(),
        by: by.to_vec(),
        filters: vec![],
        share_within: vec![],
        at: None,
        study: None,
        purpose: Purpose::Comparison,
    }
}

pub fn source(country: &str, dataset: Dataset) -> Source {
    let exact = dataset == Dataset::Stock;
    Source {
        release: format!("{country}-{dataset}-2024-1"),
        dataset,
        reference_period: "2024".to_owned(),
        published_at: "2024-12-01T00:00:00Z".to_owned(),
        title: "People abroad".to_owned(),
        producer: "UN DESA".to_owned(),
        note: None,
        population_basis: PopulationBasis::Birthplace,
        study: None,
        unit: None,
        bound: None,
        mechanism: if exact { MechanismName::Exact } else { MechanismName::CellKey },
        method: "as described".to_owned(),
        consent_share: None,
        fits: vec![],
        signature: format!("signature of {country}"),
    }
}

pub fn figure(codes: &[&str], value: f64, base: f64) -> NodeFigure {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    NodeFigure::new(codes, &Estimate::exact(value), &Estimate::exact(base))
}

/// An answer to any question: the first three codes that each dimension's filter lets through, each combination 10.
pub fn answer(country: &str, input: &QuestionInput) -> NodeAnswer {
    let question = Question::new(input.clone()).expect("the gateway asks well-formed questions");
    let mut rows: Vec<Vec<String>> = vec![vec![]];
    for dimension in question.by() {
        let list = dimension.codelist();
        let codes: Vec<&str> = match question.filter(*dimension) {
            Some(filter) => filter.codes.iter().flat_map(|code| list.leaves(code)).collect(),
            None => list.codes().iter().map(|code| code.code.as_str()).take(3).collect(),
        };
        let longer = |row: &Vec<String>| {
            let row = row.clone();
            codes.iter().map(move |code| [row.clone(), vec![(*code).to_owned()]].concat()).collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(longer).collect();
    }
    let base = Estimate::exact(10.0 * f64::from(u32::try_from(rows.len()).unwrap()));
    let figures = rows.into_iter().map(|codes| NodeFigure::new(codes, &Estimate::exact(10.0), &base)).collect();
    let mut source = source(country, question.dataset());
    if let Some(at) = question.at() {
        at.clone_into(&mut source.reference_period);
    }
    NodeAnswer {
        outcome: Outcome::Answered,
        reason: None,
        figures,
        source: Some(source),
        answered_at: "2023-11-14T22:13:20Z".to_owned(),
        signature: String::new(),
    }
}
