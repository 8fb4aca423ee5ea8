use super::super::assign::assign;
use super::super::fairness::{Composition, Fairness};
use super::super::weights::Weights;
use super::*;

fn diaspora() -> Vec<Candidate> {
    let one = |id, sex, destination: Option<&str>, may_be_matched| Candidate {
        id: CandidateId(id),
        sex,
        destination: destination.map(|code| code.parse().unwrap()),
        may_be_matched,
        ..physician().1
    };
    vec![
        one(1, Sex::Female, Some("FIN"), true),
        one(2, Sex::Male, Some("FIN"), true),
        one(3, Sex::Male, Some("GBR"), true),
        one(4, Sex::Unknown, None, true),
        one(5, Sex::Female, Some("SWE"), false),
        one(6, Sex::Other, Some("GBR"), true),
    ]
}

#[test]
fn women_are_counted_among_women_and_men_and_nobody_counts_who_did_not_agree() {
    let ids = |ids: &[u32]| ids.iter().map(|id| CandidateId(*id)).collect();
    let fairness = Fairness::of(&diaspora(), &ids(&[1, 2, 3, 4, 5]), &ids(&[1, 3, 5]));
    let (eligible, matched) = (&fairness.eligible, &fairness.matched);
    assert_eq!((eligible.persons, eligible.women, eligible.women_and_men), (4, 1, 3));
    assert_eq!((matched.persons, matched.women, matched.women_and_men), (2, 1, 2));
    assert_eq!((eligible.share_of_women(), matched.share_of_women()), (Some(1.0 / 3.0), Some(0.5)));
    let finland = Some("FIN".parse().unwrap());
    assert_eq!((eligible.share_of(finland), matched.share_of(finland)), (Some(0.5), Some(0.5)));
    assert_eq!((eligible.share_of(None), matched.share_of(None)), (Some(0.25), Some(0.0)));
    let with_other = Fairness::of(&diaspora(), &ids(&[1, 3, 6]), &ids(&[1, 3, 6])).matched;
    assert_eq!((with_other.persons, with_other.share_of_women()), (3, Some(0.5)), "as in reports and releases");
    let destinations: Vec<_> = fairness.destinations().into_iter().collect();
    assert_eq!(destinations, [None, finland, Some("GBR".parse().unwrap())]);
    assert_eq!(Composition::default().share_of_women(), None);
}

proptest! {
    #[test]
    fn the_matched_are_among_the_eligible_and_every_person_is_in_one_country(
        needs in needs(4, 2), candidates in candidates(12)
    ) {
        let assignment = assign(&needs, &candidates, &Weights::default());
        let fairness = Fairness::of(&candidates, &assignment.eligible, &assignment.matched());
        prop_assert_eq!(fairness.matched.persons, assignment.proposals.len());
        prop_assert_eq!(fairness.eligible.persons, assignment.eligible.len());
        for destination in fairness.destinations() {
            let of = |of: &Composition| of.by_destination.get(&destination).copied().unwrap_or(0);
            prop_assert!(of(&fairness.matched) <= of(&fairness.eligible));
        }
        for persons in [&fairness.eligible, &fairness.matched] {
            prop_assert_eq!(persons.by_destination.values().sum::<usize>(), persons.persons);
            prop_assert!(persons.women <= persons.women_and_men && persons.women_and_men <= persons.persons);
        }
    }
}
