//! The policy for one dataset, and the catalogue of tables that it makes.

use super::Mechanism;
use super::mechanism::YEARLY_RHO;
use super::quantity::{QuantityPolicy, QuantityRules};
use super::schedule::Schedule;
use crate::consent::Segment;
use crate::protect::privacy::{NanoRho, nano};
use schema::audience::Audience;
use schema::concept::{Axis, Dataset, quantity};
use schema::scale::Scale;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The policy for one dataset.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetRules {
    /// The dimensions that tables may have.
    pub dimensions: Vec<Axis>,
    /// At which codes of its list a dimension is released, groups or single ones; left out, as the data have them.
    #[serde(default)]
    pub hierarchy: BTreeMap<Axis, Vec<String>>,
    /// Dimensions that tell what could harm a person; their tables have [`MOST_WITH_SENSITIVE`] dimensions at most.
    #[serde(default)]
    pub sensitive: BTreeSet<Axis>,
    /// The most dimensions of one table, one to three.
    pub most_dimensions: usize,
    /// Tables of more dimensions, named one by one; what they can be added up to is released too.
    #[serde(default)]
    pub wider: Vec<BTreeSet<Axis>>,
    /// How figures are protected; left out, the dataset's default.
    #[serde(default)]
    mechanism: Option<Mechanism>,
    /// What the releases of one year may spend together, under differential privacy; left out, [`YEARLY_RHO`].
    #[serde(default)]
    pub(super) yearly_rho: Option<f64>,
    /// Days from one release of persons to the next, which is cut by itself; see [`Schedule`].
    #[serde(default)]
    pub(super) cut_every_days: Option<u32>,
    /// Days within which a withdrawal takes effect on figures; see [`Schedule`].
    #[serde(default)]
    pub(super) withdrawal_within_days: Option<u32>,
    /// Who may ask: members outside this audience are declined.
    pub open_to: Audience,
    /// Whether other members may ask without an agreement; left out, they may not.
    #[serde(default)]
    pub open_without_agreement: bool,
    /// What persons are asked to agree to, widest first: each is counted with the first that their consent covers. Public
    /// facts, whoever agreed: a release has each of them. Empty for totals that are open already.
    #[serde(default)]
    pub segments: Vec<Segment>,
    /// How a guardian consented for persons under 18. Left out, nobody is in a release who is not known to be of age.
    pub minors: Option<String>,
    /// What is added up over persons, by the name of the quantity.
    #[serde(default, rename = "quantity")]
    pub quantities: BTreeMap<String, QuantityPolicy>,
}

/// A score whose data do not say its scale.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is a score whose scale is not said")]
pub struct Unscaled(pub String);

/// The most dimensions of a table that has a sensitive one.
pub const MOST_WITH_SENSITIVE: usize = 2;

impl DatasetRules {
    /// Fills in what the dataset decides where the rulebook says nothing.
    pub(super) fn settle(&mut self, dataset: Dataset) {
        self.mechanism.get_or_insert(Mechanism::default_of(dataset));
    }

    /// The same for the data of one study, which asked what it asked: without the dimensions and quantities that they lack.
    #[must_use]
    pub fn of_study(&self, has: impl Fn(Axis) -> bool, adds_up: impl Fn(&str) -> bool) -> Self {
        let mut rules = self.clone();
        rules.dimensions.retain(|dimension| has(*dimension));
        rules.hierarchy.retain(|dimension, _| has(*dimension));
        rules.sensitive.retain(|of| rules.dimensions.iter().any(|axis| axis == of || axis.concept() == of.shared()));
        rules.wider.retain(|wide| wide.iter().all(|dimension| has(*dimension)));
        rules.quantities.retain(|of, _| adds_up(of));
        rules
    }

    /// How the quantities of some data are added up, each score on the scale that the data say.
    pub fn quantities_of(
        &self,
        scale: impl Fn(&str) -> Option<Scale>,
    ) -> Result<BTreeMap<String, QuantityRules>, Unscaled> {
        let rules = self.quantities.iter().map(|(of, policy)| {
            let rules = quantity(of).and_then(|quantity| policy.of(quantity, scale(of)));
            Ok((of.clone(), rules.ok_or_else(|| Unscaled(of.clone()))?))
        });
        rules.collect()
    }

    /// How figures are protected.
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism.unwrap_or(Mechanism::default_of(Dataset::Register))
    }

    /// What the releases of one year may spend together; nothing is counted under other mechanisms.
    pub fn yearly(&self) -> Option<NanoRho> {
        matches!(self.mechanism(), Mechanism::DifferentialPrivacy { .. })
            .then(|| nano(self.yearly_rho.unwrap_or(YEARLY_RHO)))
    }

    /// How often releases are cut; nothing for totals that are open already, which change with their file alone.
    pub fn schedule(&self) -> Option<Schedule> {
        let of_persons = self.mechanism() != Mechanism::Exact;
        of_persons.then(|| Schedule::settled(self.cut_every_days, self.withdrawal_within_days))
    }

    /// Every table of the catalogue, the total first, narrow before wide. With a table it holds every table that this
    /// one can be added up to, so that a filter that lets everything through reads the narrower one.
    pub fn tables(&self) -> Vec<Vec<Axis>> {
        let all: BTreeSet<Axis> = self.dimensions.iter().copied().collect();
        let wider = self.wider.iter().flat_map(|wide| subsets(wide, wide.len()));
        let tables: BTreeSet<Vec<Axis>> = subsets(&all, self.most_dimensions)
            .into_iter()
            .chain(wider)
            .filter(|table| self.has_table(table))
            .collect();
        let mut tables: Vec<_> = tables.into_iter().collect();
        tables.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        tables
    }

    /// Whether an axis tells what could harm a person: a choice of a sensitive dimension tells the same.
    pub fn is_sensitive(&self, axis: Axis) -> bool {
        let concept = axis.concept().map(Axis::Shared);
        self.sensitive.contains(&axis) || concept.is_some_and(|concept| self.sensitive.contains(&concept))
    }

    /// Whether the catalogue has a table of these dimensions. Tables of several items are those alone that it names: each choice of a
    /// list beside each other would be more tables than anybody asks for, and noise for all of them.
    pub fn has_table(&self, dimensions: &[Axis]) -> bool {
        let sensitive = dimensions.iter().any(|axis| self.is_sensitive(*axis));
        let most = if sensitive { self.most_dimensions.min(MOST_WITH_SENSITIVE) } else { self.most_dimensions };
        let items = dimensions.iter().filter(|axis| axis.item().is_some()).count();
        let narrow = dimensions.len() <= most && items <= 1 && dimensions.iter().all(|d| self.dimensions.contains(d));
        narrow || self.wider.iter().any(|wide| dimensions.iter().all(|dimension| wide.contains(dimension)))
    }
}

/// Every set of up to `most` of the dimensions, each in the contract's order.
fn subsets(dimensions: &BTreeSet<Axis>, most: usize) -> Vec<Vec<Axis>> {
    let mut sets: Vec<Vec<Axis>> = vec![vec![]];
    for dimension in dimensions {
        let wider: Vec<Vec<Axis>> =
            sets.iter().filter(|set| set.len() < most).map(|set| [set.as_slice(), &[*dimension]].concat()).collect();
        sets.extend(wider);
    }
    sets
}
