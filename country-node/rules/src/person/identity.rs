//! Which ids are one person: what officers judged, pair by pair. The latest judgement of a pair holds; those that are the same
//! as the same are the same. Judgements never contradict one another: one that would is refused, and says what stands
//! against it.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What an officer judged of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// They are one person.
    Same,
    /// They are two.
    Different,
    /// What was judged is taken back: the pair waits for review again.
    TakenBack,
}

impl Verdict {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "SAME",
            Self::Different => "DIFFERENT",
            Self::TakenBack => "TAKEN_BACK",
        }
    }
}

/// Why a pair is not judged so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// An id is not judged against itself.
    #[error("these are one id")]
    Itself,
    /// Other judgements make them the same.
    #[error("they are the same by other judgements: take one of these back first")]
    SameByOthers,
    /// Others who are the same as one of them were judged different from the other.
    #[error("somebody who is the same as one of them was judged different from the other: take that back first")]
    DifferentByOthers,
    /// Nothing was judged of them.
    #[error("nothing was judged of this pair")]
    Nothing,
    /// It is judged so already.
    #[error("it is judged so already")]
    Already,
}

/// Ids by what stands for them, and what was judged.
#[derive(Clone, Debug)]
pub struct Identities<I: Ord + Copy> {
    verdicts: BTreeMap<(I, I), Verdict>,
    /// Of each id that is the same as another, the least of all that are.
    least: BTreeMap<I, I>,
    /// The ids of each person who has several, by the least of them.
    ids: BTreeMap<I, Vec<I>>,
    /// Persons who were judged different, by the least of their ids.
    different: BTreeSet<(I, I)>,
}

impl<I: Ord + Copy> Default for Identities<I> {
    /// Nothing was judged: each id is a person.
    fn default() -> Self {
        Self::of([])
    }
}

impl<I: Ord + Copy> Identities<I> {
    /// What judgements say together, in the order in which they were made.
    pub fn of(judgements: impl IntoIterator<Item = (I, I, Verdict)>) -> Self {
        let mut verdicts = BTreeMap::new();
        for (one, other, verdict) in judgements {
            let pair = ordered(one, other);
            if verdict == Verdict::TakenBack {
                verdicts.remove(&pair);
            } else {
                verdicts.insert(pair, verdict);
            }
        }
        let mut lesser = BTreeMap::new();
        let same: Vec<(I, I)> = pairs(&verdicts, Verdict::Same).collect();
        for (one, other) in &same {
            let (to, from) = ordered(least(&lesser, *one), least(&lesser, *other));
            if to != from {
                lesser.insert(from, to);
            }
        }
        let all: BTreeSet<I> = same.into_iter().flat_map(|(one, other)| [one, other]).collect();
        let mut identities =
            Self { least: BTreeMap::new(), ids: BTreeMap::new(), different: BTreeSet::new(), verdicts };
        for id in all {
            let least = least(&lesser, id);
            identities.least.insert(id, least);
            identities.ids.entry(least).or_default().push(id);
        }
        let different = pairs(&identities.verdicts, Verdict::Different);
        let different = different.map(|(one, other)| ordered(identities.person(one), identities.person(other)));
        identities.different = different.collect();
        identities
    }

    /// The least of the ids of the person whom an id names: the same for all ids of one person, and for no other.
    pub fn person(&self, id: I) -> I {
        self.least.get(&id).copied().unwrap_or(id)
    }

    /// Every id of the person whom an id names, that one among them, in order.
    pub fn ids(&self, id: I) -> Vec<I> {
        self.ids.get(&self.person(id)).cloned().unwrap_or_else(|| vec![id])
    }

    /// Whether any two ids are judged the same.
    pub fn is_empty(&self) -> bool {
        self.least.is_empty()
    }

    /// What holds of a pair: what was judged of it, or what other judgements say. Who is different from one of a person's ids
    /// is different from the person.
    pub fn verdict(&self, one: I, other: I) -> Option<Verdict> {
        let (one, other) = ordered(self.person(one), self.person(other));
        if one == other {
            return Some(Verdict::Same);
        }
        self.different.contains(&(one, other)).then_some(Verdict::Different)
    }

    /// Whether a pair may be judged so.
    pub fn may(&self, one: I, other: I, verdict: Verdict) -> Result<(), Contradiction> {
        if one == other {
            return Err(Contradiction::Itself);
        }
        let own = self.verdicts.get(&ordered(one, other)).copied();
        match (verdict, own, self.verdict(one, other)) {
            (Verdict::TakenBack, None, _) => Err(Contradiction::Nothing),
            (Verdict::TakenBack, Some(_), _) => Ok(()),
            (new, Some(own), _) if new == own => Err(Contradiction::Already),
            // A pair's own judgement is taken back before it is turned round, so that others are looked at.
            (Verdict::Different, _, Some(Verdict::Same)) => Err(Contradiction::SameByOthers),
            (Verdict::Same, _, Some(Verdict::Different)) => Err(Contradiction::DifferentByOthers),
            _ => Ok(()),
        }
    }
}

fn pairs<I: Ord + Copy>(verdicts: &BTreeMap<(I, I), Verdict>, wanted: Verdict) -> impl Iterator<Item = (I, I)> {
    verdicts.iter().filter(move |(_, verdict)| **verdict == wanted).map(|(pair, _)| *pair)
}

/// The end of the way from an id to ever lesser ones.
fn least<I: Ord + Copy>(lesser: &BTreeMap<I, I>, mut id: I) -> I {
    while let Some(next) = lesser.get(&id) {
        id = *next;
    }
    id
}

fn ordered<I: Ord>(one: I, other: I) -> (I, I) {
    if one <= other { (one, other) } else { (other, one) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_as_the_same_is_the_same_until_it_is_taken_back() {
        let mut judged = vec![(1, 2, Verdict::Same), (3, 2, Verdict::Same), (4, 5, Verdict::Different)];
        let identities = Identities::of(judged.clone());
        assert_eq!((identities.ids(3), identities.person(3), identities.ids(4)), (vec![1, 2, 3], 1, vec![4]));
        assert_eq!(identities.verdict(1, 3), Some(Verdict::Same));
        judged.push((2, 3, Verdict::TakenBack));
        let identities = Identities::of(judged);
        assert_eq!((identities.ids(3), identities.verdict(1, 3)), (vec![3], None));
        assert_eq!(identities.verdict(5, 4), Some(Verdict::Different));
    }

    #[test]
    fn what_contradicts_is_refused_and_says_what_stands_against_it() {
        let identities = Identities::of([(1, 2, Verdict::Same), (2, 3, Verdict::Different), (4, 5, Verdict::Same)]);
        let may = |one, other, verdict| identities.may(one, other, verdict);
        assert_eq!(may(1, 1, Verdict::Same), Err(Contradiction::Itself));
        assert_eq!(may(3, 1, Verdict::Same), Err(Contradiction::DifferentByOthers));
        assert_eq!(may(2, 1, Verdict::Different), Err(Contradiction::SameByOthers));
        assert_eq!(may(2, 1, Verdict::Same), Err(Contradiction::Already));
        assert_eq!(may(1, 3, Verdict::TakenBack), Err(Contradiction::Nothing));
        assert_eq!(may(1, 3, Verdict::Different), Ok(()));
        assert_eq!(may(1, 4, Verdict::Same), Ok(()));
        assert_eq!(may(3, 2, Verdict::TakenBack), Ok(()));
    }

    fn verdict() -> impl Strategy<Value = Verdict> {
        prop_oneof![Just(Verdict::Same), Just(Verdict::Different), Just(Verdict::TakenBack)]
    }

    proptest! {
        #[test]
        fn allowed_judgements_never_contradict_and_ids_of_a_person_stand_for_one_another(
            attempts in prop::collection::vec((0..7_u8, 0..7_u8, verdict()), 0..40)
        ) {
            let mut judged = Vec::new();
            for (one, other, verdict) in attempts {
                if Identities::of(judged.clone()).may(one, other, verdict).is_ok() {
                    judged.push((one, other, verdict));
                }
            }
            let identities = Identities::of(judged.clone());
            for ((one, other), verdict) in &identities.verdicts {
                prop_assert_eq!(identities.verdict(*one, *other), Some(*verdict), "nothing stands against a judgement");
            }
            for one in 0..7 {
                let ids = identities.ids(one);
                prop_assert!(ids.contains(&one) && ids.is_sorted());
                prop_assert_eq!(identities.person(one), ids[0]);
                for other in 0..7 {
                    let same = identities.person(one) == identities.person(other);
                    prop_assert_eq!(ids.contains(&other), same);
                    prop_assert_eq!(identities.verdict(one, other), identities.verdict(other, one));
                }
            }
        }
    }
}
