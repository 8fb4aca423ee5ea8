//! Who publishes what, as far as the nodes could be heard. Pure.

use crate::fetch::Published;
use crate::registry::{Member, Node};
use schema::concept::{Dataset, Dimension};
use std::sync::Arc;

/// What some nodes have published, of one dataset or of any.
pub struct Catalogue {
    nodes: Vec<(Arc<Node>, Published)>,
    dataset: Option<Dataset>,
}

impl Catalogue {
    /// Reads what was heard of the nodes.
    pub fn new(nodes: Vec<(Arc<Node>, Published)>, dataset: Option<Dataset>) -> Self {
        Self { nodes, dataset }
    }

    /// The members that publish tables with this dimension.
    pub fn published_by(&self, dimension: Dimension) -> Vec<Arc<Member>> {
        let publishes = |published: &Published| {
            published.as_ref().is_ok_and(|flows| {
                let mut flows = flows.iter().filter(|flow| self.dataset.is_none_or(|dataset| flow.dataset == dataset));
                flows.any(|flow| flow.dimensions.contains(&dimension))
            })
        };
        self.members(publishes)
    }

    /// The members of whom it is not known.
    pub fn not_heard_from(&self) -> Vec<Arc<Member>> {
        self.members(Published::is_err)
    }

    /// The dimensions that somebody publishes. Where nobody could be heard, nothing is ruled out.
    pub fn dimensions(&self) -> Vec<Dimension> {
        let unheard = !self.nodes.is_empty() && self.nodes.iter().all(|(_, published)| published.is_err());
        let is_published = |dimension: &Dimension| unheard || !self.published_by(*dimension).is_empty();
        Dimension::ALL.into_iter().filter(is_published).collect()
    }

    fn members(&self, which: impl Fn(&Published) -> bool) -> Vec<Arc<Member>> {
        self.nodes.iter().filter(|(_, published)| which(published)).map(|(node, _)| Arc::clone(&node.member)).collect()
    }
}
