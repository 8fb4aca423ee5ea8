use super::super::eligible::{Obstacle, is_eligible, obstacles};
use super::super::shortlist::Shortlist;
use super::super::weights::Weights;
use super::*;

#[test]
fn each_condition_stands_by_itself_and_all_that_stand_are_said() {
    let (need, fit) = physician();
    let against = |change: &dyn Fn(&mut Candidate)| {
        let mut candidate = fit.clone();
        change(&mut candidate);
        obstacles(&need, &candidate)
    };
    assert_eq!(against(&|_| ()), []);
    assert_eq!(against(&|c| c.modes = [Mode::Virtual, Mode::Permanent].into()), [Obstacle::Mode]);
    assert_eq!(against(&|c| c.education = Some(SkillLevel::Three)), [Obstacle::SkillLevel]);
    assert_eq!(against(&|c| c.education = None), [], "what a physician does is of level 4");
    assert_eq!(
        against(&|c| {
            c.education = None;
            c.occupations.clear();
        }),
        [Obstacle::SkillLevel],
        "a level that is not known is not high enough"
    );
    assert_eq!(against(&|c| c.from = Some(day(11))), [Obstacle::Availability]);
    assert_eq!(against(&|c| c.until = Some(day(99))), [Obstacle::Availability]);
    assert_eq!(against(&|c| c.not_for = [NeedId(1)].into()), [Obstacle::Decided], "an officer's decision stands");
    assert_eq!(against(&|c| c.not_for = [NeedId(2)].into()), []);
    for (from, last, obstacles) in [
        (0, Some(9), vec![]),
        (0, Some(10), vec![Obstacle::Availability]),
        (100, Some(120), vec![Obstacle::Availability]),
        (101, Some(120), vec![]),
        (5, None, vec![Obstacle::Availability]),
    ] {
        assert_eq!(
            against(&|c| c.busy = vec![(day(from), last.map(day))]),
            obstacles,
            "who serves elsewhere is not free"
        );
    }
    assert_eq!(against(&|c| (c.from, c.until) = (None, None)), []);
    assert_eq!(against(&|c| c.years = Some(4)), [Obstacle::Experience]);
    assert_eq!(against(&|c| c.years = None), [Obstacle::Experience]);
    let lacking = |code: &str| Obstacle::Language(code.parse().unwrap());
    assert_eq!(against(&|c| c.languages = codes(&["fin"])), [lacking("eng"), lacking("som")]);
    let all = against(&|c| {
        c.modes.clear();
        c.education = Some(SkillLevel::One);
        c.until = Some(day(9));
        c.years = None;
        c.languages = codes(&["eng"]);
    });
    let expected = [Obstacle::Mode, Obstacle::SkillLevel, Obstacle::Availability, Obstacle::Experience, lacking("som")];
    assert_eq!(all, expected);
    assert_eq!(all[4].to_string(), "does not have the language som");
}

#[test]
fn for_good_needs_one_who_is_free_without_an_end() {
    let (mut need, mut candidate) = physician();
    need.until = None;
    assert_eq!(obstacles(&need, &candidate), [Obstacle::Availability]);
    candidate.until = None;
    assert!(is_eligible(&need, &candidate));
}

#[test]
fn of_one_who_did_not_agree_nothing_but_that_is_said_and_nothing_shows_a_person() {
    let (need, mut candidate) = physician();
    candidate.may_be_matched = false;
    candidate.modes.clear();
    candidate.languages.clear();
    assert_eq!(obstacles(&need, &candidate), [Obstacle::NoConsent]);
    let list = Shortlist::of(&need, &[candidate.clone()], &Weights::default());
    assert!(list.eligible.is_empty() && list.others.is_empty());
    assert_eq!(format!("{candidate:?}"), "Candidate");
}

proptest! {
    #[test]
    fn a_shortlist_has_everybody_who_agreed_once_and_nobody_else(needs in needs(1, 3), candidates in candidates(12)) {
        for need in &needs {
            let list = Shortlist::of(need, &candidates, &Weights::default());
            let points: Vec<u16> = list.eligible.iter().map(|(_, score)| score.points()).collect();
            prop_assert!(points.is_sorted_by(|one, other| one >= other));
            let on = |candidate: &Candidate| {
                let eligible = list.eligible.iter().filter(|(id, _)| *id == candidate.id).count();
                (eligible, list.others.iter().filter(|(id, _)| *id == candidate.id).count())
            };
            for candidate in &candidates {
                let expected = match (candidate.may_be_matched, is_eligible(need, candidate)) {
                    (false, _) => (0, 0),
                    (true, true) => (1, 0),
                    (true, false) => (0, 1),
                };
                prop_assert_eq!(on(candidate), expected);
                prop_assert_eq!(obstacles(need, candidate).is_empty(), is_eligible(need, candidate));
            }
            let consent = list.others.iter().any(|(_, obstacles)| obstacles.contains(&Obstacle::NoConsent));
            prop_assert!(!consent, "no reason tells who did not agree");
        }
    }
}
