//! Who is among those who could be matched, and among those who are: women, and the residents of each country.
//!
//! These are counts of persons without protection, for the officers of the country itself. They are never published, and no
//! answer to another member is made of them; figures on placements leave the node by a release, like all others.

use super::candidate::{Candidate, CandidateId, Sex};
use schema::country::CountryCode;
use std::collections::{BTreeMap, BTreeSet};

/// Who some persons are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// How many they are.
    pub persons: usize,
    /// How many women are among them.
    pub women: usize,
    /// How many women and men: of whom their share is, as in reports and releases.
    pub women_and_men: usize,
    /// How many live in each country; nothing stands for those of whom it is not known.
    pub by_destination: BTreeMap<Option<CountryCode>, usize>,
}

impl Composition {
    /// Of some persons.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a Candidate>) -> Self {
        let mut composition = Self::default();
        persons.into_iter().for_each(|candidate| composition.add(candidate));
        composition
    }

    /// The share of women among women and men, from 0 to 1; none of nobody.
    pub fn share_of_women(&self) -> Option<f64> {
        share(self.women, self.women_and_men)
    }

    /// The share of those who live in a country, from 0 to 1; none of nobody.
    pub fn share_of(&self, destination: Option<CountryCode>) -> Option<f64> {
        share(self.by_destination.get(&destination).copied().unwrap_or(0), self.persons)
    }

    fn add(&mut self, candidate: &Candidate) {
        self.persons += 1;
        self.women += usize::from(candidate.sex == Sex::Female);
        self.women_and_men += usize::from(matches!(candidate.sex, Sex::Female | Sex::Male));
        *self.by_destination.entry(candidate.destination).or_default() += 1;
    }
}

/// Those who could be matched beside those who are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fairness {
    /// Who is eligible for one need at least.
    pub eligible: Composition,
    /// Who is matched.
    pub matched: Composition,
}

impl Fairness {
    /// Of the candidates whose ids are named; of those who may not be matched nobody is counted.
    pub fn of(candidates: &[Candidate], eligible: &BTreeSet<CandidateId>, matched: &BTreeSet<CandidateId>) -> Self {
        let mut fairness = Self::default();
        for candidate in candidates.iter().filter(|candidate| candidate.may_be_matched) {
            if eligible.contains(&candidate.id) {
                fairness.eligible.add(candidate);
            }
            if matched.contains(&candidate.id) {
                fairness.matched.add(candidate);
            }
        }
        fairness
    }

    /// The countries in which anybody of either lives, in the order of their codes.
    pub fn destinations(&self) -> BTreeSet<Option<CountryCode>> {
        let both = [&self.eligible, &self.matched];
        both.into_iter().flat_map(|persons| persons.by_destination.keys().copied()).collect()
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
