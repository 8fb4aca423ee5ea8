//! Answers on one scale beside answers on another.

use super::*;

const FIVE: &str = "1 (no trust) to 5 (full trust)";
const ELEVEN: &str = "0 (no trust) to 10 (full trust)";

/// A mean of the trust of women, in a unit.
fn scored(country: &str, unit: &str, mean: f64) -> Told {
    let mut told = told(country, Dataset::Survey, vec![]);
    told.rows = vec![Row::read(figure(&["F"], mean, 10.0), MeasureKind::Mean).unwrap()];
    told.source.unit = Some(unit.to_owned());
    told
}

fn means(col: Told, cub: Told) -> Together {
    let measure = MeasureInput { kind: MeasureKind::Mean, of: Some("TRUST_MINISTRY".into()) };
    together(QuestionInput { measure, ..question(&[Dimension::Sex]) }, vec![("COL", col), ("CUB", cub)])
}

#[test]
fn scores_on_unlike_scales_stand_side_by_side_and_are_never_averaged() {
    let unlike = means(scored("COL", FIVE, 3.0), scored("CUB", ELEVEN, 7.0));
    assert_eq!((unlike.rows.len(), unlike.comparability), (0, Comparability::Unlike));
    assert_eq!(unlike.differences, [format!("Unit: {ELEVEN} in CUB; {FIVE} in COL.")]);
    let alike = means(scored("COL", ELEVEN, 3.0), scored("CUB", ELEVEN, 7.0));
    assert_eq!((values(&alike), alike.comparability), (vec![("F".to_owned(), Some(5.0))], Comparability::Like));
}

#[test]
fn scores_whose_units_do_not_say_what_their_ends_mean_are_not_averaged_even_where_they_are_written_alike() {
    let nameless = means(scored("COL", "1-5", 2.0), scored("CUB", "1-5", 4.0));
    assert_eq!((nameless.rows.len(), nameless.comparability), (0, Comparability::Unlike));
    assert_eq!(nameless.differences, ["Unit: 1-5 in COL does not say what the ends of its scale mean."]);
    let measure = MeasureInput { kind: MeasureKind::Mean, of: Some("TRUST_MINISTRY".into()) };
    let input = QuestionInput { measure, ..question(&[Dimension::Sex]) };
    let alone = together(input, vec![("COL", scored("COL", "1-5", 2.0))]);
    assert_eq!(
        (alone.rows.len(), alone.comparability),
        (1, Comparability::Like),
        "one country is averaged with nobody"
    );
}

#[test]
fn the_mean_of_several_countries_stays_on_their_scale() {
    let wide = |country: &str| {
        let estimate = Estimate::published(4.9, 0.2, 0.3, Some(50));
        let figure = NodeFigure::new(vec!["F".into()], &estimate.between((1.0, 5.0)), &Estimate::exact(100.0));
        let mut told = scored(country, FIVE, 0.0);
        told.rows = vec![Row::read(figure, MeasureKind::Mean).unwrap()];
        told
    };
    let both = means(wide("COL"), wide("CUB"));
    assert_eq!((both.rows[0].figure().value, both.rows[0].figure().upper), (Some(4.9), Some(5.0)));
}

fn trust(country: &str, codes: &[&str]) -> Told {
    let figures = codes.iter().map(|code| figure(&[code], 10.0, 100.0)).collect();
    told(country, Dataset::Survey, figures)
}

#[test]
fn a_table_of_trust_is_not_put_together_where_countries_asked_on_unlike_scales() {
    let both = |col: &[&str], cub: &[&str]| {
        together(question(&[Dimension::Trust]), vec![("COL", trust("COL", col)), ("CUB", trust("CUB", cub))])
    };
    let unlike = both(&["1", "5", "_N"], &["S0T10_0", "S0T10_10", "_N"]);
    assert_eq!((unlike.rows.len(), unlike.comparability), (0, Comparability::Unlike));
    assert_eq!(unlike.differences, ["Scale of TRUST: 0 to 10 in CUB; 1 to 5 in COL."]);
    let groups = both(&["S1T5", "_N"], &["S0T10", "_N"]);
    assert_eq!((groups.rows.len(), groups.comparability), (0, Comparability::Unlike), "any answer on either is no sum");
    let alike = both(&["1", "5"], &["1", "5"]);
    assert_eq!(values(&alike), [("1".to_owned(), Some(20.0)), ("5".to_owned(), Some(20.0))]);
    assert_eq!(alike.comparability, Comparability::Like);
    let mixed = both(&["1", "S0T10_0"], &["1", "S0T10_0"]);
    assert_eq!(mixed.comparability, Comparability::Unlike, "releases of before each had one scale");
    assert_eq!(mixed.differences, ["Scale of TRUST: 0 to 10 in COL, CUB; 1 to 5 in COL, CUB."]);
}

#[test]
fn a_country_that_is_asked_for_codes_of_a_scale_that_it_does_not_have_is_on_no_scale() {
    let never = NodeFigure::new(vec!["1".into()], &Estimate::not_asked(), &Estimate::not_asked());
    let cub = told("CUB", Dataset::Survey, vec![never]);
    let both = together(question(&[Dimension::Trust]), vec![("COL", trust("COL", &["1"])), ("CUB", cub)]);
    assert_eq!((values(&both), both.comparability), (vec![("1".to_owned(), Some(10.0))], Comparability::Mixed));
    assert_eq!(both.differences, ["Rows: CUB lacks 1 of 1; they are added up without it, not as zero."]);
}

#[test]
fn a_series_breaks_where_a_wave_asked_on_another_scale_and_says_so() {
    let by_trust = Question::new(question(&[Dimension::Trust])).unwrap();
    let waves = |waves: &[&[&str]]| {
        let wave = |(at, codes): (usize, &&[&str])| {
            let mut told = trust("COL", codes);
            told.source.reference_period = format!("202{at}");
            told
        };
        let told: Vec<Told> = waves.iter().enumerate().map(wave).collect();
        let (last, earlier) = told.split_last().unwrap();
        breaks(&by_trust, &earlier.iter().collect::<Vec<_>>(), last)
    };
    let none: [String; 0] = [];
    assert_eq!(waves(&[&["1", "5"], &["2", "5"]]), none);
    assert_eq!(waves(&[&["1"], &["S0T10_0"]]), ["Scale of TRUST: 1 to 5 in 2020; 0 to 10 in 2021."]);
    assert_eq!(waves(&[&["1"], &["_N"], &["S0T10_0"]]), ["Scale of TRUST: 1 to 5 in 2020; 0 to 10 in 2022."]);
    assert_eq!(waves(&[&["_N"], &["S0T10_0"]]), none, "who did not answer was on no scale");
}
