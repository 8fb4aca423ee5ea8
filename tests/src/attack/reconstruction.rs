//! Linear reconstruction (Dinur and Nissim 2003): twenty times as many random questions as persons, and one great system of
//! equations for all secret bits at once. The attacker knows the attributes of everyone, and no bits.

use super::averaging::judged;
use super::differencing::SPREAD;
use super::law::SHARP;
use super::least_squares::{Sum, bits};
use super::mechanism::Attacked;
use super::node::{IOM, MEMBER, Node};
use super::population::{ATTRIBUTES, BASE, Population, SECRET, Shape};
use super::questions::{answers, question};
use super::score::Guesses;
use super::views::Seen;
use crate::chance::Chance;
use schema::ask::{CodeFilter, QuestionInput};
use schema::concept::Dataset;
use std::collections::{BTreeMap, BTreeSet};

/// Questions a person.
const QUESTIONS: usize = 20;

/// Which codes of which attributes are let through.
type Subset = BTreeMap<usize, BTreeSet<usize>>;

/// Guesses of all bits.
pub async fn guessed(mechanism: Attacked, shape: Shape, seed: u64) -> Guesses {
    let population = Population::drawn(shape, seed);
    let node = Node::of(&population, mechanism, seed).await;
    // Each question goes to two callers, unless both would see the same.
    let callers = if mechanism.dataset() == Dataset::Stock { 1 } else { 2 };
    let subsets = subsets(&population, QUESTIONS / callers * shape.persons, seed);
    let questions: Vec<QuestionInput> = subsets.iter().map(|subset| asked(&node, &population, subset)).collect();
    let mut told = vec![figures(&node, MEMBER, &questions).await];
    if callers == 2 {
        let both = figures(&node, IOM, &questions).await;
        told.push(both.iter().zip(&told[0]).map(|(both, first)| both.less(*first)).collect());
    }
    node.stop().await;
    let mut sums = Vec::new();
    for (segment, figures) in told.iter().enumerate() {
        for (subset, figure) in subsets.iter().zip(figures) {
            let Some(value) = figure.value else { continue };
            let of_segment = |at: usize| callers == 1 || usize::from(population.persons[at].segment) == segment;
            let persons =
                (0..shape.persons).filter(|at| of_segment(*at) && holds(subset, &population.persons[*at].codes));
            let persons = persons.map(|at| u32::try_from(at).expect("few persons")).collect();
            sums.push(Sum { persons, value, variance: figure.variance.max(SHARP) });
        }
    }
    let guessed = bits(shape.persons, &sums, BASE, SPREAD);
    judged(&population.persons, &guessed)
}

async fn figures(node: &Node, member: &str, questions: &[QuestionInput]) -> Vec<Seen> {
    let answers = answers(&node.asker(member), questions).await;
    answers.iter().map(|answer| Seen::of(&answer.figures[0])).collect()
}

/// Random subsets of the codes of two attributes.
fn subsets(population: &Population, count: usize, seed: u64) -> Vec<Subset> {
    let mut chance = Chance::new(seed ^ 0x5eed);
    let mut subset = || {
        let first = chance.below(ATTRIBUTES);
        let second = (first + 1 + chance.below(ATTRIBUTES - 1)) % ATTRIBUTES;
        let codes = |axis: usize, chance: &mut Chance| {
            let mut codes: Vec<usize> = (0..population.axes[axis].codes.len()).collect();
            chance.shuffle(&mut codes);
            codes.truncate(1 + chance.below(codes.len()));
            (axis, codes.into_iter().collect())
        };
        [codes(first, &mut chance), codes(second, &mut chance)].into()
    };
    (0..count).map(|_| subset()).collect()
}

fn holds(subset: &Subset, codes: &[u8]) -> bool {
    subset.iter().all(|(axis, kept)| kept.contains(&usize::from(codes[*axis])))
}

/// How many of them have the secret bit set.
fn asked(node: &Node, population: &Population, subset: &Subset) -> QuestionInput {
    let filter = |axis: usize, codes: Vec<usize>| CodeFilter {
        dimension: population.axes[axis].dimension,
        codes: codes.into_iter().map(|code| population.axes[axis].codes[code].to_owned()).collect(),
    };
    let mut filters: Vec<CodeFilter> =
        subset.iter().map(|(axis, codes)| filter(*axis, codes.iter().copied().collect())).collect();
    filters.push(filter(SECRET, vec![0]));
    QuestionInput { filters, ..question(node.dataset) }
}
