//! Refusal oracle: two worlds that differ in one person, asked the same things, sound and unsound. What is refused, with
//! which words and which status, must be the same in both.

use super::counts::Counts;
use super::mechanism::Attacked;
use super::node::{IOM, MEMBER, Node, token};
use super::population::{Population, SECRET, Shape};
use super::questions::{MOST_QUESTIONS, question};
use super::score::Measured;
use super::views::Views;
use crate::asker::Asker;
use schema::ask::{CodeFilter, QuestionInput};
use schema::concept::{Dataset, Dimension};
use schema::measure::{MeasureInput, MeasureKind};
use schema::purpose::Purpose;
use schema::role::Role;
use serde_json::{Value, json};

/// Figures of fewer persons are what a bare threshold refuses.
const LEAST: f64 = 10.0;

/// Worlds that differ in one person: in a bit that carries a figure over the threshold, and in whether somebody is there who
/// alone has a code.
struct Worlds {
    here: Population,
    other_bit: Population,
    gone: Population,
}

/// The share of responses whose outcome, reason or error differs.
pub async fn differ(mechanism: Attacked, shape: Shape, seed: u64) -> Measured {
    let worlds = Worlds::drawn(shape, mechanism, seed);
    let here = responses(&worlds.here, mechanism, seed).await;
    let mut pairs = Vec::new();
    for other in [&worlds.other_bit, &worlds.gone] {
        pairs.extend(here.iter().cloned().zip(responses(other, mechanism, seed).await));
    }
    let differ = pairs.iter().filter(|(one, other)| one != other).count();
    Measured::share(differ as u64, pairs.len() as u64)
}

/// The same of a node that would refuse every question with a figure of one to nine persons: the exact figures of both
/// worlds, refused so.
pub async fn differ_under_a_bare_threshold(shape: Shape, seed: u64) -> Measured {
    let worlds = Worlds::drawn(shape, Attacked::Exact, seed);
    let mut refused = Vec::new();
    for population in [&worlds.here, &worlds.other_bit, &worlds.gone] {
        let node = Node::of(population, Attacked::Exact, seed).await;
        let views = Views::of_everything(&node, population).await;
        node.stop().await;
        let small = |value: f64| value > 0.0 && value < LEAST;
        let cells = views.segments[0].iter().flat_map(|table| &table.cells);
        refused.push(cells.map(|cell| cell.value.is_some_and(small)).collect::<Vec<_>>());
    }
    let pairs = || refused[1..].iter().flat_map(|other| refused[0].iter().zip(other));
    Measured::share(pairs().filter(|(one, other)| one != other).count() as u64, pairs().count() as u64)
}

impl Worlds {
    fn drawn(shape: Shape, mechanism: Attacked, seed: u64) -> Self {
        let mut here = Population::drawn(shape, seed);
        // The last code of the second axis is the first person's alone.
        let last = u8::try_from(here.axes[1].codes.len() - 1).expect("few codes");
        for (at, person) in here.persons.iter_mut().enumerate() {
            person.codes[1] = if at == 0 { last } else { person.codes[1].min(last - 1) };
        }
        let at = at_the_threshold(&here, mechanism);
        let person = here.persons[at];
        Self { other_bit: here.with(at, person.with_secret(!person.secret())), gone: here.without(&[0]), here }
    }
}

/// A person whose bit carries a figure from nine persons to ten: as it is counted in a segment, or in all where there are no
/// segments.
fn at_the_threshold(population: &Population, mechanism: Attacked) -> usize {
    let views = Views::empty(population, if mechanism.dataset() == Dataset::Stock { 1 } else { 2 });
    let counts = Counts::of(&views, population.persons.iter());
    let carries = |at: &usize| {
        let person = &population.persons[*at];
        let segment = views.segment_of(person);
        let mut tables = views.segments[segment].iter().enumerate();
        person.secret()
            && tables.any(|(at, seen)| {
                seen.table.tells_the_secret() && (counts.table(segment, at)[seen.table.of(person)] - LEAST).abs() < 0.5
            })
    };
    (1..population.persons.len()).find(carries).expect("somebody is the tenth")
}

/// What every request of a long list comes back with: status, errors, outcomes and reasons; no figures.
async fn responses(population: &Population, mechanism: Attacked, seed: u64) -> Vec<String> {
    let node = Node::of(population, mechanism, seed).await;
    let mut responses = Vec::new();
    for asker in askers(&node) {
        for body in bodies(&node, population) {
            let (status, text) = asker.send("application/json", body).await;
            let mut response: Value =
                serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON came back: {text}"));
            if let Some(answers) = response["data"]["answers"].as_array_mut() {
                for answer in answers {
                    // How many rows there are is asked of the release's axes, which are public; what is in them is not.
                    let rows = answer["figures"].as_array().map(Vec::len);
                    answer["figures"] = json!(rows);
                }
            }
            responses.push(format!("{status} {response}"));
        }
    }
    node.stop().await;
    responses
}

/// Callers who may ask, and callers who may not.
fn askers(node: &Node) -> Vec<Asker> {
    let forged = token(MEMBER, "ana", Role::Analyst).replacen('.', ".x", 1);
    vec![
        node.asker(MEMBER),
        node.asker(IOM),
        node.user(MEMBER, "olga", Role::Observer),
        node.bearer(None),
        node.bearer(Some(&forged)),
    ]
}

/// Requests, sound and unsound.
fn bodies(node: &Node, population: &Population) -> Vec<String> {
    let (total, axes) = (question(node.dataset), &population.axes);
    let by = |dimensions: &[Dimension]| QuestionInput { by: dimensions.to_vec(), ..total.clone() };
    let only = |axis: usize, code: &str| CodeFilter { dimension: axes[axis].dimension, codes: vec![code.to_owned()] };
    let secret = axes[SECRET].dimension;
    let mut questions = vec![
        by(&[Dimension::Language]),
        by(&[axes[0].dimension, axes[0].dimension]),
        by(&axes[..4].iter().map(|axis| axis.dimension).collect::<Vec<_>>()),
        by(&axes.iter().map(|axis| axis.dimension).collect::<Vec<_>>()),
        QuestionInput { at: Some("1999".into()), ..total.clone() },
        QuestionInput { dataset: Dataset::Programme, ..total.clone() },
        QuestionInput { share_within: vec![secret], ..total.clone() },
        QuestionInput { filters: vec![CodeFilter { dimension: secret, codes: vec![] }], ..total.clone() },
        QuestionInput { filters: vec![only(0, "NO_SUCH_CODE")], ..total.clone() },
        QuestionInput { filters: vec![only(1, "_N")], ..total.clone() },
    ];
    for purpose in [Purpose::Comparison, Purpose::Research, Purpose::ProgrammeDesign, Purpose::OutreachDesign] {
        questions.push(QuestionInput { purpose, ..total.clone() });
    }
    for kind in [MeasureKind::Sum, MeasureKind::Mean] {
        for of in [None, Some(super::files::QUANTITY.to_owned()), Some("INCOME".to_owned()), Some("SHOES".to_owned())] {
            questions.push(QuestionInput { measure: MeasureInput { kind, of }, ..total.clone() });
        }
    }
    // Every table, whole, and each of its cells for a code that one person has.
    for table in population.catalogue() {
        let dimensions: Vec<Dimension> = table.axes.iter().map(|axis| axes[*axis].dimension).collect();
        questions.push(by(&dimensions));
        for axis in table.axes {
            for code in axes[axis].codes.iter().rev().take(2) {
                questions.push(QuestionInput { filters: vec![only(axis, code)], ..by(&dimensions) });
            }
        }
    }
    let ask = |some: &[QuestionInput]| {
        let query = "query Q($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason figures { codes } } }";
        json!({ "query": query, "variables": { "q": some } }).to_string()
    };
    let mut bodies: Vec<String> = questions.iter().map(|question| ask(std::slice::from_ref(question))).collect();
    bodies.push(ask(&vec![total; MOST_QUESTIONS + 1]));
    bodies.extend(
        [
            "{ catalogue { dataset dimensions referencePeriods mostDimensions populationBasis title } }",
            "{ persons }",
            "{",
        ]
        .map(|query| json!({ "query": query }).to_string()),
    );
    bodies.push("[]".to_owned());
    bodies
}
