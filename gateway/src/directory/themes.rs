//! What focus groups talked about: every country is asked at once, each with one request; groups of unlike countries are other
//! groups, so that they add up.

use crate::fetch::Talked;
use crate::registry::Node;
use schema::concept::Code;
use schema::theme::StudyThemes;
use std::sync::Arc;

/// A country with its studies, or why they are not known.
pub type Told = (Arc<Node>, Talked);

/// In how many groups of all countries that were heard a theme came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    /// The groups in which it came up.
    pub groups: u64,
    /// The countries in which it came up in one group at least.
    pub countries: u32,
}

/// The groups of all studies whose themes are told.
pub fn groups(told: &[Told]) -> u64 {
    heard(told).filter_map(|study| study.groups).map(u64::from).sum()
}

/// A theme over all countries that were heard.
pub fn together(told: &[Told], theme: &Code) -> Together {
    let came_up = |study: &StudyThemes| {
        study
            .themes
            .iter()
            .filter(|counted| counted.code == theme.code)
            .map(|counted| u64::from(counted.groups))
            .sum::<u64>()
    };
    let countries = told.iter().filter_map(|(_, came)| came.as_ref().ok());
    let by_country = countries.map(|studies| studies.iter().map(came_up).sum::<u64>());
    let (groups, countries) =
        by_country.fold((0, 0), |(groups, countries), came| (groups + came, countries + u32::from(came > 0)));
    Together { groups, countries }
}

fn heard(told: &[Told]) -> impl Iterator<Item = &StudyThemes> {
    told.iter().filter_map(|(_, came)| came.as_ref().ok()).flat_map(|studies| studies.iter())
}
