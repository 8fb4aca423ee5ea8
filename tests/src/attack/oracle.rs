//! Threshold oracle: which figures are published and which are withheld, and nothing else. The attacker knows everything but
//! the target's bit, and looks at cells that the bit would carry over the threshold.

use super::counts::Counts;
use super::differencing::guesses;
use super::law::Law;
use super::score::Guesses;
use super::views::{Seen, Views};
use super::world::World;

/// Guesses each bit from statuses alone.
pub fn from_statuses(world: &World) -> Guesses {
    look(world, &world.law, &world.releases[0])
}

/// The same where figures are exact and those of fewer than `least` persons are withheld, and nothing more.
pub fn from_a_bare_threshold(exact: &World, least: f64) -> Guesses {
    let hidden = exact.releases[0].hidden_under(least);
    look(exact, &Law::Threshold { least, for_another: 0.0 }, &hidden)
}

fn look(world: &World, law: &Law, views: &Views) -> Guesses {
    let counts = Counts::of(views, world.population.persons.iter());
    guesses(world, |person| {
        let segment = views.segment_of(person);
        let mut sum = 0.0;
        for (at, seen) in views.segments[segment].iter().enumerate() {
            for secret in [true, false] {
                let cell = seen.cell(person, secret);
                let counted = counts.table(segment, at)[seen.table.of(&person.with_secret(secret))];
                let others = counted - f64::from(u8::from(person.secret() == secret));
                let more = status(law, cell, others + 1.0) - status(law, cell, others);
                sum += if secret { more } else { -more };
            }
        }
        sum
    })
}

/// How likely a cell's status is if it holds so many persons, as a logarithm.
fn status(law: &Law, cell: Seen, persons: f64) -> f64 {
    if !cell.told {
        return 0.0;
    }
    let withheld = law.withheld(cell, persons);
    (if cell.value.is_some() { 1.0 - withheld } else { withheld }).max(1e-6).ln()
}
