//! Answers as nodes give them.

use schema::answer::NodeAnswer;
use schema::ask::{Question, QuestionInput};
use schema::concept::{Axis, Dataset, Dimension, Item};
use schema::coverage::Outcome;
use schema::figure::{Estimate, NodeFigure};
use schema::provenance::{ItemCode, ItemSource, MechanismName, PopulationBasis, Source};
use schema::purpose::Purpose;
use schema::study::{Mode, Sampling, StudyWave};

pub fn question(by: &[Dimension]) -> QuestionInput {
    QuestionInput { by: by.to_vec(), ..QuestionInput::of(Dataset::Survey, Purpose::Comparison) }
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
        items: vec![],
        signature: format!("signature of {country}"),
    }
}

/// A wave of the study `ACS`.
pub fn wave() -> StudyWave {
    StudyWave {
        study: "ACS".parse().unwrap(),
        title: "A survey".to_owned(),
        owner: "An office".to_owned(),
        sampling: Sampling::Probability,
        universe: "Everybody".to_owned(),
        destinations: vec!["USA".to_owned()],
        fieldwork_from: "2024-01-01".to_owned(),
        fieldwork_to: "2024-12-31".to_owned(),
        modes: vec![Mode::Web],
        questionnaire: "1".to_owned(),
        languages: vec!["eng".to_owned()],
        weights: vec![],
        break_before: None,
    }
}

pub fn figure(codes: &[&str], value: f64, base: f64) -> NodeFigure {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    NodeFigure::new(codes, &Estimate::exact(value), &Estimate::exact(base))
}

/// The codes of every item that these nodes know.
const OWN_CODES: [&str; 3] = ["YES", "NO", "_N"];

/// An answer to any question: the first three codes that each dimension's filter lets through, each combination 10.
pub fn answer(country: &str, input: &QuestionInput) -> NodeAnswer {
    let question = Question::new(input.clone()).expect("the gateway asks well-formed questions");
    let mut rows: Vec<Vec<String>> = vec![vec![]];
    for axis in question.by() {
        let codes: Vec<&str> = match (question.filter(*axis), axis.shared()) {
            (Some(filter), _) => filter.codes.iter().flat_map(|code| axis.leaves(code)).collect(),
            (None, None) => OWN_CODES.to_vec(),
            (None, Some(dimension)) => {
                dimension.codelist().codes().iter().map(|code| code.code.as_str()).take(3).collect()
            }
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
    let item = |item: Item| ItemSource {
        item,
        text: format!("What of {item}?"),
        fit: None,
        note: None,
        codes: OWN_CODES.map(|code| ItemCode { code: code.to_owned(), label: code.to_lowercase() }).to_vec(),
    };
    source.items = question.axes().into_iter().filter_map(Axis::item).map(item).collect();
    source.study = question.study().map(|study| StudyWave { study: study.clone(), ..wave() });
    NodeAnswer {
        outcome: Outcome::Answered,
        reason: None,
        figures,
        source: Some(source),
        answered_at: "2023-11-14T22:13:20Z".to_owned(),
        signature: String::new(),
    }
}
