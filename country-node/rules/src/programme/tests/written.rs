//! What a record may say beside what stands there: hosts, phases, days, scales; and what stays true once more is written.

use super::year::{Year, candidate, need, programme};
use crate::directory::content::{Content, Span};
use crate::directory::event::{By, Did, Event};
use crate::programme::derived::Derived;
use crate::programme::event::Did as Does;
use crate::programme::fault::Fault;
use crate::programme::measured::measured;
use crate::programme::pool::Pool;
use crate::programme::report::{Report, Said};
use crate::record_key::Pseudonym;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::programme::Programme;
use schema::directory::visibility::Visibility;
use schema::money::Exact;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use serde_json::{Value, json};
use std::sync::Arc;

fn said(fault: Result<(), Fault>) -> String {
    fault.unwrap_err().to_string()
}

fn indicator(fields: &Value) -> Value {
    let mut says = json!({ "name": "Skills", "unit": "points of 5", "level": "COLLEAGUE", "criterion": "IMPACT" });
    for (field, value) in fields.as_object().into_iter().flatten() {
        says[field] = value.clone();
    }
    says
}

fn value(indicator: &str, moment: &str, value: &str, voice: Option<u8>) -> Value {
    let on = match moment {
        "T0" => "2024-02-01",
        "T1" => "2024-04-20",
        _ => "2025-05-01",
    };
    let mut says = json!({ "indicator": indicator, "placement": "p", "moment": moment, "on": on, "value": value });
    if let Some(voice) = voice {
        says["voice"] = voice.into();
    }
    says
}

/// A year in which one person served in March 2024.
fn served() -> Year {
    let mut year = Year::new();
    year.served("p", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    year
}

#[test]
fn a_host_that_is_named_by_its_record_is_an_institution_of_the_directory() {
    let mut year = Year::new();
    let says = need(&json!({ "institution": "hospital" }));
    let expected = "institution: expected the id of a record of INSTITUTION that is there: hospital is none";
    assert_eq!(said(year.records(Kind::Need, "n", &says)), expected);
    let put = |year: &mut Year, kind, says: Value| {
        let spans = vec![Span { from: None, until: None, body: Body::read(kind, says).unwrap() }];
        let content = Content { visibility: Visibility::Public, named: vec![], reviewers: vec![], spans };
        let by = By { member: "MDA".parse().unwrap(), officer: "ana".into() };
        let did = Did::Recorded(Arc::new(content));
        let event = Event { number: 1, at: 1, by, reason: String::new(), did };
        year.directory.append((kind, "hospital"), &event).unwrap();
    };
    let names = json!([{ "language": "eng", "text": "Regional hospital" }]);
    put(&mut year, EntryKind::Association, json!({ "names": names, "countryOfSeat": "ITA" }));
    assert_eq!(said(year.records(Kind::Need, "n", &says)), expected);
    put(&mut year, EntryKind::Institution, json!({ "names": names, "level": "AGENCY" }));
    year.records(Kind::Need, "n", &says).unwrap();
}

#[test]
fn work_of_a_phase_that_its_programme_names_no_more_goes_on_and_is_in_the_report() {
    let mut year = Year::new();
    for (at, sex) in ["F", "F", "F", "M", "M", "M"].into_iter().enumerate() {
        let of_candidate = json!({ "sex": sex });
        year.served(&format!("p{at}"), ("2024-03-01", "2024-03-30"), (&Value::Null, &of_candidate));
    }
    let later = json!({ "phase": "2", "requestedOn": "2025-01-10", "from": "2025-03-01", "until": "2025-03-30" });
    year.served("q", ("2025-03-01", "2025-03-30"), (&later, &Value::Null));
    let shares = |year: &Year, programme: &Programme| {
        let report = Report::of(&year.book, ("Return", programme), year.today, 3);
        report.phases.iter().map(|of| (of.phase.clone(), of.figures.share_of_women)).collect::<Vec<_>>()
    };
    let few = [("1".to_owned(), Said::Few), ("2".to_owned(), Said::Few)];
    assert_eq!(shares(&year, &programme()), few);
    let mut without = programme();
    without.phases.retain(|phase| phase.phase == "1");
    year = year.known_as(without.clone());
    assert_eq!(shares(&year, &without), few, "one woman of seven could be told from three of six");
    year.moves(Kind::Need, "q", Step::Close).unwrap();
}

#[test]
fn nobody_serves_before_a_host_asked() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    let says = |from: &str| json!({ "match": "m", "mode": "TEMPORARY", "from": from, "until": "2024-03-30" });
    let expected = "from: expected no day before 2024-01-10, on which the host asked";
    assert_eq!(said(year.records(Kind::Placement, "p", &says("2024-01-09"))), expected);
    year.records(Kind::Placement, "p", &says("2024-01-10")).unwrap();
}

#[test]
fn a_value_lies_on_its_scale_and_goes_on_is_yes_or_no() {
    let mut year = served();
    year.records(Kind::Indicator, "skills", &indicator(&json!({ "least": "1", "greatest": "5" }))).unwrap();
    year.records(Kind::Indicator, "follow-on", &indicator(&json!({ "unit": "1 is yes", "level": "HOST" }))).unwrap();
    for (at, text, fits) in [("a", "0.9", false), ("b", "700", false), ("c", "1", true)] {
        let written = year.records(Kind::Observation, at, &value("skills", "T1", text, None));
        assert_eq!(
            written.err().map(|fault| fault.to_string()),
            (!fits).then(|| "value: expected a value in points of 5, at least 1, at most 5".to_owned())
        );
    }
    for text in ["7", "0.5", "-1"] {
        let written = year.records(Kind::Observation, "f", &value("follow-on", "T2", text, None));
        assert_eq!(said(written), "value: expected 1 where the cooperation goes on, else 0");
    }
    year.records(Kind::Observation, "f", &value("follow-on", "T2", "1", None)).unwrap();
    let wrong = indicator(&json!({ "least": "5", "greatest": "5" }));
    assert_eq!(said(year.records(Kind::Indicator, "i", &wrong)), "greatest: expected more than the least");
    let wrong = indicator(&json!({ "greatest": "5", "target": "6" }));
    assert_eq!(said(year.records(Kind::Indicator, "i", &wrong)), "target: expected a value that there is");
}

#[test]
fn an_indicator_goes_on_to_measure_what_was_measured_by_it() {
    let mut year = served();
    year.records(Kind::Indicator, "skills", &indicator(&Value::Null)).unwrap();
    year.changes(Kind::Indicator, "skills", &json!({ "unit": "points of 10" })).unwrap();
    year.records(Kind::Observation, "o", &value("skills", "T1", "9", None)).unwrap();
    let expected = "OBSERVATION o is measured by it: its unit, level, least and greatest stay as they are; write another indicator";
    for fields in [json!({ "unit": "points of 5" }), json!({ "level": "HOST" })] {
        assert_eq!(said(year.changes(Kind::Indicator, "skills", &fields)), expected);
    }
    assert_eq!(said(year.moves(Kind::Indicator, "skills", Step::Undo)), expected, "nor does the former unit come back");
    year.changes(Kind::Indicator, "skills", &json!({ "name": "Skills at work", "target": "8" })).unwrap();
    year.moves(Kind::Observation, "o", Step::Cancel).unwrap();
    year.changes(Kind::Indicator, "skills", &json!({ "unit": "points of 5" })).unwrap();
    let again = said(year.moves(Kind::Observation, "o", Step::Undo));
    assert_eq!(again, "INDICATOR skills was changed since the value was taken back: write it anew");
    year.records(Kind::Observation, "p", &value("skills", "T1", "3", None)).unwrap();
    year.moves(Kind::Observation, "p", Step::Cancel).unwrap();
    year.moves(Kind::Observation, "p", Step::Undo).unwrap();
}

#[test]
fn what_was_measured_without_a_scale_is_given_one_that_has_it_and_keeps_it() {
    let mut year = served();
    year.records(Kind::Indicator, "skills", &indicator(&Value::Null)).unwrap();
    year.records(Kind::Observation, "o", &value("skills", "T1", "5", None)).unwrap();
    let narrow = said(year.changes(Kind::Indicator, "skills", &json!({ "greatest": "4" })));
    assert_eq!(narrow, "OBSERVATION o leans on it: value: expected a value in points of 5, at most 4");
    year.changes(Kind::Indicator, "skills", &json!({ "least": "1", "greatest": "5" })).unwrap();
    let wider = said(year.changes(Kind::Indicator, "skills", &json!({ "greatest": "9" })));
    assert!(wider.starts_with("OBSERVATION o is measured by it"), "{wider}");
}

#[test]
fn several_colleagues_are_one_value_of_their_placement() {
    let mut year = served();
    year.served("q", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    year.records(Kind::Indicator, "skills", &indicator(&Value::Null)).unwrap();
    year.records(Kind::Indicator, "own", &indicator(&json!({ "level": "PARTICIPANT" }))).unwrap();
    for (id, text, voice) in [("a", "1", Some(1)), ("b", "2", Some(2)), ("c", "3", None)] {
        year.records(Kind::Observation, id, &value("skills", "T1", text, voice)).unwrap();
    }
    let again = said(year.records(Kind::Observation, "d", &value("skills", "T1", "4", Some(2))));
    assert_eq!(again, "OBSERVATION b is of the same placement, indicator, moment and voice");
    let mut of_other = value("skills", "T1", "5", None);
    of_other["placement"] = "q".into();
    year.records(Kind::Observation, "e", &of_other).unwrap();
    let found = &measured(&year.book, None)[1].found[1];
    assert_eq!((found.values, found.mean), (2, Some(Exact("3.5".parse().unwrap()))));
    let alone = said(year.records(Kind::Observation, "f", &value("own", "T1", "4", Some(1))));
    assert_eq!(alone, "voice: expected none, for only colleagues and hosts are several");
}

#[test]
fn what_is_said_after_a_placement_is_said_of_one_that_is_over() {
    let mut year = served();
    year.records(Kind::Indicator, "skills", &indicator(&Value::Null)).unwrap();
    year.records(Kind::Observation, "t0", &value("skills", "T0", "4", None)).unwrap();
    year.records(Kind::Observation, "t1", &value("skills", "T1", "4", None)).unwrap();
    let undone = said(year.does(Kind::Placement, "p", Does::Undone, None));
    assert_eq!(undone, "OBSERVATION t1 leans on it: PLACEMENT p goes on: T1 and T2 are of one that is over");
    year.moves(Kind::Observation, "t1", Step::Cancel).unwrap();
    year.does(Kind::Placement, "p", Does::Undone, None).unwrap();
    assert!(said(year.records(Kind::Observation, "t1b", &value("skills", "T1", "4", None))).contains("goes on"));
}

#[test]
fn women_are_counted_among_women_and_men_as_releases_do() {
    let mut year = Year::new();
    for (at, sex) in ["F", "M", "_O", "_U", "_N"].into_iter().enumerate() {
        year.served(&format!("p{at}"), ("2024-03-01", "2024-03-30"), (&Value::Null, &json!({ "sex": sex })));
    }
    let women = Derived::of(&year.book, None, year.today).women;
    assert_eq!((women.part, women.whole), (1, 2));
}

#[test]
fn nobody_serves_in_two_programmes_in_person_on_the_same_days() {
    let person = Pseudonym([7; 16]);
    let content = crate::programme::content::Content::read(Kind::Candidate, candidate(&Value::Null)).unwrap();
    let records = |year: &mut Year| {
        let did = Does::Recorded(Arc::new(content.clone()));
        year.does(Kind::Candidate, "c", did, Some(person)).unwrap();
        year.moves(Kind::Candidate, "c", Step::Select).unwrap();
    };
    let mut other = Year::new();
    other.need("n", &Value::Null);
    records(&mut other);
    other.placed("n", "c", ("2024-03-01", "2024-03-30"));
    let mut year = Year::new();
    for (id, from, until) in [("n", "2024-03-30", "2024-04-10"), ("o", "2024-03-31", "2024-04-10")] {
        year.need(id, &json!({ "from": from, "until": until }));
    }
    records(&mut year);
    year.agreed("n", "n", "c").unwrap();
    year.book = year.book.beside("mida", &other.book);
    let says = |from: &str| json!({ "match": "n", "mode": "TEMPORARY", "from": from, "until": "2024-04-10" });
    let expected = "PLACEMENT n of the programme mida is of the same person at the same time";
    assert_eq!(said(year.records(Kind::Placement, "p", &says("2024-03-30"))), expected);
    assert!(year.agreed("o", "o", "c").is_ok() && year.records(Kind::Placement, "p", &says("2024-03-31")).is_ok());
    let pool = Pool::of(&other.book.clone().beside("trqn", &year.book), None, |_| true);
    assert_eq!(pool.candidates[0].busy.len(), 2, "matching knows what a person serves elsewhere");
}
