use super::super::score::{Ground, Score};
use super::super::weights::{MOST, WeightTable, Weights};
use super::*;

#[test]
fn every_part_is_a_reason_that_an_officer_can_read() {
    let (need, mut candidate) = physician();
    candidate.occupations = vec!["7126".parse().unwrap(), "2212".parse().unwrap()];
    candidate.years = Some(15);
    candidate.languages = codes(&["eng", "som", "fin"]);
    candidate.placements = 1;
    let score = Score::of(&need, &candidate, &Weights::default());
    let read: Vec<String> = score.reasons().iter().map(ToString::to_string).collect();
    let expected = [
        "occupation: the same minor group (300 of 400)",
        "sector: has worked in it (150 of 150)",
        "field of education: the one that is asked for (150 of 150)",
        "experience: 10 years over the least (112 of 150)",
        "languages: 1 beyond those that are asked for (27 of 50)",
        "placements: 1 completed before (55 of 100)",
    ];
    assert_eq!(read, expected);
    assert_eq!(score.points(), 794);
    assert_eq!(format!("{score:?} {:?}", score.reasons()[0]), "Score(794) Reason(300 of 400)");
}

#[test]
fn who_has_everything_has_all_points_and_who_has_nothing_none() {
    let (mut need, mut candidate) = physician();
    candidate.years = Some(25);
    candidate.languages = codes(&["eng", "som", "fin", "swe", "ara"]);
    candidate.placements = 3;
    let points = |need: &Need, candidate: &Candidate| Score::of(need, candidate, &Weights::default()).points();
    assert_eq!(points(&need, &candidate), MOST);
    need.field = None;
    assert_eq!(points(&need, &candidate), MOST - 150, "what is not asked for gives nothing");
    let nothing = Candidate {
        occupations: Vec::new(),
        sectors: BTreeSet::new(),
        fields: BTreeSet::new(),
        years: None,
        languages: BTreeSet::new(),
        placements: 0,
        ..candidate
    };
    assert_eq!(points(&need, &nothing), 0);
}

#[test]
fn each_further_year_gives_less_than_the_one_before() {
    let (need, mut candidate) = physician();
    let weights = Weights::new(WeightTable { experience: 300, sector: 0, ..WeightTable::default() }).unwrap();
    let points: Vec<u16> = (5..=27)
        .map(|years| {
            candidate.years = Some(years);
            Score::of(&need, &candidate, &weights).reasons()[3].points
        })
        .collect();
    assert_eq!((points[0], points[10], points[20], points[22]), (0, 225, 300, 300));
    let gains: Vec<u16> = points.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // Points are whole, so a gain may be one more than the one before it.
    assert!(gains.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{gains:?}");
    assert!(gains.iter().step_by(4).is_sorted_by(|one, other| one > other || *other == &0), "{gains:?}");
}

/// Tables that are taken.
fn tables() -> impl Strategy<Value = WeightTable> {
    let cuts = prop::collection::vec(0..=MOST, 5);
    (cuts, prop::collection::vec(0..=MOST, 3)).prop_map(|(mut cuts, mut off)| {
        cuts.extend([0, MOST]);
        cuts.sort_unstable();
        let parts: Vec<u16> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        for points in &mut off {
            *points = (*points).min(parts[0]);
        }
        off.sort_unstable();
        WeightTable {
            unit_group: parts[0],
            minor_group: off[2],
            sub_major_group: off[1],
            major_group: off[0],
            sector: parts[1],
            field: parts[2],
            experience: parts[3],
            languages: parts[4],
            placements: parts[5],
        }
    })
}

proptest! {
    #[test]
    fn a_score_is_the_sum_of_its_reasons_and_never_over_a_thousand(
        needs in needs(2, 1), candidates in candidates(3), table in tables()
    ) {
        let weights = Weights::new(table).unwrap();
        for (need, candidate) in needs.iter().flat_map(|need| candidates.iter().map(move |c| (need, c))) {
            let score = Score::of(need, candidate, &weights);
            let sum: u16 = score.reasons().iter().map(|reason| reason.points).sum();
            let most: u16 = score.reasons().iter().map(|reason| reason.most).sum();
            prop_assert_eq!((score.points(), most), (sum, MOST));
            prop_assert!(sum <= MOST && score.reasons().iter().all(|reason| reason.points <= reason.most));
            // Sex and country of residence count for nothing.
            let mut other = candidate.clone();
            (other.sex, other.destination) = (Sex::Unknown, None);
            prop_assert_eq!(Score::of(need, &other, &weights), score);
            let unasked = matches!(score.reasons()[2].ground, Ground::Field(None));
            prop_assert_eq!(unasked, need.field.is_none());
        }
    }
}
