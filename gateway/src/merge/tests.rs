use super::*;
use crate::fetch::Reply;
use crate::registry::{Node, Registry};
use crate::tests::people::{code, membership, plain};
use crate::tests::tables::{figure, question, source};
use proptest::prelude::*;
use schema::ask::QuestionInput;
use schema::concept::{Dataset, Dimension, Item};
use schema::coverage::Outcome;
use schema::figure::{FigureStatus, NodeFigure};
use schema::measure::MeasureInput;
use schema::provenance::{DimensionFit, Fit, ItemCode, ItemSource, PopulationBasis};
use std::sync::Arc;

mod scales;

const COUNTRIES: [&str; 4] = ["COL", "CUB", "GHA", "PHL"];
const SEXES: [&str; 4] = ["F", "M", "_O", "_U"];

fn node(country: &str) -> Arc<Node> {
    Arc::clone(Registry::new(Arc::new(membership()), &plain()).unwrap().node(code(country)).unwrap())
}

fn told(country: &str, dataset: Dataset, figures: Vec<NodeFigure>) -> Told {
    let rows = figures.into_iter().map(|figure| Row::read(figure, MeasureKind::Persons).unwrap());
    Told {
        rows: rows.collect(),
        source: source(country, dataset),
        answered_at: String::new(),
        signature: String::new(),
    }
}

fn absent() -> Reply {
    Err(crate::absence::Absence { outcome: Outcome::Unreachable, reason: "Down.".into() })
}

fn replies(told: Vec<(&str, Told)>) -> Replies {
    Replies::of(told.into_iter().map(|(country, told)| (node(country), Ok(Arc::new(told)))).collect())
}

fn together(input: QuestionInput, told: Vec<(&str, Told)>) -> Together {
    merge(&Question::new(input).unwrap(), &replies(told)).0.expect("somebody answered")
}

fn values(together: &Together) -> Vec<(String, Option<f64>)> {
    together.rows.iter().map(|row| (row.codes().join(" "), row.figure().value)).collect()
}

/// Rows of some of the four sexes: published with whole numbers, so that sums are exact, or withheld.
fn any_told(dataset: Dataset) -> impl Strategy<Value = Vec<(String, Estimate)>> {
    let estimate = prop_oneof![
        4 => (0_u32..100_000, 0_u32..50, 0_u32..20).prop_map(move |(value, sampling, protection)| {
            let (sampling, protection) = if dataset == Dataset::Stock { (0, 0) } else { (sampling, protection) };
            Estimate::published(f64::from(value), f64::from(sampling), f64::from(protection), Some(value))
        }),
        1 => (1_u32..50).prop_map(|upper| Estimate::withheld(FigureStatus::SmallCount, 0.0, f64::from(upper))),
    ];
    proptest::collection::btree_map(proptest::sample::select(SEXES.to_vec()), estimate, 0..=4)
        .prop_map(|rows| rows.into_iter().map(|(code, estimate)| (code.to_owned(), estimate)).collect())
}

fn any_replies() -> impl Strategy<Value = Vec<(&'static str, Option<Told>)>> {
    let one = prop_oneof![Just(Dataset::Stock), Just(Dataset::Survey)].prop_flat_map(|dataset| {
        (any_told(dataset), any::<u8>()).prop_map(move |(rows, absent)| {
            let base: Estimate = rows.iter().map(|(_, estimate)| *estimate).sum();
            let figures = rows.iter().map(|(code, estimate)| NodeFigure::new(vec![code.clone()], estimate, &base));
            (absent > 40).then(|| told("X", dataset, figures.collect()))
        })
    });
    proptest::collection::vec(one, 4).prop_map(|told| COUNTRIES.into_iter().zip(told).collect())
}

fn as_replies(told: &[(&'static str, Option<Told>)]) -> Replies {
    let reply = |told: &Option<Told>| told.as_ref().map_or_else(absent, |told| Ok(Arc::new(told.clone())));
    Replies::of(told.iter().map(|(country, told)| (node(country), reply(told))).collect())
}

fn by_sex() -> Question {
    Question::new(question(&[Dimension::Sex])).unwrap()
}

proptest! {
    #[test]
    fn the_order_of_countries_does_not_matter(told in any_replies(), turn in 0_usize..4) {
        let mut turned = told.clone();
        turned.rotate_left(turn);
        turned.swap(0, 1);
        prop_assert_eq!(merge(&by_sex(), &as_replies(&told)), merge(&by_sex(), &as_replies(&turned)));
    }

    #[test]
    fn one_country_together_is_that_country(told in any_replies()) {
        let one = told.into_iter().take(1).collect::<Vec<_>>();
        let merged = merge(&by_sex(), &as_replies(&one));
        let Some(told) = &one[0].1 else {
            prop_assert_eq!(merged, Merged(None));
            return Ok(());
        };
        let together = merged.0.unwrap();
        prop_assert_eq!((together.comparability, together.differences.len()), (Comparability::Like, 0));
        prop_assert_eq!(together.rows.len(), told.rows.len());
        for (row, own) in together.rows.iter().zip(&told.rows) {
            prop_assert_eq!(row.codes(), own.codes());
            prop_assert_eq!(row.figure().value, own.figure().value);
            prop_assert_eq!(row.figure().status, own.figure().status);
            prop_assert_eq!(row.share(), own.share());
            prop_assert!((row.figure().lower - own.figure().lower).abs() < 1e-6);
            prop_assert!((row.figure().upper.unwrap() - own.figure().upper.unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_sum_is_the_sum_of_the_countries_and_withheld_where_one_withholds(told in any_replies()) {
        let Some(together) = merge(&by_sex(), &as_replies(&told)).0 else { return Ok(()) };
        for row in &together.rows {
            let own: Vec<&Row> = told
                .iter()
                .filter_map(|(_, told)| told.as_ref()?.rows.iter().find(|own| own.codes() == row.codes()))
                .collect();
            let sum: Option<f64> = own.iter().map(|own| own.figure().value).sum();
            prop_assert_eq!(row.figure().value, sum);
            let squares: f64 = own.iter().map(|own| own.estimate().standard_error().powi(2)).sum();
            prop_assert!((row.estimate().standard_error() - squares.sqrt()).abs() < 1e-6);
        }
    }

    #[test]
    fn an_absent_country_changes_nothing_here(told in any_replies()) {
        let present: Vec<_> = told.iter().filter(|(_, told)| told.is_some()).cloned().collect();
        prop_assert_eq!(merge(&by_sex(), &as_replies(&told)), merge(&by_sex(), &as_replies(&present)));
    }
}

#[test]
fn nobody_together_is_nothing_and_means_weigh_as_their_persons() {
    let nobody = Replies::of(vec![(node("COL"), absent())]);
    assert_eq!(merge(&by_sex(), &nobody), Merged(None));
    let measure = MeasureInput { kind: MeasureKind::Mean, of: Some("INCOME".into()) };
    let mean = Question::new(QuestionInput { measure, ..question(&[Dimension::Sex]) }).unwrap();
    let told = |country, mean, persons| {
        let rows = vec![Row::read(figure(&["F"], mean, persons), MeasureKind::Mean).unwrap()];
        (country, Told { rows, ..told(country, Dataset::Survey, vec![]) })
    };
    let merged = merge(&mean, &replies(vec![told("COL", 40.0, 300.0), told("CUB", 20.0, 100.0)]));
    let together = merged.together().unwrap();
    assert_eq!(values(together), [("F".to_owned(), Some(35.0))]);
    assert_eq!((together.rows[0].figure().base, together.rows[0].share()), (Some(400.0), None));
}

#[test]
fn a_row_that_an_open_total_lacks_is_zero_and_its_people_stay_in_the_denominator() {
    let col = told("COL", Dataset::Stock, vec![figure(&["F"], 30.0, 100.0), figure(&["M"], 70.0, 100.0)]);
    let cub = told("CUB", Dataset::Stock, vec![figure(&["M"], 100.0, 100.0)]);
    let both = together(question(&[Dimension::Sex]), vec![("COL", col), ("CUB", cub)]);
    assert_eq!(values(&both), [("F".to_owned(), Some(30.0)), ("M".to_owned(), Some(170.0))]);
    assert_eq!(both.rows[0].share(), Some(0.15), "30 women of 200 people");
    assert_eq!((both.comparability, both.differences), (Comparability::Like, vec![]));
}

#[test]
fn a_row_that_a_survey_lacks_is_no_zero_and_is_said() {
    let col = told("COL", Dataset::Survey, vec![figure(&["F"], 30.0, 100.0), figure(&["M"], 70.0, 100.0)]);
    let cub = told("CUB", Dataset::Survey, vec![figure(&["M"], 100.0, 100.0)]);
    let both = together(question(&[Dimension::Sex]), vec![("COL", col), ("CUB", cub)]);
    assert_eq!(both.rows[0].share(), Some(0.3), "30 women of the 100 people that are known of");
    assert_eq!(both.comparability, Comparability::Mixed);
    assert_eq!(both.differences, ["Rows: CUB lacks 1 of 2; they are added up without it, not as zero."]);
}

#[test]
fn a_country_that_never_asked_is_left_out_of_the_sum_and_named_and_where_nobody_asked_that_is_said() {
    let asked = |value: f64| {
        let estimate = Estimate::published(value, 1.0, 1.0, Some(50));
        NodeFigure::new(vec!["F".into()], &estimate, &estimate)
    };
    let never = NodeFigure::new(vec!["F".into()], &Estimate::not_asked(), &Estimate::not_asked());
    let told = |figure: &NodeFigure, country| (country, told(country, Dataset::Survey, vec![figure.clone()]));
    let some = together(question(&[Dimension::Sex]), vec![told(&asked(500.0), "COL"), told(&never, "CUB")]);
    assert_eq!(values(&some), [("F".to_owned(), Some(500.0))]);
    assert!(some.differences.iter().any(|said| said.contains("Rows: CUB lacks 1 of 1")), "{:?}", some.differences);
    let none = together(question(&[Dimension::Sex]), vec![told(&never, "COL"), told(&never, "CUB")]);
    assert_eq!(values(&none), [("F".to_owned(), None)]);
    assert_eq!(none.rows[0].figure().status, FigureStatus::NotAsked);
}

#[test]
fn a_lacking_row_keeps_to_the_denominator_of_its_own_group() {
    let rows = |rows: &[(&str, &str, f64, f64)]| {
        rows.iter().map(|(sex, age, value, base)| figure(&[*sex, *age], *value, *base)).collect::<Vec<_>>()
    };
    let col = rows(&[("F", "Y16T24", 10.0, 40.0), ("F", "Y25T34", 30.0, 40.0), ("M", "Y16T24", 5.0, 5.0)]);
    let cub = rows(&[("F", "Y25T34", 60.0, 60.0)]);
    let mut input = question(&[Dimension::Sex, Dimension::Age]);
    input.share_within = vec![Dimension::Sex];
    let both =
        together(input, vec![("COL", told("COL", Dataset::Stock, col)), ("CUB", told("CUB", Dataset::Stock, cub))]);
    let shares: Vec<Option<f64>> = both.rows.iter().map(Row::share).collect();
    assert_eq!(shares, [Some(0.1), Some(0.9), Some(1.0)], "women by 100 women, men by 5 men");
}

#[test]
fn a_share_is_unknown_where_one_denominator_is() {
    let mut hidden = figure(&["F"], 30.0, 100.0);
    hidden.base = None;
    let col = told("COL", Dataset::Survey, vec![hidden]);
    let cub = told("CUB", Dataset::Survey, vec![figure(&["F"], 50.0, 100.0)]);
    let both = together(question(&[Dimension::Sex]), vec![("COL", col), ("CUB", cub)]);
    assert_eq!((both.rows[0].figure().value, both.rows[0].share()), (Some(80.0), None));
}

#[test]
fn rows_are_sorted_by_the_codelists_in_the_order_of_by() {
    let col = told("COL", Dataset::Stock, vec![figure(&["M"], 1.0, 2.0), figure(&["_N"], 1.0, 2.0)]);
    let cub = told("CUB", Dataset::Stock, vec![figure(&["F"], 1.0, 1.0)]);
    let both = together(question(&[Dimension::Sex]), vec![("COL", col), ("CUB", cub)]);
    assert_eq!(values(&both).into_iter().map(|(codes, _)| codes).collect::<Vec<_>>(), ["F", "M", "_N"]);
}

type Case = (fn(&mut Told), Comparability, &'static str);

#[test]
fn what_differs_is_said_with_names() {
    let table = |country: &str, change: fn(&mut Told)| {
        let mut told = told(country, Dataset::Survey, vec![figure(&["F"], 1.0, 1.0)]);
        change(&mut told);
        told
    };
    let fit = |told: &mut Told| {
        told.source.fits = vec![DimensionFit { dimension: Dimension::Sex, fit: Fit::Approximate, note: None }];
    };
    let cases: [Case; 5] = [
        (
            |told| told.source.reference_period = "2023".into(),
            Comparability::Mixed,
            "Reference period: 2024 in COL, CUB; 2023 in GHA.",
        ),
        (
            |told| told.source.producer = "GSS".into(),
            Comparability::Mixed,
            "Producer: UN DESA in COL, CUB; GSS in GHA.",
        ),
        (
            |told| told.source.mechanism = MechanismName::Exact,
            Comparability::Mixed,
            "Protection: cell-key method in COL, CUB; none (open data) in GHA.",
        ),
        (
            |told| told.source.population_basis = PopulationBasis::Ancestry,
            Comparability::Unlike,
            "Population: by birthplace in COL, CUB; by ancestry in GHA.",
        ),
        (
            fit,
            Comparability::Mixed,
            "Codes: SEX fits the shared codelist only approximately in GHA; see `source.fits`.",
        ),
    ];
    for (change, comparability, sentence) in cases {
        let all = vec![("GHA", table("GHA", change)), ("COL", table("COL", |_| ())), ("CUB", table("CUB", |_| ()))];
        let all = together(question(&[Dimension::Sex]), all);
        assert_eq!((all.comparability, all.differences), (comparability, vec![sentence.to_owned()]));
        let alone = together(question(&[Dimension::Sex]), vec![("GHA", table("GHA", change))]);
        assert_eq!(alone.comparability, Comparability::Like, "one country differs from nobody");
    }
}

/// A mean of the pay of women: published in a unit, or of a wave that did not ask for it.
fn paid(country: &str, period: &str, unit: Option<&str>) -> Told {
    let never = NodeFigure::new(vec!["F".into()], &Estimate::not_asked(), &Estimate::not_asked());
    let figure = unit.map_or(never, |_| figure(&["F"], 40.0, 100.0));
    let mut told = told(country, Dataset::Survey, vec![]);
    told.rows = vec![Row::read(figure, MeasureKind::Mean).unwrap()];
    told.source.unit = unit.map(str::to_owned);
    period.clone_into(&mut told.source.reference_period);
    told
}

#[test]
fn a_country_whose_wave_did_not_ask_has_no_unit_to_differ_in() {
    let measure = MeasureInput { kind: MeasureKind::Mean, of: Some("WAGES".into()) };
    let mean = || QuestionInput { measure: measure.clone(), ..question(&[Dimension::Sex]) };
    let both =
        |cub| together(mean(), vec![("COL", paid("COL", "2024", Some("USD"))), ("CUB", paid("CUB", "2024", cub))]);
    let one = both(None);
    assert_eq!((values(&one), one.comparability), (vec![("F".to_owned(), Some(40.0))], Comparability::Mixed));
    assert_eq!(one.differences, ["Rows: CUB lacks 1 of 1; they are added up without it, not as zero."]);
    assert_eq!((both(Some("EUR")).rows.len(), both(Some("EUR")).comparability), (0, Comparability::Unlike));
    let [mut nameless, asked] = [paid("CUB", "2024", Some("USD")), paid("COL", "2024", Some("USD"))];
    nameless.source.unit = None;
    let unlike = together(mean(), vec![("COL", asked), ("CUB", nameless)]);
    assert_eq!(
        unlike.differences,
        ["Unit: USD in COL; none in CUB."],
        "a figure in no unit is no wave that did not ask"
    );
}

#[test]
fn a_wave_that_did_not_ask_breaks_no_unit_and_hides_no_break_of_it() {
    let waves = |units: &[Option<&str>]| {
        let wave = |(at, unit): (usize, Option<&str>)| paid("COL", &format!("202{at}"), unit);
        let told: Vec<Told> = units.iter().copied().enumerate().map(wave).collect();
        let (last, earlier) = told.split_last().unwrap();
        breaks(&by_sex(), &earlier.iter().collect::<Vec<_>>(), last)
    };
    let none: [String; 0] = [];
    assert_eq!(waves(&[Some("USD")]), none, "the first wave breaks with nothing");
    assert_eq!(waves(&[None, Some("USD")]), none);
    assert_eq!(waves(&[Some("USD"), None]), none);
    assert_eq!(waves(&[Some("USD"), None, Some("USD")]), none);
    assert_eq!(waves(&[Some("USD"), None, Some("EUR")]), ["Unit: USD in 2020; EUR in 2022."]);
}

#[test]
fn codes_that_fit_approximately_in_the_same_way_everywhere_do_not_differ() {
    let table = |country: &str, note: &str| {
        let mut told = told(country, Dataset::Survey, vec![figure(&["F"], 1.0, 1.0)]);
        let note = Some(note.to_owned());
        told.source.fits = vec![DimensionFit { dimension: Dimension::Sex, fit: Fit::Approximate, note }];
        told
    };
    let both = |col: &str, cub: &str| {
        together(question(&[Dimension::Sex]), vec![("COL", table("COL", col)), ("CUB", table("CUB", cub))])
    };
    assert_eq!(both("As in the census.", "As in the census.").comparability, Comparability::Like);
    assert_eq!(both("As in the census.", "As in the register.").comparability, Comparability::Mixed);
}

#[test]
fn a_studys_own_question_is_put_together_in_the_order_of_its_document_and_unlike_codes_are_said() {
    let visits: Item = "QUESTION:VISITS".parse().unwrap();
    let own = |country: &str, codes: &[&str]| {
        let figures = codes.iter().map(|code| figure(&[code], 10.0, 100.0)).collect();
        let mut told = told(country, Dataset::Survey, figures);
        let code = |code: &&str| ItemCode { code: (*code).to_owned(), label: code.to_lowercase() };
        let (text, codes) = ("How often?".to_owned(), codes.iter().map(code).collect());
        told.source.items = vec![ItemSource { item: visits, text, fit: None, note: None, codes }];
        told
    };
    let mut input = question(&[]);
    (input.by_item, input.study) = (vec![visits], Some("ACS".parse().unwrap()));
    let alike = together(
        input.clone(),
        vec![("COL", own("COL", &["OFTEN", "NEVER"])), ("CUB", own("CUB", &["OFTEN", "NEVER"]))],
    );
    assert_eq!(values(&alike), [("OFTEN".to_owned(), Some(20.0)), ("NEVER".to_owned(), Some(20.0))]);
    assert!(alike.differences.iter().all(|said| !said.starts_with("Codes")), "{:?}", alike.differences);
    let unlike = together(
        input.clone(),
        vec![("COL", own("COL", &["OFTEN", "NEVER"])), ("CUB", own("CUB", &["OFTEN", "ONCE", "NEVER"]))],
    );
    let codes: Vec<String> = values(&unlike).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["OFTEN", "NEVER", "ONCE"], "the first country's order, then what others have beside");
    assert!(
        unlike
            .differences
            .contains(&"Codes of QUESTION:VISITS: OFTEN, NEVER in COL; OFTEN, ONCE, NEVER in CUB.".to_owned()),
        "{:?}",
        unlike.differences
    );
    assert_eq!(unlike.items[0].codes[0].label, "often");
    assert_eq!(unlike.comparability, Comparability::Mixed);
    // The same code for the contrary: nothing is added up.
    let mut contrary = own("CUB", &["OFTEN", "NEVER"]);
    contrary.source.items[0].codes[0].label = "hardly ever".to_owned();
    let nonsense = together(input, vec![("COL", own("COL", &["OFTEN", "NEVER"])), ("CUB", contrary)]);
    assert_eq!((nonsense.comparability, nonsense.rows.len()), (Comparability::Unlike, 0));
    assert!(
        nonsense
            .differences
            .contains(&"Meaning of OFTEN of QUESTION:VISITS: often in COL; hardly ever in CUB.".to_owned()),
        "{:?}",
        nonsense.differences
    );
}
