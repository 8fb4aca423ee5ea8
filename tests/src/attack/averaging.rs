//! Averaging: everything that up to two hundred questions about a target bring, from all callers, put together with the
//! weights that make the most of it.

use super::counts::Counts;
use super::differencing::{HALF_WAY, SPREAD, guesses};
use super::law::SHARP;
use super::least_squares::{Sum, bits};
use super::likelihood::{direct_or_rest, for_set};
use super::population::{BASE, Person};
use super::score::Guesses;
use super::views::Views;
use super::world::World;

/// By one who knows everything but the target's bit, from the first releases of a year. Each table is one question to a
/// caller; where a figure is withheld, the denominator of its share, said beside it, less the other bit's gives it.
pub fn all_else_known(world: &World, releases: usize) -> Guesses {
    let seen: Vec<(&Views, Counts)> = world.releases[..releases]
        .iter()
        .map(|views| (views, Counts::of(views, world.population.persons.iter())))
        .collect();
    guesses(world, |person| {
        seen.iter().map(|(views, counts)| for_set(&world.law, views, counts, person, direct_or_rest)).sum()
    })
}

/// By one who knows the attributes of everyone, and no bits: the best linear guess at all bits at once.
pub fn attributes_known(world: &World) -> Guesses {
    judged(&world.population.persons, &guessed(world))
}

/// Judges bits that were guessed less their mean.
pub fn judged(persons: &[Person], bits: &[f64]) -> Guesses {
    // The better the guesses are, the further apart they lie, and the further their middle is from the mean.
    let told = bits.iter().map(|bit| bit * bit).sum::<f64>() / bits.len() as f64 / SPREAD;
    let mut guesses = Guesses::default();
    for (person, bit) in persons.iter().zip(bits) {
        guesses.add(person.secret(), *bit > HALF_WAY * told.min(1.0));
    }
    guesses
}

/// The best linear guess at each person's bit, less its mean, from all figures of a release.
pub fn guessed(world: &World) -> Vec<f64> {
    let (views, persons) = (&world.releases[0], &world.population.persons);
    let mut sums = Vec::new();
    for (at, tables) in views.segments.iter().enumerate() {
        for seen in tables {
            // Cells that differ in the secret alone lie side by side, and hold the same persons of known attributes.
            let mut cells: Vec<Vec<u32>> = vec![Vec::new(); seen.table.cells() / 2];
            for (person, place) in persons.iter().zip(0_u32..).filter(|(person, _)| views.segment_of(person) == at) {
                cells[seen.table.of(person) / 2].push(place);
            }
            for (place, persons) in cells.into_iter().enumerate().filter(|(_, persons)| !persons.is_empty()) {
                let all = persons.len() as f64;
                let figures = [(seen.cells[2 * place], 0.0, 1.0), (seen.cells[2 * place + 1], all, -1.0)];
                for (figure, from, sign) in figures {
                    let Some(value) = figure.value else { continue };
                    let (value, variance) = (from + sign * value, figure.variance.max(SHARP));
                    sums.push(Sum { persons: persons.clone(), value, variance });
                }
            }
        }
    }
    bits(persons.len(), &sums, BASE, SPREAD)
}
