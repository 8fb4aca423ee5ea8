//! Questions that a country did not answer, or that it was not sent, in few sentences: a reason is said once for all that it holds of.

use super::lack::listed;
use schema::concept::Axis;
use std::collections::BTreeSet;

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The trait that it is of.
    pub of: Axis,
    /// Whether it is how many of a segment prefer a channel, and not how many there are.
    pub by_channel: bool,
    /// Why, in a sentence of public facts.
    pub reason: String,
}

/// The sentences: of sizes, and of channels. `all` are the traits that were sought of the country; what does not hold of each of them
/// says of which it does.
pub fn reasons(refused: &[Refused], all: &BTreeSet<Axis>) -> (Vec<String>, Vec<String>) {
    let of_sizes = grouped(refused.iter().filter(|one| !one.by_channel));
    // Where sizes are not told, it goes without saying that channels are not.
    let is_told = |of: &Axis| of_sizes.iter().all(|(_, traits)| !traits.contains(of));
    let of_channels = grouped(refused.iter().filter(|one| one.by_channel && is_told(&one.of)));
    let told: BTreeSet<Axis> = all.iter().copied().filter(is_told).collect();
    let sizes = of_sizes.iter().map(|(reason, traits)| {
        if traits == all { (*reason).to_owned() } else { format!("{}: {reason}", listed(traits.iter().copied())) }
    });
    let channels = of_channels.iter().map(|(reason, traits)| {
        let of = if *traits == told { String::new() } else { format!(" of {}", listed(traits.iter().copied())) };
        format!("Channels{of}: {reason}")
    });
    (sizes.collect(), channels.collect())
}

/// Each reason with the traits that it holds of, in the order in which they came.
fn grouped<'a>(refused: impl Iterator<Item = &'a Refused>) -> Vec<(&'a str, BTreeSet<Axis>)> {
    let mut groups: Vec<(&str, BTreeSet<Axis>)> = Vec::new();
    for one in refused {
        match groups.iter_mut().find(|(reason, _)| *reason == one.reason) {
            Some((_, traits)) => drop(traits.insert(one.of)),
            None => groups.push((&one.reason, [one.of].into())),
        }
    }
    groups
}
