//! The laws of agreements: who may do what to one and when, and which question it allows.

use super::standing::{Standing, standing};
use super::*;
use crate::decide::tests::{ask, caller};
use crate::refusal::Refusal;
use proptest::prelude::*;
use schema::agreement::{AgreementStatus, AgreementStep, AgreementTerms};
use schema::audience::Audience;
use schema::concept::{Dataset, Dimension};
use schema::member::MemberCode;
use schema::purpose::Purpose;
use schema::role::Role;

const NOW: i64 = 1_800_000_000;
const UNTIL: i64 = NOW + 1000;

fn code(text: &str) -> MemberCode {
    text.parse().unwrap()
}

fn said() -> AgreementTerms {
    AgreementTerms {
        datasets: vec![Dataset::Stock],
        dimensions: Some(vec![Dimension::Sex, Dimension::Destination]),
        items: None,
        purposes: vec![Purpose::Comparison],
        audience: Audience::MemberGovernments,
        until: crate::clock::text(UNTIL),
    }
}

fn event(by: &str, step: AgreementStep) -> Event {
    Event { at: NOW, by: code(by), step }
}

fn proposal(number: u8, said: &AgreementTerms) -> Agreement {
    let terms = Terms::proposed(said, code("GHA"), code("COL"), NOW).unwrap();
    let sides = (code("GHA"), code("COL"));
    Agreement::proposed(format!("GHA-COL-{number}"), sides, terms, event("COL", AgreementStep::Proposed))
}

fn accepted(number: u8, said: &AgreementTerms) -> Agreement {
    proposal(number, said).then(event("GHA", AgreementStep::Accepted)).unwrap()
}

#[test]
fn terms_that_could_not_be_kept_are_refused_and_each_says_why() {
    let over = |said: AgreementTerms| Terms::proposed(&said, code("GHA"), code("COL"), NOW).unwrap_err();
    let until = |seconds| AgreementTerms { until: crate::clock::text(seconds), ..said() };
    assert_eq!(over(AgreementTerms { datasets: vec![], ..said() }), TermsFault::NoDataset);
    assert_eq!(over(AgreementTerms { purposes: vec![], ..said() }), TermsFault::NoPurpose);
    assert_eq!(over(AgreementTerms { dimensions: Some(vec![]), ..said() }), TermsFault::NoDimension);
    assert_eq!(over(AgreementTerms { until: "2030-01-01".into(), ..said() }), TermsFault::NoTime);
    assert_eq!(over(until(NOW)), TermsFault::Over);
    assert_eq!(over(until(NOW + terms::LONGEST + 1)), TermsFault::TooLong);
    let narrow = over(AgreementTerms { audience: Audience::Iom, ..said() });
    assert_eq!(narrow, TermsFault::TooNarrow(code("COL"), "MEMBER_GOVERNMENTS"));
    let alone = Terms::proposed(&said(), code("GHA"), code("GHA"), NOW).unwrap_err();
    assert_eq!(alone, TermsFault::OneSide);
    let iom = AgreementTerms { audience: Audience::Iom, ..said() };
    assert!(Terms::proposed(&iom, code("GHA"), code("IOM"), NOW).is_ok());
}

/// Who does what.
type Step<'a> = (&'a str, AgreementStep);

/// Each row: what happened so far, who does what next, and what it is then; nothing where it may not happen.
#[test]
fn who_may_do_what_and_when() {
    use AgreementStatus::{Ended, InForce, Proposed, Suspended};
    use AgreementStep::{Accepted, Ended as End, Resumed, Suspended as Suspend};
    let accept = ("GHA", Accepted);
    let (by_gha, by_col) = (("GHA", Suspend), ("COL", Suspend));
    let table: &[(&[Step], Step, Option<AgreementStatus>)] = &[
        (&[], accept, Some(InForce)),
        (&[], ("COL", Accepted), None),
        (&[], ("CUB", Accepted), None),
        (&[], ("GHA", AgreementStep::Proposed), None),
        (&[], by_gha, None),
        (&[], ("COL", Resumed), None),
        (&[], ("GHA", End), Some(Ended)),
        (&[], ("COL", End), Some(Ended)),
        (&[accept], accept, None),
        (&[accept], by_gha, Some(Suspended)),
        (&[accept], by_col, Some(Suspended)),
        (&[accept], ("CUB", Suspend), None),
        (&[accept], ("GHA", Resumed), None),
        (&[accept, by_gha], by_gha, None),
        (&[accept, by_gha], by_col, Some(Suspended)),
        (&[accept, by_gha], ("COL", Resumed), None),
        (&[accept, by_gha], ("GHA", Resumed), Some(InForce)),
        (&[accept, by_gha, by_col], ("GHA", Resumed), Some(Suspended)),
        (&[accept, by_gha], ("COL", End), Some(Ended)),
        (&[accept, ("GHA", End)], ("GHA", Resumed), None),
        (&[accept, ("GHA", End)], ("COL", End), None),
        (&[("GHA", End)], accept, None),
    ];
    for (at, (before, (by, step), expected)) in table.iter().enumerate() {
        let mut agreement = proposal(1, &said());
        assert_eq!(agreement.status(NOW), Proposed);
        for (by, step) in *before {
            agreement = agreement.then(event(by, *step)).unwrap();
        }
        let then = agreement.then(event(by, *step));
        assert_eq!(then.as_ref().ok().map(|agreement| agreement.status(NOW)), *expected, "row {at}: {then:?}");
    }
}

#[test]
fn when_its_time_is_over_nothing_is_asked_under_it_and_nothing_changes_it() {
    let agreement = accepted(1, &said());
    assert_eq!(agreement.status(UNTIL - 1), AgreementStatus::InForce);
    assert_eq!(agreement.status(UNTIL), AgreementStatus::Expired);
    let late = Event { at: UNTIL, ..event("GHA", AgreementStep::Ended) };
    assert_eq!(agreement.then(late).unwrap_err(), ChangeFault::Over("GHA-COL-1".into(), "over"));
}

#[test]
fn of_several_that_allow_a_question_the_narrowest_audience_counts() {
    let open = AgreementTerms { audience: Audience::Public, ..said() };
    let agreements = [accepted(1, &open), accepted(2, &said()), accepted(3, &said())];
    let question = ask(Dataset::Stock, &[Dimension::Sex], None);
    let found = standing(&caller("COL", Role::Analyst), &question, &agreements, NOW).unwrap();
    assert_eq!(found, Standing { agreement: "GHA-COL-2".into(), audience: Audience::MemberGovernments });
    let found = standing(&caller("COL", Role::Analyst), &question, &agreements[..1], NOW).unwrap();
    assert_eq!(found.audience, Audience::Public);
}

#[test]
fn what_no_agreement_allows_is_said_of_the_one_that_comes_nearest() {
    let analyst = caller("COL", Role::Analyst);
    let survey = AgreementTerms { datasets: vec![Dataset::Survey], ..said() };
    let research = AgreementTerms { purposes: vec![Purpose::Research], ..said() };
    let by_age = ask(Dataset::Stock, &[Dimension::Age, Dimension::Sex], None);
    let by_sex = ask(Dataset::Stock, &[Dimension::Sex], None);
    let refused =
        |question, agreements: &[Agreement]| standing(&analyst, question, agreements, NOW).expect_err("refused");
    assert_eq!(refused(&by_sex, &[]), [Refusal::NoAgreement(code("COL"))]);
    assert_eq!(refused(&by_sex, &[accepted(1, &survey)]), [Refusal::OtherDataset("GHA-COL-1".into(), Dataset::Stock)]);
    assert_eq!(
        refused(&by_age, &[accepted(1, &survey), accepted(2, &research)]),
        [
            Refusal::OtherPurpose("GHA-COL-2".into(), Purpose::Comparison),
            Refusal::OtherDimensions("GHA-COL-2".into(), vec![Dimension::Age.into()])
        ]
    );
    assert_eq!(
        refused(&by_sex, &[proposal(1, &said())]),
        [Refusal::NotInForce("GHA-COL-1".into(), AgreementStatus::Proposed)]
    );
    let of_another = standing(&caller("CUB", Role::Analyst), &by_sex, &[accepted(1, &said())], NOW).unwrap_err();
    assert_eq!(of_another, [Refusal::NoAgreement(code("CUB"))]);
}

#[test]
fn a_filter_asks_of_its_dimension_too() {
    let mut input = ask(Dataset::Stock, &[Dimension::Sex], None).as_input().clone();
    input.filters = vec![schema::ask::CodeFilter { dimension: Dimension::Age, codes: vec!["Y16T24".into()] }];
    let codes = Dimension::Age.codelist().codes();
    input.filters[0].codes = vec![codes[0].code.clone()];
    let question = schema::ask::Question::new(input).unwrap();
    let refused = standing(&caller("COL", Role::Analyst), &question, &[accepted(1, &said())], NOW).unwrap_err();
    assert_eq!(refused, [Refusal::OtherDimensions("GHA-COL-1".into(), vec![Dimension::Age.into()])]);
}

#[test]
fn an_item_is_allowed_with_its_dimension_or_by_itself_and_an_own_question_by_itself_alone() {
    let by = |items: &[&str]| {
        let mut input = ask(Dataset::Stock, &[Dimension::Sex], None).as_input().clone();
        input.by_item = items.iter().map(|text| text.parse().unwrap()).collect();
        input.study = Some("ACS".parse().unwrap());
        schema::ask::Question::new(input).unwrap()
    };
    let lacks = |said: &AgreementTerms, items: &[&str]| {
        standing(&caller("COL", Role::Analyst), &by(items), &[accepted(1, said)], NOW).err()
    };
    let lack = |axis: &str| Some(vec![Refusal::OtherDimensions("GHA-COL-1".into(), vec![axis.parse().unwrap()])]);
    let needs = AgreementTerms { dimensions: Some(vec![Dimension::Sex, Dimension::Need]), ..said() };
    assert_eq!(lacks(&needs, &["NEED:VOTING"]), None);
    assert_eq!(lacks(&needs, &["OFFER:TEACHING"]), lack("OFFER:TEACHING"));
    assert_eq!(lacks(&needs, &["QUESTION:VISITS"]), lack("QUESTION:VISITS"));
    let named = AgreementTerms { items: Some(vec!["QUESTION:VISITS".parse().unwrap()]), ..said() };
    assert_eq!(lacks(&named, &["QUESTION:VISITS"]), None);
    assert_eq!(lacks(&named, &["NEED:VOTING"]), lack("NEED:VOTING"));
    assert_eq!(
        lacks(&AgreementTerms { dimensions: None, ..said() }, &["QUESTION:VISITS"]),
        None,
        "all that are published"
    );
    assert_eq!(accepted(1, &named).terms().said().items, named.items, "items are said as they were proposed");
}

fn steps() -> impl Strategy<Value = Vec<(bool, AgreementStep, i64)>> {
    let step = prop::sample::select(vec![
        AgreementStep::Proposed,
        AgreementStep::Accepted,
        AgreementStep::Suspended,
        AgreementStep::Resumed,
        AgreementStep::Ended,
    ]);
    prop::collection::vec((any::<bool>(), step, 0_i64..300), 0..12)
}

proptest! {
    /// Whatever both sides do in whatever order: nothing is in force that only one side wanted, or that either side has
    /// suspended or ended since.
    #[test]
    fn nothing_is_in_force_that_one_side_does_not_want(steps in steps()) {
        let (mut agreement, mut now) = (proposal(1, &said()), NOW);
        let (mut accepted, mut ended) = (false, false);
        let mut held = [false, false];
        for (is_col, step, later) in steps {
            now += later;
            let by = if is_col { "COL" } else { "GHA" };
            let Ok(then) = agreement.clone().then(Event { at: now, by: code(by), step }) else { continue };
            match step {
                AgreementStep::Accepted => { prop_assert!(!is_col, "who proposed it accepted it"); accepted = true; }
                AgreementStep::Suspended => held[usize::from(is_col)] = true,
                AgreementStep::Resumed => held[usize::from(is_col)] = false,
                AgreementStep::Ended => ended = true,
                AgreementStep::Proposed => prop_assert!(false, "proposed twice"),
            }
            agreement = then;
        }
        let wanted = accepted && !ended && held == [false, false] && now < UNTIL;
        prop_assert_eq!(agreement.status(now) == AgreementStatus::InForce, wanted);
        let question = ask(Dataset::Stock, &[Dimension::Sex], None);
        let stands = standing(&caller("COL", Role::Analyst), &question, &[agreement], now);
        prop_assert_eq!(stands.is_ok(), wanted);
    }
}
