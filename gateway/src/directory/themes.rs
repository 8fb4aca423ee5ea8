//! What focus groups talked about: every country is asked at once, each with one request; groups of unlike countries are other
//! groups, so that they add up.

use crate::absence::Absence;
use crate::caller::Caller;
use crate::country::{Carrier, Word, themes};
use crate::registry::{Node, Registry};
use futures_util::future::join_all;
use schema::concept::Code;
use schema::theme::StudyThemes;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Asks the nodes for one request's caller.
pub struct Themes {
    carrier: Arc<Carrier>,
    registry: Arc<Registry>,
    caller: Caller,
    deadline: Instant,
}

/// A country with its studies, or why they are not known.
pub type Told = (Arc<Node>, Result<Vec<StudyThemes>, Absence>);

/// In how many groups of all countries that were heard a theme came up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The theme.
    pub theme: &'static Code,
    /// The groups in which it came up.
    pub groups: u64,
    /// The countries in which it came up in one group at least.
    pub countries: u32,
}

impl Themes {
    /// For one request, which begins now and may take as long as `time`.
    pub fn begin(carrier: Arc<Carrier>, registry: Arc<Registry>, caller: &Caller, time: Duration) -> Self {
        Self { carrier, registry, caller: caller.clone(), deadline: Instant::now() + time }
    }

    /// Asks some nodes, all at once.
    pub async fn of(&self, nodes: Vec<Arc<Node>>) -> Vec<Told> {
        let ask = |node: Arc<Node>| async move {
            let word = Word { carrier: &self.carrier, link: self.registry.link(), caller: &self.caller };
            let came = themes::themes(word, &node, self.deadline).await.map_err(|silence| silence.told(&node));
            (node, came)
        };
        join_all(nodes.into_iter().map(ask)).await
    }
}

/// The groups of all studies that were heard of.
pub fn groups(told: &[Told]) -> u64 {
    heard(told).map(|study| u64::from(study.groups)).sum()
}

/// Each theme of the list over all countries that were heard.
pub fn together(told: &[Told]) -> Vec<Together> {
    let came_up = |study: &StudyThemes, theme: &Code| {
        study
            .themes
            .iter()
            .filter(|counted| counted.code == theme.code)
            .map(|counted| u64::from(counted.groups))
            .sum::<u64>()
    };
    let over = |theme: &'static Code| {
        let countries = told.iter().filter_map(|(_, came)| came.as_ref().ok());
        let by_country = countries.map(|studies| studies.iter().map(|study| came_up(study, theme)).sum::<u64>());
        let (groups, countries) =
            by_country.fold((0, 0), |(groups, countries), came| (groups + came, countries + u32::from(came > 0)));
        Together { theme, groups, countries }
    };
    schema::theme::themes().map(over).collect()
}

fn heard(told: &[Told]) -> impl Iterator<Item = &StudyThemes> {
    told.iter().filter_map(|(_, came)| came.as_ref().ok()).flatten()
}
