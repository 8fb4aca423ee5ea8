//! Withdrawal: figures before and after some persons withdrew. The attacker knows everything else: who withdrew but for the
//! one in question, and every bit but the one in question.
//!
//! Many withdraw between two releases, and each is attacked by one who knows all the others: that is an attack on one
//! withdrawal, as often as there are persons who withdrew.

use super::counts::Counts;
use super::files;
use super::law::Law;
use super::likelihood::{Read, direct, direct_or_rest, for_set};
use super::mechanism::Attacked;
use super::node::{IOM, Node, PERIOD};
use super::population::{Person, Population, Shape};
use super::questions::question;
use super::repeats::{Differing, drawn, figures, whole};
use super::score::Guesses;
use super::views::{SeenTable, Views};
use super::world::law;
use crate::chance::Chance;
use schema::concept::Dataset;

/// What was found across withdrawals.
#[derive(Default)]
pub struct Found {
    /// Answers that changed before the next release was cut.
    pub before_the_release: Differing,
    /// Answers that changed with it.
    pub with_the_release: Differing,
    /// Guesses of the bits of those who withdrew.
    pub bits: Guesses,
    /// Guesses whether a person withdrew, release by release.
    pub whether: Vec<Guesses>,
    /// Guesses which of two persons withdrew, one of whom did, release by release.
    pub which: Vec<Guesses>,
}

/// A release after which some persons withdrew.
struct After<'a> {
    views: &'a Views,
    counts: &'a Counts,
    law: &'a Law,
}

/// Over some releases; of each pair of persons one withdraws, other pairs at each release.
pub async fn found(mechanism: Attacked, shape: Shape, seed: u64, rounds: usize, pairs: usize) -> Found {
    let population = Population::drawn(shape, seed);
    let law = law(mechanism, &population);
    let node = Node::of(&population, mechanism, seed).await;
    let before = Views::of_everything(&node, &population).await;
    let counted = Counts::of(&before, population.persons.iter());
    let mut chance = Chance::new(seed ^ 0x71d7);
    let mut found = Found::default();
    let unlike = unlike(&population, &mut chance);
    for round in unlike.chunks_exact(pairs).take(rounds) {
        let gone: Vec<usize> = round.iter().map(|[left, _]| *left).collect();
        node.later();
        compare(&node, &population, &gone, seed, &mut found).await;
        let views = Views::of_everything(&node, &population).await;
        let counts = Counts::of(&views, population.without(&gone).persons.iter());
        let (mut whether, mut which) = (Guesses::default(), Guesses::default());
        let after = After { views: &views, counts: &counts, law: &law };
        for [left, stayed] in round.iter().map(|pair| pair.map(|at| &population.persons[at])) {
            // The next release is without the person, so all that is known of the bit is in the former.
            let set = for_set(&law, &before, &counted, left, direct_or_rest);
            found.bits.add(left.secret(), guess(set, &mut chance));
            whether.add(true, guess(after.absence(left, 0.0, None), &mut chance));
            whether.add(false, guess(after.absence(stayed, 1.0, None), &mut chance));
            let speaks = after.absence(left, 0.0, Some(stayed)) - after.absence(stayed, 1.0, Some(left));
            let (right, first) = (guess(speaks, &mut chance), chance.happens(0.5));
            // A coin says which of the two is named first.
            which.add(first, right == first);
        }
        found.whether.push(whether);
        found.which.push(which);
        give_back(&node, &population, &gone).await;
    }
    node.stop().await;
    found
}

/// Asks before a withdrawal, after it, and after the next release.
async fn compare(node: &Node, population: &Population, gone: &[usize], seed: u64, found: &mut Found) {
    let questions = [drawn(population, node, 62, seed), vec![question(node.dataset)]].concat();
    let asker = node.asker(IOM);
    let (all, told) = (whole(&asker, &questions).await, figures(&asker, &questions).await);
    withdraw(node, population, gone).await;
    found.before_the_release.add(&all, &whole(&asker, &questions).await);
    node.cut().await;
    found.with_the_release.add(&told, &figures(&asker, &questions).await);
}

/// Persons in pairs, as unlike each other as can be: no attribute in common, nor the bit. They are told apart best. Which of
/// the two is the first is a coin's, so that being the first has nothing to do with what a person is like.
fn unlike(population: &Population, chance: &mut Chance) -> Vec<[usize; 2]> {
    let mut people: Vec<usize> = (0..population.persons.len()).collect();
    chance.shuffle(&mut people);
    let mut pairs = Vec::new();
    while let Some(one) = people.pop() {
        let codes = population.persons[one].codes;
        let differ = |other: &&usize| population.persons[**other].codes.iter().zip(codes).all(|(a, b)| *a != b);
        if let Some(at) = people.iter().position(|other| differ(&other)) {
            let other = people.swap_remove(at);
            pairs.push(if chance.happens(0.5) { [one, other] } else { [other, one] });
        }
    }
    pairs
}

impl After<'_> {
    /// How much the figures speak for a person being absent, all else known. The counts hold the person `present` times. If
    /// it is known that either this or another person is absent, a cell that holds both tells nothing.
    fn absence(&self, person: &Person, present: f64, other: Option<&Person>) -> f64 {
        let segment = self.views.segment_of(person);
        let speaks = |(at, seen): (usize, &SeenTable)| -> f64 {
            let place = seen.table.of(person);
            if other.is_some_and(|other| self.views.segment_of(other) == segment && seen.table.of(other) == place) {
                return 0.0;
            }
            let others = self.counts.table(segment, at)[place] - present;
            let read: Read = if seen.table.tells_the_secret() { direct_or_rest } else { direct };
            let (figure, direct) = read(seen, person, person.secret());
            self.law.favours(&seen.table, figure, direct, others, others + 1.0)
        };
        self.views.segments[segment].iter().enumerate().map(speaks).sum()
    }
}

fn guess(speaks: f64, coin: &mut Chance) -> bool {
    if speaks == 0.0 { coin.happens(0.5) } else { speaks > 0.0 }
}

/// Takes persons out of what the next release is cut from.
async fn withdraw(node: &Node, population: &Population, gone: &[usize]) {
    if node.dataset == Dataset::Stock {
        node.load(&population.without(gone), PERIOD).await;
    } else {
        node.consents(files::withdrawn(gone, &node.time())).await;
    }
}

/// Lets them agree again.
async fn give_back(node: &Node, population: &Population, gone: &[usize]) {
    if node.dataset != Dataset::Stock {
        let again = gone.iter().map(|at| (*at, &population.persons[*at]));
        node.consents(files::given(again, &node.time())).await;
    }
}
