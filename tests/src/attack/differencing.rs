//! Differencing: the figures of every table whose cell holds the target, less what the attacker knows of the others in it.

use super::counts::Counts;
use super::law::SHARP;
use super::likelihood::{direct, for_set};
use super::population::{BASE, Person};
use super::score::Guesses;
use super::views::Seen;
use super::world::World;
use crate::chance::Chance;

/// The variance of a bit by itself.
pub const SPREAD: f64 = BASE * (1.0 - BASE);

/// Half way from the mean of a bit that is not set to that of one that is, beside the mean of all: a guess is balanced there.
pub const HALF_WAY: f64 = 0.5 - BASE;

/// By one who knows everything but the target's bit.
pub fn all_else_known(world: &World) -> Guesses {
    let views = &world.releases[0];
    let counts = Counts::of(views, world.population.persons.iter());
    guesses(world, |person| for_set(&world.law, views, &counts, person, direct))
}

/// By one who knows the attributes of everyone, and no bits.
pub fn attributes_known(world: &World) -> Guesses {
    let views = &world.releases[0];
    let counts = Counts::of(views, world.population.persons.iter());
    guesses(world, |person| {
        let segment = views.segment_of(person);
        let mut sum = 0.0;
        for (at, seen) in views.segments[segment].iter().enumerate() {
            let both =
                [true, false].map(|secret| counts.table(segment, at)[seen.table.of(&person.with_secret(secret))]);
            sum += over_half_way(seen.cell(person, true), seen.cell(person, false), both[0] + both[1]);
        }
        sum
    })
}

/// How far the two figures of a cell of so many persons speak for a bit in it being set, by the precision of what they say.
pub fn over_half_way(set: Seen, unset: Seen, persons: f64) -> f64 {
    let told: Vec<f64> =
        set.value.into_iter().chain(unset.value.map(|unset| persons - unset)).map(|set| set - BASE * persons).collect();
    if told.is_empty() {
        return 0.0;
    }
    let variance = set.variance.max(unset.variance).max(SHARP) / told.len() as f64 + SPREAD * (persons - 1.0);
    (told.iter().sum::<f64>() / told.len() as f64 - HALF_WAY) / variance
}

/// Guesses the bits of all persons of a world, each by what speaks for it; where nothing does, a coin is thrown.
pub fn guesses(world: &World, speaks: impl Fn(&Person) -> f64) -> Guesses {
    let mut coin = Chance::new(world.population.persons.len() as u64);
    let mut guesses = Guesses::default();
    for person in &world.population.persons {
        let spoken = speaks(person);
        guesses.add(person.secret(), if spoken == 0.0 { coin.happens(0.5) } else { spoken > 0.0 });
    }
    guesses
}
