use super::*;
use crate::tests::tables::{answer, figure, question};
use schema::ask::{CodeFilter, ItemFilter, QuestionInput};
use schema::concept::{Dataset, Dimension, Item};
use schema::figure::{Estimate, FigureStatus};

fn by_sex() -> QuestionInput {
    question(&[Dimension::Sex])
}

fn checked(input: QuestionInput, change: impl FnOnce(&mut NodeAnswer)) -> Result<Told, Silence> {
    let mut answer = answer("COL", &input);
    change(&mut answer);
    check(&Question::new(input).unwrap(), answer)
}

fn breach(input: QuestionInput, change: impl FnOnce(&mut NodeAnswer)) -> Breach {
    match checked(input, change) {
        Err(Silence::Breach(breach)) => breach,
        other => panic!("this answer must break the contract: {other:?}"),
    }
}

#[test]
fn an_answer_that_keeps_the_contract_is_told_sorted_by_the_codelists() {
    let told = checked(by_sex(), |answer| answer.figures.reverse()).unwrap();
    let codes: Vec<&str> = told.rows.iter().map(|row| row.codes()[0].as_str()).collect();
    assert_eq!(codes, ["F", "M", "_O"]);
}

#[test]
fn a_country_may_say_no_with_or_without_a_reason_but_not_with_figures() {
    let no = |outcome, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        checked(by_sex(), |answer| {
            *answer = NodeAnswer { outcome, reason, figures: vec![], source: None, ..answer.clone() };
        })
    };
    assert!(matches!(no(Outcome::Declined, Some("No agreement.")), Err(Silence::Declined(Some(_)))));
    assert!(matches!(no(Outcome::Declined, None), Err(Silence::Declined(None))));
    assert!(matches!(no(Outcome::NotPublished, None), Err(Silence::NotPublished(None))));
    assert_eq!(breach(by_sex(), |answer| answer.outcome = Outcome::Declined), Breach::Contradiction);
}

#[test]
fn an_outcome_that_only_a_gateway_can_know_is_no_nodes_to_claim() {
    for claimed in [Outcome::Unreachable, Outcome::TimedOut, Outcome::Incompatible] {
        assert_eq!(breach(by_sex(), |answer| answer.outcome = claimed), Breach::Claim(claimed));
    }
}

#[test]
fn a_reason_is_short_and_plain() {
    for reason in ["x".repeat(501), "a\u{1b}[31mb".to_owned(), "a\nb".to_owned()] {
        assert_eq!(breach(by_sex(), |answer| answer.reason = Some(reason)), Breach::Text);
    }
}

#[test]
fn figures_need_a_source_of_the_dataset_and_period_asked_for() {
    assert_eq!(breach(by_sex(), |answer| answer.source = None), Breach::Contradiction);
    let source = |change: fn(&mut Source)| move |answer: &mut NodeAnswer| change(answer.source.as_mut().unwrap());
    assert_eq!(breach(by_sex(), source(|source| source.dataset = Dataset::Stock)), Breach::OtherSource);
    let past = QuestionInput { at: Some("2015".into()), ..by_sex() };
    assert!(checked(past.clone(), |_| ()).is_ok());
    assert_eq!(breach(past, source(|source| source.reference_period = "2016".into())), Breach::OtherSource);
    assert_eq!(breach(by_sex(), source(|source| source.release.clear())), Breach::Text);
    assert_eq!(breach(by_sex(), source(|source| source.note = Some("\u{202}".repeat(4001)))), Breach::Text);
    assert_eq!(breach(by_sex(), source(|source| source.unit = Some("1 to 5\u{1b}[2J".into()))), Breach::Text);
    assert_eq!(breach(by_sex(), source(|source| source.consent_share = Some(1.5))), Breach::Figure);
}

type Case = (fn(&mut NodeAnswer), Breach);
type SourceCase = (fn(&mut Source), Breach);

#[test]
fn codes_are_as_many_as_asked_for_known_and_each_row_once() {
    let cases: [Case; 4] = [
        (|answer| answer.figures[0].codes.push("F".into()), Breach::Codes),
        (|answer| answer.figures[0].codes.clear(), Breach::Codes),
        (|answer| answer.figures[0].codes = vec!["female".into()], Breach::Codes),
        (|answer| answer.figures[0].codes = vec!["M".into()], Breach::Twice),
    ];
    for (change, expected) in cases {
        assert_eq!(breach(by_sex(), change), expected);
    }
}

#[test]
fn a_row_that_the_filter_does_not_let_through_is_refused() {
    let mut input = question(&[Dimension::Education]);
    input.filters = vec![CodeFilter { dimension: Dimension::Education, codes: vec!["5T8".into()] }];
    let with = |code: &'static str| move |answer: &mut NodeAnswer| answer.figures[0].codes = vec![code.into()];
    assert!(checked(input.clone(), with("5")).is_ok(), "a member of the group");
    assert!(checked(input.clone(), with("5T8")).is_ok(), "the group itself, from a country that knows no finer");
    assert_eq!(breach(input.clone(), with("3")), Breach::Codes);
    assert_eq!(breach(input, with("_N")), Breach::Codes);
}

#[test]
fn a_figure_that_contradicts_itself_or_is_beyond_reason_is_refused() {
    let cases: [fn(&mut NodeFigure); 4] = [
        |figure| figure.value = Some(-1.0),
        |figure| figure.status = FigureStatus::SmallCount,
        |figure| figure.upper = Some(9.0),
        |figure| *figure = NodeFigure::new(figure.codes.clone(), &Estimate::exact(1e19), &Estimate::exact(1e19)),
    ];
    for change in cases {
        assert_eq!(breach(by_sex(), |answer| change(&mut answer.figures[0])), Breach::Figure);
    }
}

#[test]
fn an_item_has_the_codes_that_its_source_says_in_their_order_and_no_others() {
    let visits: Item = "QUESTION:VISITS".parse().unwrap();
    let mut input = question(&[Dimension::Sex]);
    (input.by_item, input.study) = (vec![visits], Some("ACS".parse().unwrap()));
    let told = checked(input.clone(), |answer| answer.figures.reverse());
    let codes: Vec<String> = told.unwrap().rows.iter().map(|row| row.codes().join(" ")).collect();
    assert_eq!(codes[..4], ["F YES", "F NO", "F _N", "M YES"]);
    let cases: [SourceCase; 6] = [
        (|source| source.items.clear(), Breach::OtherSource),
        (|source| source.items.push(source.items[0].clone()), Breach::OtherSource),
        (|source| source.items[0].item = "QUESTION:OTHER".parse().unwrap(), Breach::OtherSource),
        (|source| source.items[0].codes.truncate(1), Breach::Codes),
        (|source| source.items[0].text = "What?\u{1b}[31m".into(), Breach::Text),
        (|source| source.items[0].codes[0].label = "a\u{7}b".into(), Breach::Text),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let broken = breach(input.clone(), |answer| change(answer.source.as_mut().unwrap()));
        assert_eq!(broken, expected, "case {at}");
    }
    // What a filter names and the country does not have comes as it was named, after what it has.
    input.where_item = vec![ItemFilter { item: visits, codes: vec!["YES".into(), "NEVER".into()] }];
    let told = checked(input, |answer| {
        answer.source.as_mut().unwrap().items[0].codes.retain(|code| code.code == "YES");
    });
    let codes: Vec<String> = told.unwrap().rows.iter().map(|row| row.codes().join(" ")).collect();
    assert_eq!(codes[..2], ["F YES", "F NEVER"]);
}

#[test]
fn no_rows_are_an_answer_too() {
    let told = checked(by_sex(), |answer| answer.figures.clear()).unwrap();
    assert!(told.rows.is_empty());
    let one = checked(question(&[]), |answer| answer.figures = vec![figure(&[], 3.0, 3.0)]).unwrap();
    assert_eq!(one.rows.len(), 1, "a total is a table without dimensions");
}
