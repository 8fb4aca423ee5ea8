use super::super::assign::{Assignment, assign};
use super::super::eligible::is_eligible;
use super::super::score::Score;
use super::super::weights::Weights;
use super::*;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use std::collections::BTreeMap;

/// What a pair is worth; nothing where it must not be.
fn points(need: &Need, candidate: &Candidate) -> Option<u64> {
    let score = || Score::of(need, candidate, &Weights::default());
    is_eligible(need, candidate).then(|| score().points().into())
}

/// The most points, and with them the most positions filled: every way is tried.
fn by_brute_force(needs: &[Need], free: &mut [u16], candidates: &[Candidate]) -> (u64, usize) {
    let Some((candidate, others)) = candidates.split_first() else { return (0, 0) };
    let mut best = by_brute_force(needs, free, others);
    for (at, need) in needs.iter().enumerate() {
        if let (1.., Some(points)) = (free[at], points(need, candidate)) {
            free[at] -= 1;
            let (total, filled) = by_brute_force(needs, free, others);
            free[at] += 1;
            best = best.max((total + points, filled + 1));
        }
    }
    best
}

fn free(needs: &[Need]) -> Vec<u16> {
    needs.iter().map(|need| need.positions.get()).collect()
}

/// The best pair that is left, again and again.
fn by_greed(needs: &[Need], candidates: &[Candidate]) -> u64 {
    let pair = |(at, candidate): (usize, _)| Some((points(&needs[at], candidate)?, at, candidate.id));
    let pairs = candidates.iter().flat_map(|candidate| (0..needs.len()).map(move |at| (at, candidate)));
    let mut pairs: Vec<_> = pairs.filter_map(pair).collect();
    pairs.sort_by_key(|(points, at, id)| (std::cmp::Reverse(*points), *at, *id));
    let (mut free, mut taken, mut total) = (free(needs), BTreeSet::new(), 0);
    for (points, at, id) in pairs {
        if free[at] > 0 && taken.insert(id) {
            free[at] -= 1;
            total += points;
        }
    }
    total
}

/// The most points of all pairs in one matrix, with nothing left out and nothing split.
fn by_the_whole_matrix(needs: &[Need], candidates: &[Candidate]) -> u64 {
    let rows: Vec<&Need> =
        needs.iter().flat_map(|need| std::iter::repeat_n(need, need.positions.get().into())).collect();
    if rows.is_empty() {
        return 0;
    }
    let worth = |row: usize, column: usize| -> i64 {
        let pair = candidates.get(column).map(|candidate| points(rows[row], candidate));
        pair.map_or(0, |points| points.map_or(-1, |points| points.try_into().unwrap()))
    };
    let matrix = Matrix::from_fn(rows.len(), candidates.len() + rows.len(), |(row, column)| worth(row, column));
    kuhn_munkres(&matrix).0.try_into().unwrap()
}

fn priority() -> impl Strategy<Value = Priority> {
    prop::sample::select(&[Priority::High, Priority::Normal, Priority::Low])
}

/// What must hold of every assignment.
fn is_sound(needs: &[Need], candidates: &[Candidate], assignment: &Assignment) -> Result<(), TestCaseError> {
    let need: BTreeMap<_, _> = needs.iter().map(|need| (need.id, need)).collect();
    let candidate: BTreeMap<_, _> = candidates.iter().map(|candidate| (candidate.id, candidate)).collect();
    let mut filled: BTreeMap<NeedId, u16> = BTreeMap::new();
    for proposal in &assignment.proposals {
        let (need, candidate) = (need[&proposal.need], candidate[&proposal.candidate]);
        prop_assert!(candidate.may_be_matched && is_eligible(need, candidate));
        prop_assert_eq!(proposal.score, Score::of(need, candidate, &Weights::default()));
        *filled.entry(need.id).or_default() += 1;
    }
    prop_assert_eq!(assignment.matched().len(), assignment.proposals.len(), "nobody is proposed twice");
    let open: BTreeMap<_, _> = assignment.open.iter().copied().collect();
    for need in needs {
        let all = filled.get(&need.id).copied().unwrap_or(0) + open.get(&need.id).copied().unwrap_or(0);
        prop_assert_eq!(all, need.positions.get(), "a position is filled or open");
    }
    let eligible = candidates.iter().filter(|candidate| needs.iter().any(|need| is_eligible(need, candidate)));
    prop_assert_eq!(&assignment.eligible, &eligible.map(|candidate| candidate.id).collect());
    Ok(())
}

#[test]
fn a_need_gives_up_its_best_where_all_together_gain() {
    let (mut physician, mut both) = physician();
    physician.languages.clear();
    let nurse = Need { id: NeedId(2), occupation: "2221".parse().unwrap(), ..physician.clone() };
    both.occupations.push("2221".parse().unwrap());
    let mut other = Candidate { id: CandidateId(2), occupations: vec!["2211".parse().unwrap()], ..both.clone() };
    other.years = Some(6);
    both.years = Some(9);
    let (needs, candidates) = ([physician, nurse], [both, other]);
    assert!(points(&needs[0], &candidates[0]) > points(&needs[0], &candidates[1]));
    let assignment = assign(&needs, &candidates, &Weights::default());
    let pairs: Vec<_> = assignment.proposals.iter().map(|of| (of.need.0, of.candidate.0)).collect();
    assert_eq!((pairs, &assignment.open), (vec![(1, 2), (2, 1)], &vec![]));
    assert_eq!((assignment.total(), by_greed(&needs, &candidates)), (1_556, 1_356));
}

/// The most points of each priority, and with them the most positions filled, the highest priority first: every way is tried.
fn by_brute_force_in_order(needs: &[Need], free: &mut [u16], candidates: &[Candidate]) -> [(u64, usize); 3] {
    let Some((candidate, others)) = candidates.split_first() else { return [(0, 0); 3] };
    let mut best = by_brute_force_in_order(needs, free, others);
    for (at, need) in needs.iter().enumerate() {
        if let (1.., Some(points)) = (free[at], points(need, candidate)) {
            free[at] -= 1;
            let mut found = by_brute_force_in_order(needs, free, others);
            free[at] += 1;
            let (total, filled) = &mut found[need.priority as usize];
            (*total, *filled) = (*total + points, *filled + 1);
            best = best.max(found);
        }
    }
    best
}

#[test]
fn a_need_of_higher_priority_has_the_better_candidate_whatever_another_loses() {
    let (high, candidate) = physician();
    let mut usual = Need { id: NeedId(0), ..high.clone() };
    let mut worse = Candidate { id: CandidateId(2), ..candidate.clone() };
    worse.occupations = vec!["2212".parse().unwrap()];
    usual.occupation = "2211".parse().unwrap();
    // To the usual need the second candidate is worth nothing but the sector; to the high one, almost as much as the first.
    let high = Need { priority: Priority::High, occupation: "221".parse().unwrap(), ..high };
    worse.years = Some(5);
    let better = Candidate { years: Some(6), ..candidate };
    let pairs = |needs: &[Need]| {
        let assignment = assign(needs, &[better.clone(), worse.clone()], &Weights::default());
        assignment.proposals.iter().map(|of| (of.need.0, of.candidate.0)).collect::<Vec<_>>()
    };
    let [one, other] = [&better, &worse].map(|of| points(&high, of).unwrap());
    assert!(one > other && points(&usual, &better).unwrap() - points(&usual, &worse).unwrap() > one - other);
    assert_eq!(pairs(&[high.clone(), usual.clone()]), [(0, 2), (1, 1)], "the high one has the better");
    let alike = Need { priority: Priority::Normal, ..high };
    assert_eq!(pairs(&[alike, usual]), [(0, 1), (1, 2)], "all together gain");
}

#[test]
fn a_position_that_nobody_fits_stays_open_and_one_without_points_is_filled() {
    let (mut need, mut candidate) = physician();
    need.positions = NonZeroU16::new(3).unwrap();
    need.least_years = None;
    let hopeless = Need { id: NeedId(2), mode: Mode::Virtual, ..need.clone() };
    candidate.occupations.clear();
    candidate.sectors.clear();
    candidate.fields.clear();
    candidate.years = None;
    let assignment = assign(&[need, hopeless], &[candidate], &Weights::default());
    assert_eq!((assignment.proposals.len(), assignment.total()), (1, 0));
    assert_eq!(assignment.open, [(NeedId(1), 2), (NeedId(2), 3)]);
}

#[test]
fn one_who_is_there_twice_is_matched_once_and_not_at_all_where_consent_lacks_once() {
    let (mut need, candidate) = physician();
    need.positions = NonZeroU16::new(2).unwrap();
    let mut twice = [candidate.clone(), candidate];
    let needs = [need];
    assert_eq!(assign(&needs, &twice, &Weights::default()).proposals.len(), 1);
    twice[1].may_be_matched = false;
    let assignment = assign(&needs, &twice, &Weights::default());
    assert!(assignment.proposals.is_empty() && assignment.eligible.is_empty());
}

#[test]
fn nothing_comes_of_nothing() {
    let (need, candidate) = physician();
    assert_eq!(assign(&[], &[candidate], &Weights::default()), Assignment::default());
    assert_eq!(assign(&[need], &[], &Weights::default()).open, [(NeedId(1), 1)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_other_way_has_more_points_or_as_many_with_more_filled(needs in needs(4, 3), candidates in candidates(7)) {
        let assignment = assign(&needs, &candidates, &Weights::default());
        is_sound(&needs, &candidates, &assignment)?;
        let best = by_brute_force(&needs, &mut free(&needs), &candidates);
        prop_assert_eq!((assignment.total(), assignment.proposals.len()), best);
    }

    #[test]
    fn no_other_way_is_better_for_a_higher_priority_or_as_good_for_it_and_better_for_the_next(
        needs in needs(4, 2), priorities in prop::collection::vec(priority(), 4), candidates in candidates(7)
    ) {
        let mut needs = needs;
        needs.iter_mut().zip(priorities).for_each(|(need, priority)| need.priority = priority);
        let assignment = assign(&needs, &candidates, &Weights::default());
        is_sound(&needs, &candidates, &assignment)?;
        let mut found = [(0, 0); 3];
        for proposal in &assignment.proposals {
            let need = needs.iter().find(|need| need.id == proposal.need).unwrap();
            let (total, filled) = &mut found[need.priority as usize];
            (*total, *filled) = (*total + u64::from(proposal.score.points()), *filled + 1);
        }
        prop_assert_eq!(found, by_brute_force_in_order(&needs, &mut free(&needs), &candidates));
    }

    #[test]
    fn order_changes_nothing(
        (needs, candidates, needs_in_order, candidates_in_order) in (needs(6, 3), candidates(20)).prop_flat_map(
            |(needs, candidates)| (
                Just(needs.clone()).prop_shuffle(), Just(candidates.clone()).prop_shuffle(), Just(needs), Just(candidates),
            )
        )
    ) {
        let expected = assign(&needs_in_order, &candidates_in_order, &Weights::default());
        prop_assert_eq!(assign(&needs, &candidates, &Weights::default()), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn lists_cut_short_and_problems_split_lose_nothing_and_greed_is_never_better(
        needs in needs(30, 4), candidates in candidates(120)
    ) {
        let assignment = assign(&needs, &candidates, &Weights::default());
        is_sound(&needs, &candidates, &assignment)?;
        prop_assert!(by_greed(&needs, &candidates) <= assignment.total());
        prop_assert_eq!(assignment.total(), by_the_whole_matrix(&needs, &candidates));
    }

    #[test]
    fn without_those_who_did_not_agree_all_is_the_same(needs in needs(10, 3), candidates in candidates(40)) {
        let agreed: Vec<Candidate> = candidates.iter().filter(|c| c.may_be_matched).cloned().collect();
        let assignment = assign(&needs, &candidates, &Weights::default());
        prop_assert_eq!(&assignment, &assign(&needs, &agreed, &Weights::default()));
        let agreed: BTreeSet<CandidateId> = agreed.iter().map(|candidate| candidate.id).collect();
        prop_assert!(assignment.eligible.is_subset(&agreed) && assignment.matched().is_subset(&agreed));
    }
}
