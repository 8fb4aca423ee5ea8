//! The strongest statistic of an attacker who knows everything but one person's secret bit, everybody else's bit included:
//! how much likelier all that is published is if the bit is set, as a logarithm.

use super::counts::Counts;
use super::law::Law;
use super::population::Person;
use super::views::{Seen, SeenTable, Views};

/// How a figure is read off a table for a person and a bit, and whether it was published as it is.
pub type Read = fn(&SeenTable, &Person, bool) -> (Seen, bool);

/// As it is published.
pub fn direct(seen: &SeenTable, person: &Person, secret: bool) -> (Seen, bool) {
    (seen.cell(person, secret), true)
}

/// As it is published, or else worked out from its sum with the other bit's.
pub fn direct_or_rest(seen: &SeenTable, person: &Person, secret: bool) -> (Seen, bool) {
    let direct = seen.cell(person, secret);
    if direct.value.is_some() { (direct, true) } else { (seen.cell_or_rest(person, secret), false) }
}

/// How much the figures of a release speak for the bit being set. `counts` hold the person too; the attacker takes it out,
/// which needs its true bit, and then does not know it.
pub fn for_set(law: &Law, views: &Views, counts: &Counts, person: &Person, read: Read) -> f64 {
    let segment = views.segment_of(person);
    let speaks = |(at, seen): (usize, &SeenTable)| -> f64 {
        let counted = counts.table(segment, at);
        let others = |secret: bool| {
            counted[seen.table.of(&person.with_secret(secret))] - f64::from(u8::from(person.secret() == secret))
        };
        let favours = |secret: bool, these: f64, those: f64| {
            let (figure, direct) = read(seen, person, secret);
            law.favours(&seen.table, figure, direct, others(secret) + these, others(secret) + those)
        };
        favours(true, 1.0, 0.0) + favours(false, 0.0, 1.0)
    };
    let tables = views.segments[segment].iter().enumerate();
    tables.filter(|(_, seen)| seen.table.tells_the_secret()).map(speaks).sum()
}
