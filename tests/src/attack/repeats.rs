//! Repeats: the same question again, under aliases, in batches, by other users and members, after a restart and of a
//! replica. Noise that is drawn anew, or that hangs on anything but the release, averages out; so answers are compared byte
//! by byte.

use super::node::{MEMBER, Node};
use super::population::Population;
use super::questions::{FIELDS, MOST_QUESTIONS, question};
use super::score::Measured;
use crate::asker::Asker;
use crate::chance::Chance;
use schema::ask::{CodeFilter, QuestionInput};
use schema::role::Role;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Aliases of one request: as many as the node's limit on fields takes.
const ALIASES: usize = 16;

/// A response whose answers are kept as they came.
#[derive(Deserialize)]
struct Raw {
    data: BTreeMap<String, Vec<Box<RawValue>>>,
}

/// An answer as it came.
type Bytes = String;

/// The share of answers that differ from the first of its kind, of a node and its copies.
pub async fn differ(node: Node, population: &Population, questions: usize, seed: u64) -> Measured {
    let questions = drawn(population, &node, questions, seed);
    let first = alone(&node.asker(MEMBER), &questions).await;
    let mut answers = forms(&node, &questions).await;
    let node = node.restarted().await;
    answers.extend(forms(&node, &questions).await);
    let replica = node.replica().await;
    answers.extend(forms(&replica, &questions).await);
    replica.stop().await;
    node.stop().await;
    let mut differing = Differing::default();
    for answers in &answers {
        differing.add(&first, answers);
    }
    Differing::share([differing])
}

/// The same comparison between the exact figures of two worlds that differ in one person's bit: that it sees one person.
pub async fn differ_by_a_person(
    node: Node,
    other: Node,
    population: &Population,
    questions: usize,
    seed: u64,
) -> Measured {
    let questions = drawn(population, &node, questions, seed);
    let first = figures(&node.asker(MEMBER), &questions).await;
    let answers = figures(&other.asker(MEMBER), &questions).await;
    node.stop().await;
    other.stop().await;
    let mut differing = Differing::default();
    differing.add(&first, &answers);
    Differing::share([differing])
}

/// Answers that were compared, and those of them that differ.
#[derive(Clone, Copy, Debug, Default)]
pub struct Differing {
    compared: u64,
    differ: u64,
}

impl Differing {
    /// Compares answers to the same questions.
    pub fn add(&mut self, first: &[Bytes], other: &[Bytes]) {
        assert_eq!(first.len(), other.len(), "every question has its answer");
        self.compared += first.len() as u64;
        self.differ += first.iter().zip(other).filter(|(one, other)| one != other).count() as u64;
    }

    /// The share that differs, of all together.
    pub fn share(parts: impl IntoIterator<Item = Self>) -> Measured {
        let (mut differ, mut compared) = (0, 0);
        for part in parts {
            differ += part.differ;
            compared += part.compared;
        }
        Measured::share(differ, compared)
    }
}

/// Every way in which the questions can be put to one node.
async fn forms(node: &Node, questions: &[QuestionInput]) -> Vec<Vec<Bytes>> {
    let mut answers = Vec::new();
    for asker in [node.asker(MEMBER), node.user(MEMBER, "ben", Role::Officer), node.asker("PHL")] {
        answers.push(alone(&asker, questions).await);
        answers.push(alone(&asker, questions).await);
        answers.push(whole(&asker, questions).await);
        answers.push(aliased(&asker, questions).await);
    }
    answers
}

/// Each question in a request of its own.
async fn alone(asker: &Asker, questions: &[QuestionInput]) -> Vec<Bytes> {
    let mut answers = Vec::new();
    for question in questions {
        answers.extend(whole(asker, std::slice::from_ref(question)).await);
    }
    answers
}

/// Many questions in a request.
async fn batched(asker: &Asker, questions: &[QuestionInput], fields: &str) -> Vec<Bytes> {
    let query = format!("query Q($q: [QuestionInput!]!) {{ answers(questions: $q) {{ {fields} }} }}");
    let mut answers = Vec::new();
    for some in questions.chunks(MOST_QUESTIONS) {
        answers.extend(read(&asker.text(&query, &json!({ "q": some })).await, 1).swap_remove(0));
    }
    answers
}

/// Whole answers, with all that a release says of itself.
pub async fn whole(asker: &Asker, questions: &[QuestionInput]) -> Vec<Bytes> {
    batched(asker, questions, FIELDS).await
}

/// The figures alone, without what a release says of itself.
pub async fn figures(asker: &Asker, questions: &[QuestionInput]) -> Vec<Bytes> {
    batched(asker, questions, "outcome reason figures { codes value lower upper status respondents }").await
}

/// Many requests in one, each under an alias; every question twice.
async fn aliased(asker: &Asker, questions: &[QuestionInput]) -> Vec<Bytes> {
    let mut answers = Vec::new();
    for some in questions.chunks(ALIASES / 2) {
        let alias = |at: usize| format!("a{at:02}: answers(questions: $q{}) {{ {FIELDS} }}", at / 2);
        let variable = |at: usize| format!("$q{at}: [QuestionInput!]!");
        let aliases: Vec<String> = (0..2 * some.len()).map(alias).collect();
        let declared: Vec<String> = (0..some.len()).map(variable).collect();
        let query = format!("query Q({}) {{ {} }}", declared.join(", "), aliases.join(" "));
        let variables: Map<String, Value> =
            some.iter().enumerate().map(|(at, question)| (format!("q{at}"), json!([question]))).collect();
        let twice = read(&asker.text(&query, &Value::Object(variables)).await, 2 * some.len()).concat();
        for pair in twice.chunks(2) {
            answers.push(if pair[0] == pair[1] { pair[0].clone() } else { pair.concat() });
        }
    }
    answers
}

fn read(text: &str, fields: usize) -> Vec<Vec<Bytes>> {
    let raw: Raw = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(raw.data.len(), fields, "every alias has its answers: {text}");
    raw.data.into_values().map(|answers| answers.into_iter().map(|answer| answer.get().to_owned()).collect()).collect()
}

/// Questions of all kinds: any table, some of its axes shown and some filtered by any of their codes.
pub fn drawn(population: &Population, node: &Node, count: usize, seed: u64) -> Vec<QuestionInput> {
    let mut chance = Chance::new(seed);
    let tables = population.catalogue();
    let mut draw = |_| {
        let table = &tables[chance.below(tables.len())];
        let (mut by, mut filters) = (Vec::new(), Vec::new());
        for axis in table.axes.iter().map(|axis| &population.axes[*axis]) {
            if chance.happens(0.5) {
                by.push(axis.dimension);
            } else {
                let mut codes: Vec<String> = axis.codes.iter().map(|code| (*code).to_owned()).collect();
                chance.shuffle(&mut codes);
                codes.truncate(1 + chance.below(codes.len()));
                filters.push(CodeFilter { dimension: axis.dimension, codes });
            }
        }
        let share_within = by.iter().copied().filter(|_| chance.happens(0.3)).collect();
        QuestionInput { by, filters, share_within, ..question(node.dataset) }
    };
    (0..count).map(&mut draw).collect()
}
