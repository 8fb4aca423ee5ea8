//! A world: a population, and all that was asked of a node of it over a year.

use super::law::Law;
use super::mechanism::Attacked;
use super::node::Node;
use super::population::{Population, Shape};
use super::tracker::Tracked;
use super::views::Views;
use node_rules::rulebook::Rulebook;

/// A population and what its node said.
pub struct World {
    /// The persons.
    pub population: Population,
    /// How its figures come about.
    pub law: Law,
    /// The tables that tell the secret, release after release.
    pub releases: Vec<Views>,
    /// Complements of cells, of the first release; where they were asked for.
    pub tracked: Option<Tracked>,
}

impl World {
    /// Releases a population so many times, a quarter of a year between, and asks.
    pub async fn asked(shape: Shape, mechanism: Attacked, seed: u64, releases: usize, tracked: bool) -> Self {
        let population = Population::drawn(shape, seed);
        let node = Node::of(&population, mechanism, seed).await;
        let mut views = vec![Views::of_the_secret(&node, &population).await];
        let tracked = if tracked { Some(Tracked::asked(&node, &population).await) } else { None };
        while views.len() < releases {
            node.later();
            node.cut().await;
            views.push(Views::of_the_secret(&node, &population).await);
        }
        node.stop().await;
        let law = law(mechanism, &population);
        Self { population, law, releases: views, tracked }
    }
}

/// How the figures of a population come about under a mechanism.
pub fn law(mechanism: Attacked, population: &Population) -> Law {
    let rulebook = mechanism.rulebook(population, false).and_then(|text| Rulebook::from_toml(&text)).unwrap();
    Law::of(rulebook.datasets[&mechanism.dataset()].mechanism(), &population.catalogue())
}
