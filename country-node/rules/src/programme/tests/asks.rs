//! What records ask of one another: each refusal in the words that an officer reads.

use super::year::{Year, candidate, need};
use crate::consent::may::MayNot;
use crate::programme::fault::Fault;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use serde_json::{Value, json};

fn said(fault: Result<(), Fault>) -> String {
    fault.unwrap_err().to_string()
}

#[test]
fn a_match_is_of_a_need_and_a_candidate_that_are_taken_up_and_of_each_pair_once() {
    let mut year = Year::new();
    let says = json!({ "need": "n", "candidate": "c" });
    assert_eq!(said(year.records(Kind::Match, "m", &says)), "there is no NEED n");
    year.records(Kind::Need, "n", &need(&Value::Null)).unwrap();
    year.candidate("c", &Value::Null);
    assert_eq!(said(year.records(Kind::Match, "m", &says)), "NEED n is SUBMITTED: expected QUALIFIED");
    year.moves(Kind::Need, "n", Step::Qualify).unwrap();
    year.records(Kind::Match, "m", &says).unwrap();
    assert_eq!(said(year.records(Kind::Match, "m", &says)), "there is a record of this id already");
    assert_eq!(said(year.records(Kind::Match, "o", &says)), "MATCH m is of the same need and candidate");
    year.moves(Kind::Match, "m", Step::Decline).unwrap();
    year.records(Kind::Match, "o", &says).unwrap();
}

#[test]
fn who_does_not_meet_the_hard_conditions_is_not_matched_and_every_reason_is_said() {
    let mut year = Year::new();
    year.need("n", &json!({ "leastYears": 10, "languages": ["ron", "rus"] }));
    year.candidate("c", &json!({ "modes": ["VIRTUAL"], "until": "2024-03-15" }));
    assert_eq!(
        said(year.records(Kind::Match, "m", &json!({ "need": "n", "candidate": "c" }))),
        "the candidate cannot be matched with the need: not willing to serve in the mode that is wanted; not available on all days \
         of the assignment; fewer years of experience than the least that is asked, or not known; does not have the language rus"
    );
}

#[test]
fn without_consent_nobody_is_matched_decided_for_or_told() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    let says = json!({ "need": "n", "candidate": "c" });
    let withdrawn = Err(MayNot::Withdrawn(0));
    let sentence = "the person is not matched: the consent was withdrawn at 1970-01-01T00:00:00Z";
    year.consent = withdrawn;
    assert_eq!(said(year.records(Kind::Match, "m", &says)), sentence);
    year.consent = Ok(());
    year.records(Kind::Match, "m", &says).unwrap();
    year.consent = withdrawn;
    assert_eq!(said(year.moves(Kind::Match, "m", Step::Accept)), sentence);
    year.consent = Ok(());
    year.moves(Kind::Match, "m", Step::Accept).unwrap();
    year.consent = withdrawn;
    assert_eq!(said(year.moves(Kind::Match, "m", Step::Contact)), sentence);
    // What ends something asks for no consent.
    year.moves(Kind::Match, "m", Step::Lapse).unwrap();
}

#[test]
fn a_need_has_no_more_decided_matches_than_positions() {
    let mut year = Year::new();
    year.need("n", &json!({ "positions": 2 }));
    for id in ["a", "b", "c"] {
        year.candidate(id, &Value::Null);
        year.records(Kind::Match, id, &json!({ "need": "n", "candidate": id })).unwrap();
    }
    year.moves(Kind::Match, "a", Step::Accept).unwrap();
    year.moves(Kind::Match, "b", Step::Accept).unwrap();
    assert_eq!(said(year.moves(Kind::Match, "c", Step::Accept)), "2 of 2 positions of the need are taken");
    assert_eq!(
        said(year.changes(Kind::Need, "n", &json!({ "positions": 1 }))),
        "MATCH a leans on it: 1 of 1 positions of the need are taken"
    );
    year.moves(Kind::Match, "a", Step::Lapse).unwrap();
    year.moves(Kind::Match, "c", Step::Accept).unwrap();
}

#[test]
fn a_need_is_closed_and_a_candidate_leaves_once_nothing_is_open() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    year.moves(Kind::Need, "n", Step::Close).unwrap();
    assert_eq!(
        said(year.moves(Kind::Candidate, "c", Step::Withdraw)),
        "MATCH m leans on it: CANDIDATE c is WITHDRAWN: expected SELECTED"
    );
    let says = json!({ "match": "m", "mode": "TEMPORARY", "from": "2024-03-01", "until": "2024-03-30" });
    year.records(Kind::Placement, "p", &says).unwrap();
    assert_eq!(
        said(year.moves(Kind::Match, "m", Step::Lapse)),
        "PLACEMENT p leans on it: MATCH m is LAPSED: expected AGREED"
    );
    year.moves(Kind::Placement, "p", Step::Start).unwrap();
    year.moves(Kind::Placement, "p", Step::Complete).unwrap();
    year.moves(Kind::Candidate, "c", Step::Withdraw).unwrap();
}

#[test]
fn a_person_is_one_candidate_at_a_time() {
    let mut year = Year::new();
    year.candidate("c", &Value::Null);
    let person = year.book.get(Kind::Candidate, "c").unwrap().person;
    let content = crate::programme::content::Content::read(Kind::Candidate, candidate(&Value::Null)).unwrap();
    let did = || crate::programme::event::Did::Recorded(std::sync::Arc::new(content.clone()));
    assert_eq!(said(year.does(Kind::Candidate, "d", did(), person)), "the person is a candidate already");
    assert_eq!(said(year.does(Kind::Candidate, "d", did(), None)), "a candidate is a person: expected whose it is");
    year.moves(Kind::Candidate, "c", Step::Withdraw).unwrap();
    year.does(Kind::Candidate, "d", did(), person).unwrap();
    assert_eq!(said(year.moves(Kind::Candidate, "c", Step::Reopen)), "the person is a candidate already");
}

#[test]
fn a_placement_comes_of_one_agreed_match_in_the_needs_mode_and_no_two_are_at_one_time() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.need("o", &json!({ "from": "2024-04-01", "until": "2024-04-10" }));
    year.candidate("c", &Value::Null);
    let says = |of: &str, mode: &str, from: &str, until: &str| json!({ "match": of, "mode": mode, "from": from, "until": until });
    year.records(Kind::Match, "m", &json!({ "need": "n", "candidate": "c" })).unwrap();
    let march = says("m", "TEMPORARY", "2024-03-01", "2024-03-30");
    assert_eq!(said(year.records(Kind::Placement, "p", &march)), "MATCH m is PROPOSED: expected AGREED");
    for step in [Step::Accept, Step::Contact, Step::Agree] {
        year.moves(Kind::Match, "m", step).unwrap();
    }
    let remote = says("m", "VIRTUAL", "2024-03-01", "2024-03-30");
    assert_eq!(said(year.records(Kind::Placement, "p", &remote)), "mode: expected TEMPORARY, as the need says");
    year.records(Kind::Placement, "p", &march).unwrap();
    assert_eq!(said(year.records(Kind::Placement, "q", &march)), "PLACEMENT p comes of the same match");
    year.agreed("k", "o", "c").unwrap();
    let late = says("k", "TEMPORARY", "2024-03-30", "2024-04-10");
    assert_eq!(
        said(year.records(Kind::Placement, "q", &late)),
        "PLACEMENT p of the same candidate is at the same time"
    );
    year.records(Kind::Placement, "q", &says("k", "TEMPORARY", "2024-03-31", "2024-04-10")).unwrap();
    assert_eq!(
        said(year.changes(Kind::Placement, "p", &json!({ "until": "2024-04-01" }))),
        "PLACEMENT q of the same candidate is at the same time"
    );
    assert_eq!(
        said(year.changes(Kind::Placement, "p", &json!({ "match": "k" }))),
        "a record goes on to belong to what it belongs to"
    );
}

#[test]
fn nothing_is_done_before_its_day_or_before_it_is_said() {
    let mut year = Year::new();
    year.need("n", &json!({ "from": "2026-06-02", "until": "2026-06-10" }));
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    let says = json!({ "match": "m", "mode": "TEMPORARY", "from": "2026-06-02", "until": "2026-06-10" });
    year.records(Kind::Placement, "p", &says).unwrap();
    assert_eq!(
        said(year.moves(Kind::Placement, "p", Step::Start)),
        "from: expected a day that has come, for it is 2026-06-01"
    );
    let honorarium =
        json!({ "placement": "p", "kind": "HONORARIUM", "money": { "amount": "100.00", "currency": "EUR" } });
    year.records(Kind::Compensation, "h", &honorarium).unwrap();
    assert_eq!(said(year.moves(Kind::Compensation, "h", Step::Pay)), "paidOn: expected a value before that is done");
    year.changes(Kind::Compensation, "h", &json!({ "paidOn": "2026-06-02" })).unwrap();
    assert_eq!(
        said(year.moves(Kind::Compensation, "h", Step::Pay)),
        "paidOn: expected a day that has come, for it is 2026-06-01"
    );
    assert_eq!(
        said(year.moves(Kind::Placement, "p", Step::Cancel)),
        "COMPENSATION h leans on it: PLACEMENT p is CANCELLED: expected PLANNED or STARTED or COMPLETED or BROKEN_OFF"
    );
    year.changes(Kind::Compensation, "h", &json!({ "paidOn": "2026-06-01" })).unwrap();
    year.moves(Kind::Compensation, "h", Step::Pay).unwrap();
    // What was paid was paid.
    year.moves(Kind::Placement, "p", Step::Cancel).unwrap();
}

#[test]
fn reintegration_is_for_those_who_return_for_good_and_says_what_came_of_it() {
    let mut year = Year::new();
    year.served("t", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    let says = |of: &str| json!({ "placement": of, "kind": "HOUSING", "on": "2024-05-01" });
    assert_eq!(said(year.records(Kind::Reintegration, "r", &says("t"))), "the placement is not PERMANENT");
    year.need("n", &json!({ "mode": "PERMANENT", "until": null }));
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    year.records(Kind::Placement, "p", &json!({ "match": "m", "mode": "PERMANENT", "from": "2024-03-01" })).unwrap();
    year.records(Kind::Reintegration, "r", &says("p")).unwrap();
    assert_eq!(
        said(year.moves(Kind::Reintegration, "r", Step::Complete)),
        "outcome: expected a value before that is done"
    );
    year.changes(Kind::Reintegration, "r", &json!({ "outcome": "REACHED" })).unwrap();
    year.moves(Kind::Reintegration, "r", Step::Complete).unwrap();
}

#[test]
fn a_value_is_of_its_moment() {
    let mut year = Year::new();
    year.served("p", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    let indicator = json!({ "name": "Skills", "unit": "points of 5", "level": "COLLEAGUE", "criterion": "IMPACT" });
    year.records(Kind::Indicator, "skills", &indicator).unwrap();
    for (moment, on, expected) in [
        ("T0", "2024-03-01", None),
        ("T0", "2024-03-02", Some("on: expected a day before the placement's first or that day (T0)")),
        ("T1", "2024-03-29", Some("on: expected the placement's last day or one after it (T1)")),
        ("T1", "2024-03-30", None),
        ("T2", "2024-12-24", Some("on: expected a day nine months after the placement's last one, or later (T2)")),
        ("T2", "2024-12-25", None),
        ("T2", "2026-06-02", Some("on: expected a day that has come, for it is 2026-06-01")),
    ] {
        let says = json!({ "indicator": "skills", "placement": "p", "moment": moment, "on": on, "value": "4" });
        let id = format!("{moment}-{on}").to_lowercase();
        let found = year.records(Kind::Observation, &id, &says);
        if found.is_ok() {
            let again = said(year.records(Kind::Observation, "again", &says));
            assert_eq!(again, format!("OBSERVATION {id} is of the same placement, indicator, moment and voice"));
            year.moves(Kind::Observation, &id, Step::Cancel).unwrap();
        }
        assert_eq!(found.err().map(|fault| fault.to_string()).as_deref(), expected, "{moment} {on}");
    }
    let says = json!({ "indicator": "skills", "placement": "p", "moment": "T0", "on": "2024-02-01", "value": "4" });
    year.records(Kind::Observation, "t0", &says).unwrap();
    assert_eq!(
        said(year.moves(Kind::Indicator, "skills", Step::Cancel)),
        "OBSERVATION t0 leans on it: INDICATOR skills is CANCELLED: expected KEPT"
    );
}

#[test]
fn what_was_done_is_undone_where_nothing_leans_on_it_and_nobody_was_told() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    assert_eq!(
        said(year.moves(Kind::Need, "n", Step::Undo)),
        "MATCH m leans on it: NEED n is SUBMITTED: expected QUALIFIED or CLOSED"
    );
    year.moves(Kind::Match, "m", Step::Undo).unwrap();
    assert_eq!(year.book.get(Kind::Match, "m").unwrap().now.state, State::Contacted);
    assert_eq!(said(year.moves(Kind::Match, "m", Step::Undo)), "the person was told of it: that is not undone");
    year.moves(Kind::Match, "m", Step::Lapse).unwrap();
    year.need("o", &Value::Null);
    year.agreed("k", "n", "c").unwrap();
    assert_eq!(
        said(year.moves(Kind::Match, "m", Step::Undo)),
        "MATCH k is of the same need and candidate",
        "what has taken its place stands in its way"
    );
    year.moves(Kind::Need, "o", Step::Undo).unwrap();
    assert_eq!(said(year.moves(Kind::Need, "o", Step::Undo)), "nothing was done to it that could be undone");
}

#[test]
fn what_was_ended_is_taken_up_again_only_under_consent_and_the_hard_conditions() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    year.records(Kind::Match, "m", &json!({ "need": "n", "candidate": "c" })).unwrap();
    year.moves(Kind::Match, "m", Step::Accept).unwrap();
    year.moves(Kind::Match, "m", Step::Decline).unwrap();
    year.consent = Err(MayNot::Never);
    assert_eq!(said(year.moves(Kind::Match, "m", Step::Undo)), "the person is not matched: no consent is recorded");
    year.consent = Ok(());
    year.changes(Kind::Candidate, "c", &json!({ "modes": ["VIRTUAL"] })).unwrap();
    assert_eq!(
        said(year.moves(Kind::Match, "m", Step::Undo)),
        "the candidate cannot be matched with the need: not willing to serve in the mode that is wanted"
    );
    year.changes(Kind::Candidate, "c", &json!({ "modes": ["TEMPORARY"] })).unwrap();
    year.moves(Kind::Match, "m", Step::Undo).unwrap();
}

#[test]
fn a_placement_goes_on_again_only_while_its_candidate_is_there() {
    let mut year = Year::new();
    year.served("p", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    year.moves(Kind::Candidate, "p", Step::Withdraw).unwrap();
    assert_eq!(said(year.moves(Kind::Placement, "p", Step::Undo)), "CANDIDATE p is WITHDRAWN: expected SELECTED");
}

#[test]
fn who_breaks_off_leaves_the_position_to_another() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    for id in ["c", "d"] {
        year.candidate(id, &Value::Null);
    }
    year.agreed("m", "n", "c").unwrap();
    let says = json!({ "match": "m", "mode": "TEMPORARY", "from": "2024-03-01", "until": "2024-03-05" });
    year.records(Kind::Placement, "p", &says).unwrap();
    year.moves(Kind::Placement, "p", Step::Start).unwrap();
    assert_eq!(said(year.agreed("k", "n", "d")), "1 of 1 positions of the need are taken");
    year.moves(Kind::Placement, "p", Step::BreakOff).unwrap();
    year.moves(Kind::Match, "k", Step::Accept).unwrap();
    assert_eq!(
        said(year.moves(Kind::Placement, "p", Step::Undo)),
        "1 of 1 positions of the need are taken",
        "it is another's by now"
    );
}

#[test]
fn a_need_stays_as_its_placements_are() {
    let mut year = Year::new();
    year.need("n", &Value::Null);
    year.candidate("c", &Value::Null);
    year.agreed("m", "n", "c").unwrap();
    let says = json!({ "match": "m", "mode": "TEMPORARY", "from": "2024-03-01", "until": "2024-03-05" });
    year.records(Kind::Placement, "p", &says).unwrap();
    assert_eq!(
        said(year.changes(Kind::Need, "n", &json!({ "mode": "VIRTUAL" }))),
        "PLACEMENT p leans on it: mode: expected VIRTUAL, as the need says"
    );
}

#[test]
fn a_person_who_is_a_candidate_anew_serves_nowhere_twice() {
    let mut year = Year::new();
    year.served("p", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    year.moves(Kind::Candidate, "p", Step::Withdraw).unwrap();
    let person = year.book.get(Kind::Candidate, "p").unwrap().person;
    let content = crate::programme::content::Content::read(Kind::Candidate, candidate(&Value::Null)).unwrap();
    let did = crate::programme::event::Did::Recorded(std::sync::Arc::new(content));
    year.does(Kind::Candidate, "q", did, person).unwrap();
    year.moves(Kind::Candidate, "q", Step::Select).unwrap();
    year.need("o", &Value::Null);
    assert_eq!(
        said(year.records(Kind::Match, "m", &json!({ "need": "o", "candidate": "q" }))),
        "the candidate cannot be matched with the need: not available on all days of the assignment"
    );
}

#[test]
fn what_ends_something_has_a_reason_and_nothing_else_has() {
    use crate::programme::event::Did;
    use schema::programme::why::Why;
    let mut year = Year::new();
    year.need("n", &Value::Null);
    let did = |step, why| Did::Moved(step, why);
    year.records(Kind::Need, "o", &need(&Value::Null)).unwrap();
    assert_eq!(
        said(year.does(Kind::Need, "o", did(Step::Refuse, None), None)),
        "REFUSE needs a reason (why), such as PERSON or HOST"
    );
    assert_eq!(said(year.does(Kind::Need, "o", did(Step::Qualify, Some(Why::Host)), None)), "QUALIFY takes no reason");
    assert_eq!(said(year.records(Kind::Need, "p", &need(&json!({ "phase": "3" })))), "the programme has no phase 3");
}
