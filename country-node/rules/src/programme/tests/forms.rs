//! What a record says, and every fault of what cannot be kept.

use super::year::{candidate, need};
use crate::programme::content::Content;
use schema::programme::kind::Kind;
use serde_json::{Value, json};

fn faults(kind: Kind, says: Value) -> Vec<String> {
    match Content::read(kind, says) {
        Ok(content) => content.faults().iter().map(ToString::to_string).collect(),
        Err(fault) => vec![fault.to_string()],
    }
}

#[test]
fn each_fault_of_a_need_names_its_field() {
    for (field, value, expected) in [
        ("phase", json!(""), "phase: expected one line of 300 characters at most"),
        ("host", json!("two\nlines"), "host: expected one line of 300 characters at most"),
        ("skillLevel", json!(5), "skillLevel: expected 1, 2, 3 or 4"),
        ("requestedOn", json!("2024-03-02"), "requestedOn: expected no day after the first one"),
        ("until", json!("2024-02-01"), "until: expected no day before the first one"),
        ("until", Value::Null, "until: expected a day, unless it is PERMANENT: then none"),
        ("mode", json!("PERMANENT"), "until: expected a day, unless it is PERMANENT: then none"),
        ("mode", json!("REMOTE"), "mode: expected PERMANENT, TEMPORARY or VIRTUAL"),
        ("from", json!("2024-03"), "from: expected a day such as 2010-06-15"),
        ("place", json!("Cahul"), "place: expected a first-level region (ISO 3166-2), such as MD-CU"),
        ("colour", json!("red"), "colour: expected unknown field `colour`, expected one of "),
    ] {
        let found = faults(Kind::Need, need(&json!({ field: value })));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{field}: {found:?}");
    }
    assert_eq!(faults(Kind::Need, need(&json!({ "place": "MD-CU" }))), Vec::<String>::new());
}

#[test]
fn a_candidate_says_what_matching_looks_at_and_nothing_that_names_anybody() {
    assert_eq!(faults(Kind::Candidate, candidate(&Value::Null)), Vec::<String>::new());
    for (field, value, expected) in [
        ("name", json!("A. Person"), "name: expected unknown field `name`"),
        ("sex", json!("female"), "sex: expected a code of SEX"),
        ("education", json!("PhD"), "education: expected a code of EDUCATION"),
        ("occupations", json!(["doctor"]), "occupations.0: expected a group of ISCO-08"),
        ("modes", json!([]), "modes: expected one of PERMANENT, TEMPORARY, VIRTUAL at least"),
    ] {
        let found = faults(Kind::Candidate, candidate(&json!({ field: value })));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{field}: {found:?}");
    }
    let shown = format!("{:?}", Content::read(Kind::Candidate, candidate(&Value::Null)).unwrap());
    assert_eq!(shown, "Candidate(Candidate)", "what is shown of a program's state ends up in logs");
}

#[test]
fn money_is_exact_and_days_are_no_more_than_there_are() {
    let pays =
        |amount: &str| json!({ "placement": "p", "kind": "TRAVEL", "money": { "amount": amount, "currency": "EUR" } });
    assert_eq!(faults(Kind::Compensation, pays("1.005")), ["money: expected 2 decimals at most, as EUR has"]);
    let serves = |days: u32| json!({ "match": "m", "mode": "VIRTUAL", "from": "2024-03-01", "until": "2024-03-30", "days": days });
    assert_eq!(faults(Kind::Placement, serves(30)), Vec::<String>::new());
    let too_many = ["days: expected no more days than there are from the first to the last, and none of one for good"];
    assert_eq!(faults(Kind::Placement, serves(31)), too_many);
    let for_good = json!({ "match": "m", "mode": "PERMANENT", "from": "2024-03-01", "days": 20 });
    assert_eq!(faults(Kind::Placement, for_good.clone()), too_many);
    let Content::Placement(of) = Content::read(Kind::Placement, for_good).unwrap() else { unreachable!() };
    assert_eq!(of.days(), None, "nor are they counted where they stand: they would be one person's in a report");
}

#[test]
fn what_is_written_is_read_back() {
    for (kind, says) in [(Kind::Need, need(&Value::Null)), (Kind::Candidate, candidate(&Value::Null))] {
        let content = Content::read(kind, says).unwrap();
        assert_eq!(Content::read(kind, content.value()).unwrap(), content);
        assert_eq!(content.kind(), kind);
    }
}
