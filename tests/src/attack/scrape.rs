//! A full scrape: analysts of all members, and the gateway that carries their questions, ask for every table for every
//! purpose, put all of it together, and name the persons of whom they are surest. They know the attributes of everyone.

use super::averaging::guessed;
use super::node::{IOM, MEMBER, MEMBERS, Node};
use super::population::Population;
use super::questions::question;
use super::repeats::figures;
use super::score::Guesses;
use super::world::World;
use schema::ask::QuestionInput;
use schema::purpose::Purpose;
use std::collections::BTreeSet;

/// Of so many persons one is named.
const NAMED: usize = 100;

/// Those named of a world, as guesses that their bit is set.
pub fn named(world: &World) -> Guesses {
    let guessed = guessed(world);
    let mut order: Vec<usize> = (0..guessed.len()).collect();
    order.sort_by(|one, other| guessed[*other].total_cmp(&guessed[*one]));
    let mut named = Guesses::default();
    for at in order.iter().take(guessed.len() / NAMED) {
        named.add(world.population.persons[*at].secret(), true);
    }
    named
}

/// Asks for every table as every member and for every purpose, and holds that there are no other answers than the two kinds
/// that every attack here puts together. Where there are, the attacks must learn to use them.
pub async fn nobody_sees_more(node: &Node, population: &Population) {
    let tables: Vec<QuestionInput> = population
        .catalogue()
        .iter()
        .map(|table| {
            let by = table.axes.iter().map(|axis| population.axes[*axis].dimension).collect();
            QuestionInput { by, ..question(node.dataset) }
        })
        .collect();
    let mut known = BTreeSet::new();
    for member in [MEMBER, IOM] {
        known.insert(figures(&node.asker(member), &tables).await);
    }
    for member in MEMBERS {
        for purpose in [Purpose::Comparison, Purpose::Research, Purpose::ProgrammeDesign, Purpose::OutreachDesign] {
            let tables: Vec<QuestionInput> =
                tables.iter().map(|table| QuestionInput { purpose, ..table.clone() }).collect();
            let seen = figures(&node.asker(member), &tables).await;
            assert!(
                known.contains(&seen),
                "{member} sees something of its own for {purpose:?}: put it into the attacks"
            );
        }
    }
}
