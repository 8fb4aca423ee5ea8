//! How likely two ids are one person, from what agrees and what does not of their contacts. It sees digests alone.
//!
//! Each field that agrees or differs counts by how much it tells: an e-mail address is hardly ever another's, a telephone is
//! shared in a household, a name is common, and with a day of birth it is not. A pair is on the list for review from
//! [`LEAST`] points on. An officer decides; nothing is decided by points.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Field {
    /// The e-mail address.
    Email,
    /// The telephone number.
    Telephone,
    /// The name.
    Name,
    /// The name with the year of birth.
    NameAndYear,
    /// The name with the day of birth.
    NameAndDay,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Email, Self::Telephone, Self::Name, Self::NameAndYear, Self::NameAndDay];

    /// Its name in the store, and before an officer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Telephone => "TELEPHONE",
            Self::Name => "NAME",
            Self::NameAndYear => "NAME_AND_YEAR",
            Self::NameAndDay => "NAME_AND_DAY",
        }
    }

    /// The points for agreeing, and those against for differing where both have it.
    const fn points(self) -> (i32, i32) {
        match self {
            Self::Email => (5, 0),
            Self::Telephone => (4, 0),
            Self::NameAndYear => (2, 1),
            Self::Name | Self::NameAndDay => (2, 2),
        }
    }

    /// Whether two who agree on it are compared at all. A name alone is too common.
    pub const fn brings_together(self) -> bool {
        !matches!(self, Self::Name)
    }
}

/// The digests of a person's fields.
pub type Digests = BTreeMap<Field, [u8; 16]>;

/// What two have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Which fields agree.
    pub agree: BTreeSet<Field>,
    /// Which fields both have, and differ.
    pub differ: BTreeSet<Field>,
}

/// From how many points on a pair is reviewed.
pub const LEAST: i32 = 2;

/// The points of a pair that agrees on everything.
pub const MOST: i32 = 15;

/// How many ids may share a value, at most: an office's number or an association's mailbox tells nobody.
pub const MOST_SHARE: usize = 12;

impl Likeness {
    /// What two have in common.
    pub fn of(one: &Digests, other: &Digests) -> Self {
        let (mut agree, mut differ) = (BTreeSet::new(), BTreeSet::new());
        for (field, digest) in one {
            match other.get(field) {
                Some(same) if same == digest => drop(agree.insert(*field)),
                Some(_) => drop(differ.insert(*field)),
                None => {}
            }
        }
        // Where names differ, so does the name with anything: that is said once.
        if differ.contains(&Field::Name) {
            differ.retain(|field| !matches!(field, Field::NameAndYear | Field::NameAndDay));
        }
        if differ.contains(&Field::NameAndYear) {
            differ.remove(&Field::NameAndDay);
        }
        Self { agree, differ }
    }

    /// How likely they are one, in points of [`MOST`].
    pub fn points(&self) -> i32 {
        let for_it: i32 = self.agree.iter().map(|field| field.points().0).sum();
        let against: i32 = self.differ.iter().map(|field| field.points().1).sum();
        for_it - against
    }

    /// Whether an officer should look at them.
    pub fn is_for_review(&self) -> bool {
        self.agree.iter().any(|field| field.brings_together()) && self.points() >= LEAST
    }
}

/// The pairs that an officer should look at, of persons by their places: each pair once, the likeliest first.
pub fn pairs(persons: &[Digests]) -> Vec<(usize, usize, Likeness)> {
    let mut sharing: BTreeMap<(Field, [u8; 16]), Vec<usize>> = BTreeMap::new();
    for (at, digests) in persons.iter().enumerate() {
        for (field, digest) in digests.iter().filter(|(field, _)| field.brings_together()) {
            sharing.entry((*field, *digest)).or_default().push(at);
        }
    }
    let mut together = BTreeSet::new();
    for sharing in sharing.into_values().filter(|sharing| (2..=MOST_SHARE).contains(&sharing.len())) {
        for (at, one) in sharing.iter().enumerate() {
            together.extend(sharing.iter().skip(at + 1).map(|other| (*one, *other)));
        }
    }
    let likeness = |(one, other): (usize, usize)| {
        let likeness = Likeness::of(persons.get(one)?, persons.get(other)?);
        likeness.is_for_review().then_some((one, other, likeness))
    };
    let mut pairs: Vec<_> = together.into_iter().filter_map(likeness).collect();
    pairs.sort_by_key(|(one, other, likeness)| (-likeness.points(), *one, *other));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digests(of: &[(Field, u8)]) -> Digests {
        of.iter().map(|(field, value)| (*field, [*value; 16])).collect()
    }

    #[test]
    fn who_agrees_on_more_is_likelier_and_a_household_is_less_likely_than_a_person() {
        let ama = digests(&[(Field::Email, 1), (Field::Telephone, 1), (Field::Name, 1), (Field::NameAndYear, 1)]);
        let again = digests(&[(Field::Email, 1), (Field::Name, 1), (Field::NameAndYear, 1)]);
        let husband = digests(&[(Field::Telephone, 1), (Field::Name, 2), (Field::NameAndYear, 2)]);
        let namesake = digests(&[(Field::Name, 1), (Field::NameAndYear, 2)]);
        let points = |other: &Digests| Likeness::of(&ama, other).points();
        assert_eq!((points(&again), points(&husband), points(&namesake)), (9, 2, 1));
        let all = digests(&Field::ALL.map(|field| (field, 1)));
        assert_eq!(Likeness::of(&all, &all).points(), MOST);
        let listed: Vec<(usize, usize)> =
            pairs(&[ama, husband, namesake, again]).into_iter().map(|(one, other, _)| (one, other)).collect();
        assert_eq!(listed, [(0, 3), (0, 1)], "a name alone brings nobody together");
    }

    #[test]
    fn a_number_that_many_share_tells_nobody() {
        let office = vec![digests(&[(Field::Telephone, 1)]); MOST_SHARE + 1];
        assert!(pairs(&office).is_empty());
        assert_eq!(pairs(&office[..3]).len(), 3);
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_a_pair_is_listed_once(
            values in prop::collection::vec(prop::collection::btree_map(0..5_usize, 0..3_u8, 0..5), 0..8)
        ) {
            let persons: Vec<Digests> = values
                .into_iter()
                .map(|of| of.into_iter().map(|(at, value)| (Field::ALL[at], [value; 16])).collect())
                .collect();
            let pairs = pairs(&persons);
            let mut seen = BTreeSet::new();
            for (one, other, likeness) in &pairs {
                prop_assert!(one < other && seen.insert((*one, *other)));
                prop_assert_eq!(likeness, &Likeness::of(&persons[*other], &persons[*one]));
                prop_assert!(likeness.points() >= LEAST && likeness.points() <= MOST);
            }
            prop_assert!(pairs.is_sorted_by_key(|(.., likeness)| -likeness.points()));
        }
    }
}
