//! The decision as a golden table: who asks what, and what becomes of it.

use super::*;
use crate::agreement::{Event, Terms};
use crate::columns::{Column, Totals};
use crate::consent::Segment;
use crate::protect::mechanism;
use crate::release::{Cut, Described, Release, ReleasedDimension};
use crate::tally::add_up;
use schema::agreement::{AgreementStep, AgreementTerms};
use schema::ask::QuestionInput;
use schema::assertion::Assertion;
use schema::concept::Dimension;
use schema::coverage::Outcome;
use schema::measure::{MeasureInput, MeasureKind};
use schema::member::{Document, Entry, MemberCode, Pin};
use schema::provenance::{Fit, MechanismName, PopulationBasis};
use schema::purpose::Purpose;
use schema::role::Role;
use schema::seal::SecretKey;
use schema::token;

fn code(text: &str) -> MemberCode {
    text.parse().unwrap()
}

/// A caller as a real token makes it.
pub(crate) fn caller(member: &str, role: Role) -> Caller {
    let key = SecretKey::from_random([3; 32]);
    let entry = Entry { token_keys: vec![key.public().to_text()], ..Entry::new(code(member), member) };
    let registrar = SecretKey::from_random([9; 32]);
    let document = Document::new(1, "", vec![entry]).signed(&registrar).unwrap().to_toml().unwrap();
    let (members, _) = Pin::to(&registrar.public()).accept(&document).unwrap();
    let token = token::issue(&key, code(member), "user", role, 0, 10).unwrap();
    let identity = token::verify(&token, &members, &token::KeySets::default(), 5).unwrap();
    let word = Assertion::new("hub", code("GHA"), (&identity, &token), vec![Purpose::Comparison], b"", ("1".into(), 5));
    Caller::at(code("GHA"), identity, word)
}

/// A small release of totals: women and men in Italy and Togo.
pub(crate) fn release() -> (Release, Arc<Manifest>) {
    let column = |dimension, domain: &[&str], places: &[u16]| Column {
        dimension,
        domain: domain.iter().map(|c| (*c).to_owned()).collect(),
        places: places.to_vec(),
    };
    let totals = Totals {
        dimensions: vec![
            column(Axis::Shared(Dimension::Destination), &["ITA", "TGO"], &[0, 0, 1]),
            column(Axis::Shared(Dimension::Sex), &["F", "M"], &[0, 1, 1]),
        ],
        persons: vec![30, 50, 7],
    };
    let rules = rulebook("MEMBER_GOVERNMENTS").datasets[&Dataset::Stock].clone();
    let tally = add_up(&totals, &rules.tables());
    let axis = |column: &Column| ReleasedDimension {
        axis: column.dimension,
        fit: Some(Fit::Identical),
        note: None,
        codes: column.domain.clone(),
        asked: None,
    };
    let cut = Cut {
        country: code("GHA"),
        dataset: Dataset::Stock,
        study: None,
        reference_period: "2020".into(),
        version: 1,
        cut_at: "2026-01-01T00:00:00Z".into(),
        described: Described {
            title: "t".into(),
            producer: "p".into(),
            note: None,
            population_basis: PopulationBasis::Birthplace,
        },
        dimensions: totals.dimensions.iter().map(axis).collect(),
        most_dimensions: 2,
        mechanism: MechanismName::Exact,
        quantities: vec![],
        minors: None,
    };
    let protected = mechanism(rules.mechanism()).protect(&tally).unwrap();
    let release =
        Release::seal(cut, vec![(Segment::open(), None, protected)], &SecretKey::from_random([4; 32])).unwrap();
    let manifest = Arc::new(release.manifest().clone());
    (release, manifest)
}

pub(crate) fn rulebook(open_to: &str) -> Rulebook {
    let text = format!(
        "version = 1\ncountry = \"GHA\"\n[dataset.STOCK]\ndimensions = [\"DESTINATION\", \"SEX\"]\n\
         most_dimensions = 2\nmechanism = {{ name = \"EXACT\" }}\nopen_to = \"{open_to}\"\nopen_without_agreement = true"
    );
    Rulebook::from_toml(&text).unwrap()
}

pub(crate) fn ask(dataset: Dataset, by: &[Dimension], at: Option<&str>) -> Question {
    Question::new(QuestionInput {
        by: by.to_vec(),
        at: at.map(str::to_owned),
        ..QuestionInput::of(dataset, Purpose::Comparison)
    })
    .unwrap()
}

/// Member, role, question, policy, what is in force; and the refusal's outcome, or none.
type Row<'a> = (&'a str, Role, Question, &'a Rulebook, &'a InForce, Option<Outcome>);

#[test]
fn who_asks_what_and_what_becomes_of_it() {
    use Dataset::{Stock, Survey};
    use Dimension::{Age, Destination, Sex};
    let (_, manifest) = release();
    let published = InForce { release: Some(manifest), periods: vec!["2020".into()], ..InForce::default() };
    let empty = InForce::default();
    let other_period = InForce { release: None, periods: vec!["2015".into(), "2020".into()], ..InForce::default() };
    let wide = rulebook("MEMBER_GOVERNMENTS");
    let narrow = rulebook("IOM");
    let (analyst, officer) = (Role::Analyst, Role::Officer);
    let table: &[Row] = &[
        ("GHA", analyst, ask(Stock, &[Sex], None), &wide, &published, None),
        ("IOM", analyst, ask(Stock, &[Sex, Destination], None), &wide, &published, None),
        ("COL", officer, ask(Stock, &[], None), &wide, &published, None),
        ("IOM", analyst, ask(Stock, &[], None), &narrow, &published, None),
        ("GHA", analyst, ask(Stock, &[], None), &narrow, &published, None),
        ("COL", analyst, ask(Stock, &[], None), &narrow, &published, Some(Outcome::Declined)),
        ("GHA", Role::Observer, ask(Stock, &[Sex], None), &wide, &published, Some(Outcome::Declined)),
        ("GHA", Role::Administrator, ask(Stock, &[Sex], None), &wide, &published, Some(Outcome::Declined)),
        ("IOM", analyst, ask(Stock, &[Age], None), &wide, &published, Some(Outcome::Declined)),
        ("IOM", analyst, ask(Survey, &[Sex], None), &wide, &empty, Some(Outcome::NotPublished)),
        ("IOM", analyst, ask(Stock, &[Sex], None), &wide, &empty, Some(Outcome::NotPublished)),
        ("IOM", analyst, ask(Stock, &[Sex], Some("1850")), &wide, &other_period, Some(Outcome::NotPublished)),
    ];
    for (at, (member, role, question, rulebook, in_force, expected)) in table.iter().enumerate() {
        let decision = decide(&caller(member, *role), question, rulebook, in_force, &[], 5);
        let outcome = decision.as_ref().err().map(Refusals::outcome);
        assert_eq!(outcome, *expected, "row {at}: {member} {role:?}: {decision:?}");
    }
}

#[test]
fn a_quantity_that_is_not_released_is_declined() {
    let (_, manifest) = release();
    let in_force = InForce { release: Some(manifest), ..InForce::default() };
    let mut input = ask(Dataset::Stock, &[], None).as_input().clone();
    input.measure = MeasureInput { kind: MeasureKind::Mean, of: Some("INCOME".into()) };
    let question = Question::new(input).unwrap();
    let refused = decide(&caller("IOM", Role::Analyst), &question, &rulebook("PUBLIC"), &in_force, &[], 5).unwrap_err();
    assert_eq!(refused, Refusal::NoQuantity(code("GHA"), Dataset::Stock, "INCOME".into()).into());
}

#[test]
fn a_refusal_is_said_in_public_words() {
    let refusal =
        no_release(code("GHA"), Dataset::Stock, &ask(Dataset::Stock, &[], Some("18\u{7}50")), &["2020".into()]);
    assert_eq!(refusal.to_string(), "GHA has no STOCK release for 1850; there are 2020.");
}

#[test]
fn an_answer_of_too_many_rows_is_declined_before_anything_is_read() {
    let (_, manifest) = release();
    let in_force = InForce { release: Some(manifest), ..InForce::default() };
    let mut input = ask(Dataset::Stock, &[Dimension::Destination, Dimension::Sex], None).as_input().clone();
    let all = |dimension: Dimension| schema::ask::CodeFilter {
        dimension,
        codes: dimension.codelist().codes().iter().map(|code| code.code.clone()).collect(),
    };
    input.filters = vec![all(Dimension::Destination), all(Dimension::Sex)];
    let question = Question::new(input).unwrap();
    let decided =
        |question: &Question| decide(&caller("IOM", Role::Analyst), question, &rulebook("PUBLIC"), &in_force, &[], 5);
    assert!(decided(&question).is_ok(), "some 2,500 rows are an answer");
    let found = Found { release: in_force.release.as_ref().unwrap(), not_asked: None };
    assert!(rows(&question, &found) > 2_000, "codes that the release lacks count too");
}

/// Which agreement Colombia has, for which audience; to whom the rulebook opens; and how the decision ends.
#[test]
fn another_member_asks_what_an_agreement_allows_and_nothing_else() {
    let (_, manifest) = release();
    let in_force = InForce { release: Some(manifest), ..InForce::default() };
    let agreement = |audience, accepted| {
        let said = AgreementTerms {
            datasets: vec![Dataset::Stock],
            dimensions: Some(vec![Dimension::Sex]),
            items: None,
            purposes: vec![Purpose::Comparison],
            audience,
            until: "2030-01-01T00:00:00Z".into(),
        };
        let by = |member, step| Event { at: 5, by: code(member), step };
        let agreement = Agreement::proposed(
            "GHA-COL-1".into(),
            (code("GHA"), code("COL")),
            Terms::read(&said).unwrap(),
            by("COL", AgreementStep::Proposed),
        );
        if accepted { agreement.then(by("GHA", AgreementStep::Accepted)).unwrap() } else { agreement }
    };
    let closed = |open_to: &str| {
        let mut rulebook = rulebook(open_to);
        rulebook.datasets.get_mut(&Dataset::Stock).unwrap().open_without_agreement = false;
        rulebook
    };
    let (members, public) = (Audience::MemberGovernments, Audience::Public);
    let by_sex = ask(Dataset::Stock, &[Dimension::Sex], None);
    let by_age = ask(Dataset::Stock, &[Dimension::Age], None);
    let table = [
        (
            "COL",
            &by_sex,
            vec![],
            "PUBLIC",
            Err("There is no agreement with COL; an officer of either side can propose one."),
        ),
        ("COL", &by_sex, vec![agreement(members, true)], "PUBLIC", Ok(Some("GHA-COL-1"))),
        ("COL", &by_sex, vec![agreement(public, true)], "PUBLIC", Ok(Some("GHA-COL-1"))),
        (
            "COL",
            &by_sex,
            vec![agreement(public, true)],
            "MEMBER_GOVERNMENTS",
            Err("GHA does not open its STOCK data to this member or for this audience."),
        ),
        (
            "COL",
            &by_sex,
            vec![agreement(members, false)],
            "PUBLIC",
            Err("Agreement GHA-COL-1 is proposed and not accepted yet."),
        ),
        (
            "COL",
            &by_age,
            vec![agreement(members, true)],
            "PUBLIC",
            Err("Agreement GHA-COL-1 has no AGE. STOCK of GHA has no tables by AGE."),
        ),
        (
            "IOM",
            &by_sex,
            vec![agreement(members, true)],
            "PUBLIC",
            Err("There is no agreement with IOM; an officer of either side can propose one."),
        ),
        ("GHA", &by_sex, vec![], "IOM", Ok(None)),
    ];
    for (at, (member, question, agreements, open_to, expected)) in table.into_iter().enumerate() {
        let decided = decide(&caller(member, Role::Analyst), question, &closed(open_to), &in_force, &agreements, 5);
        let found = decided.as_ref().map(Permit::agreement).map_err(ToString::to_string);
        assert_eq!(found, expected.map_err(str::to_owned), "row {at}");
    }
}
