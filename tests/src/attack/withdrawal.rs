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
use super::node::{IOM, Node};
use super::population::{Person, Population, Shape};
use super::questions::question;
use super::repeats::{Differing, drawn, figures, whole};
use super::score::Guesses;
use super::views::{SeenTable, Views};
use super::world::law;
use crate::chance::Chance;
use schema::concept::Dataset;

/// What was found across withdrawals.
pub struct Found {
    /// Answers that changed before the next release was cut.
    pub before_the_release: Differing,
    /// Answers that changed with it.
    pub with_the_release: Differing,
    /// Guesses of the bits of those who withdrew.
    pub bits: Guesses,
    /// Guesses whether a person withdrew.
    pub whether: Guesses,
    /// Guesses which of two persons withdrew, one of whom did.
    pub which: Guesses,
}

/// A release after which some persons withdrew.
struct After<'a> {
    views: &'a Views,
    counts: &'a Counts,
    law: &'a Law,
}

/// Over some releases; in each pair of persons one withdraws, in another pair at each release.
pub async fn found(mechanism: Attacked, shape: Shape, seed: u64, (rounds, pairs): (usize, usize)) -> Found {
    let population = Population::drawn(shape, seed);
    let law = law(mechanism, &population);
    let node = Node::of(&population, mechanism, seed).await;
    let before = Views::of_everything(&node, &population).await;
    let counted = Counts::of(&before, population.persons.iter());
    let mut chance = Chance::new(seed ^ 0x71d7);
    let mut people: Vec<usize> = (0..shape.persons).collect();
    chance.shuffle(&mut people);
    let (mut bits, mut whether, mut which) = (Guesses::default(), Guesses::default(), Guesses::default());
    let (mut changed, mut released) = (Vec::new(), Vec::new());
    for round in people.chunks_exact(2 * pairs).take(rounds) {
        node.later();
        let questions = [drawn(&population, &node, 62, seed), vec![question(node.dataset)]].concat();
        let (whole_before, figures_before) =
            (whole(&node.asker(IOM), &questions).await, figures(&node.asker(IOM), &questions).await);
        // The first of each pair withdraws; which of the two is asked about first is a coin's.
        let gone: Vec<usize> = round.chunks(2).map(|pair| pair[0]).collect();
        withdraw(&node, &population, &gone).await;
        changed.push(Differing::between(&whole_before, &whole(&node.asker(IOM), &questions).await));
        node.cut().await;
        released.push(Differing::between(&figures_before, &figures(&node.asker(IOM), &questions).await));
        let views = Views::of_everything(&node, &population).await;
        let here = population.persons.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, person)| person);
        let counts = Counts::of(&views, here);
        let after = After { views: &views, counts: &counts, law: &law };
        for pair in round.chunks(2) {
            let [left, stayed] = [pair[0], pair[1]].map(|at| &population.persons[at]);
            let set = for_set(&law, &before, &counted, left, direct_or_rest);
            bits.add(left.secret(), guess(set, &mut chance));
            whether.add(true, guess(after.absence(left, 0.0, None), &mut chance));
            whether.add(false, guess(after.absence(stayed, 1.0, None), &mut chance));
            let first_left = chance.happens(0.5);
            let speaks = after.absence(left, 0.0, Some((stayed, 1.0))) - after.absence(stayed, 1.0, Some((left, 0.0)));
            let said = guess(speaks, &mut chance);
            which.add(first_left, said == first_left);
        }
        give_back(&node, &population, &gone).await;
    }
    node.stop().await;
    let (changed, released) = (changed.into_iter().sum(), released.into_iter().sum());
    Found { before_the_release: changed, with_the_release: released, bits, whether, which }
}

impl After<'_> {
    /// How much the figures speak for a person being absent, all else known. The counts hold the person `present` times. Of
    /// two persons of whom one is absent, only those cells tell that do not hold both; the other's are looked at with it.
    fn absence(&self, person: &Person, present: f64, beside: Option<(&Person, f64)>) -> f64 {
        let segment = self.views.segment_of(person);
        let speaks = |(at, seen): (usize, &SeenTable)| -> f64 {
            let place = seen.table.of(person);
            let shared =
                beside.filter(|(other, _)| self.views.segment_of(other) == segment && seen.table.of(other) == place);
            if shared.is_some() {
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
        node.load_anew(&population.without(gone)).await;
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
