//! Ids that officers judged one person's: one who is proposed, serves and is counted.

use super::figures::year;
use super::year::{Year as Work, candidate, programme};
use crate::person::identity::{Identities, Verdict};
use crate::programme::content::Content;
use crate::programme::derived::Derived;
use crate::programme::event::Did;
use crate::programme::fault::Fault;
use crate::programme::pool::Pool;
use crate::programme::report::{Report, Said};
use crate::programme::year::Year;
use crate::record_key::Pseudonym;
use schema::programme::derived::{DAYS_PLACED, PLACEMENTS};
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use serde_json::{Value, json};
use std::sync::Arc;

fn person(work: &Work, candidate: &str) -> Pseudonym {
    work.book.get(Kind::Candidate, candidate).unwrap().person.unwrap()
}

/// Judges the persons of two candidates to be one.
fn judged(work: &mut Work, one: &str, other: &str) {
    let same = Identities::of([(person(work, one), person(work, other), Verdict::Same)]);
    work.book = std::mem::take(&mut work.book).knowing(same);
}

fn said(fault: Result<(), Fault>) -> String {
    fault.unwrap_err().to_string()
}

fn looked_at(work: &Work) -> Vec<String> {
    let pool = Pool::of(&work.book, None, |_| true);
    pool.candidates.iter().map(|of| pool.candidate_id(of.id).to_owned()).collect()
}

#[test]
fn one_person_is_looked_at_once_and_not_at_all_while_either_id_is_matched() {
    let mut work = Work::new();
    for id in ["n", "o"] {
        work.need(id, &json!({ "positions": 2 }));
    }
    for id in ["a", "b", "c"] {
        work.candidate(id, &Value::Null);
    }
    assert_eq!(looked_at(&work), ["a", "b", "c"]);
    judged(&mut work, "a", "b");
    assert_eq!(looked_at(&work), ["b", "c"], "as she said it last");
    work.records(Kind::Match, "m", &json!({ "need": "n", "candidate": "a" })).unwrap();
    assert_eq!(looked_at(&work), ["c"]);
    assert_eq!(
        said(work.records(Kind::Match, "k", &json!({ "need": "n", "candidate": "b" }))),
        "MATCH m is of the same need and candidate"
    );
    work.moves(Kind::Match, "m", Step::Decline).unwrap();
    let pool = Pool::of(&work.book, None, |_| true);
    let closed = pool.candidates[0].not_for.iter().map(|id| pool.need_id(*id)).collect::<Vec<_>>();
    assert_eq!((pool.candidate_id(pool.candidates[0].id), closed), ("b", vec!["n"]), "what was decided holds for both");
}

#[test]
fn one_person_is_one_candidate_under_whichever_id() {
    let mut work = Work::new();
    work.candidate("a", &Value::Null);
    work.candidate("b", &Value::Null);
    work.moves(Kind::Candidate, "b", Step::Withdraw).unwrap();
    judged(&mut work, "a", "b");
    assert_eq!(said(work.moves(Kind::Candidate, "b", Step::Reopen)), "the person is a candidate already");
    let content = Arc::new(Content::read(Kind::Candidate, candidate(&Value::Null)).unwrap());
    let other = Some(person(&work, "b"));
    assert_eq!(
        said(work.does(Kind::Candidate, "d", Did::Recorded(content), other)),
        "the person is a candidate already"
    );
    work.moves(Kind::Candidate, "a", Step::Withdraw).unwrap();
    work.moves(Kind::Candidate, "b", Step::Reopen).unwrap();
}

#[test]
fn one_person_serves_in_one_place_on_a_day_under_whichever_id() {
    let mut work = Work::new();
    work.served("a", ("2024-03-01", "2024-03-30"), (&Value::Null, &Value::Null));
    work.need("n", &Value::Null);
    work.candidate("b", &Value::Null);
    work.agreed("m", "n", "b").unwrap();
    judged(&mut work, "a", "b");
    let says = json!({ "match": "m", "mode": "TEMPORARY", "from": "2024-03-20", "until": "2024-04-10" });
    assert_eq!(
        said(work.records(Kind::Placement, "p", &says)),
        "PLACEMENT a of the same candidate is at the same time"
    );
    work.need("o", &Value::Null);
    assert_eq!(
        said(work.records(Kind::Match, "k", &json!({ "need": "o", "candidate": "b" }))),
        "the candidate cannot be matched with the need: not available on all days of the assignment"
    );
}

#[test]
fn what_was_begun_under_two_ids_goes_on_once_they_are_one() {
    let mut work = Work::new();
    work.need("n", &json!({ "positions": 2 }));
    for id in ["a", "b"] {
        work.candidate(id, &Value::Null);
        work.agreed(id, "n", id).unwrap();
    }
    let says =
        |of: &str, from: &str, until: &str| json!({ "match": of, "mode": "TEMPORARY", "from": from, "until": until });
    work.records(Kind::Placement, "p", &says("a", "2024-03-01", "2024-03-15")).unwrap();
    work.records(Kind::Placement, "q", &says("b", "2024-03-11", "2024-03-20")).unwrap();
    for id in ["p", "q"] {
        work.moves(Kind::Placement, id, Step::Start).unwrap();
    }
    judged(&mut work, "a", "b");
    let longer = work.changes(Kind::Placement, "p", &json!({ "until": "2024-03-12" }));
    assert_eq!(said(longer), "PLACEMENT q of the same candidate is at the same time");
    for id in ["p", "q"] {
        work.moves(Kind::Placement, id, Step::Complete).unwrap();
    }
    work.moves(Kind::Candidate, "a", Step::Withdraw).unwrap();
}

#[test]
fn placements_under_two_ids_are_one_persons_record_and_count_as_one_persons() {
    let mut work = year();
    let asked = Year { year: 2024, today: work.today, money: None };
    assert_eq!(asked.persons([&work.book]).unwrap().len(), 2);
    assert_eq!(Derived::of(&work.book, None, work.today).persons.len(), 2);
    let mean = |work: &Work| {
        let report = Report::of(&work.book, ("Return of experts", &programme()), work.today, 2);
        report.whole.mean_days_to_placement
    };
    assert_eq!(mean(&work), Said::Is(227.0 / 3.0));
    let least = person(&work, "a").min(person(&work, "b"));
    judged(&mut work, "a", "b");
    let made = asked.persons([&work.book]).unwrap();
    let [(id, done)] = &made.iter().collect::<Vec<_>>()[..] else { panic!("{} persons", made.len()) };
    assert_eq!(**id, least);
    assert_eq!((done.amount(PLACEMENTS), done.amount(DAYS_PLACED)), (3.0, 60.0));
    let derived = Derived::of(&work.book, None, work.today);
    assert_eq!((derived.persons.len(), derived.repeated.part), (1, 1));
    assert_eq!(mean(&work), Said::Few, "it is of one person");
}

#[test]
fn an_undo_gives_a_placement_only_days_that_the_person_does_not_serve_elsewhere_under_another_id() {
    let days =
        |of: &str, from: &str, until: &str| json!({ "match": of, "mode": "TEMPORARY", "from": from, "until": until });
    let busy = |id: &str| format!("PLACEMENT {id} of the same candidate is at the same time");
    let mut work = Work::new();
    for id in ["a", "b"] {
        work.need(id, &Value::Null);
        work.candidate(id, &Value::Null);
        work.agreed(id, id, id).unwrap();
    }
    judged(&mut work, "a", "b");
    work.records(Kind::Placement, "p", &days("a", "2024-03-01", "2024-03-30")).unwrap();
    let late = days("b", "2024-03-20", "2024-04-10");
    assert_eq!(said(work.records(Kind::Placement, "q", &late)), busy("p"));
    // Of one that was made shorter the days are free, and of one that was broken off once its last day is as it came: whoever undoes that
    // takes them again.
    work.moves(Kind::Placement, "p", Step::Start).unwrap();
    for (id, is_broken_off) in [("q", true), ("r", false)] {
        if is_broken_off {
            work.moves(Kind::Placement, "p", Step::BreakOff).unwrap();
            assert_eq!(
                said(work.records(Kind::Placement, id, &late)),
                busy("p"),
                "its last day stands as it was planned"
            );
            work.moves(Kind::Placement, "p", Step::Undo).unwrap();
        }
        work.changes(Kind::Placement, "p", &json!({ "until": "2024-03-10" })).unwrap();
        if is_broken_off {
            work.moves(Kind::Placement, "p", Step::BreakOff).unwrap();
        }
        work.records(Kind::Placement, id, &late).unwrap();
        if is_broken_off {
            work.moves(Kind::Placement, "p", Step::Undo).unwrap();
        }
        assert_eq!(said(work.moves(Kind::Placement, "p", Step::Undo)), busy(id), "they are another's by now");
        work.moves(Kind::Placement, id, Step::Cancel).unwrap();
        work.moves(Kind::Placement, "p", Step::Undo).unwrap();
        assert_eq!(said(work.moves(Kind::Placement, id, Step::Undo)), busy("p"), "and back they are taken once");
    }
}

#[test]
fn an_undo_that_takes_no_more_days_goes_on_where_two_were_begun_under_two_ids() {
    let mut work = Work::new();
    for (id, until) in [("a", "2024-03-20"), ("b", "2024-03-25")] {
        work.need(id, &Value::Null);
        work.candidate(id, &Value::Null);
        work.agreed(id, id, id).unwrap();
        let says = json!({ "match": id, "mode": "TEMPORARY", "from": "2024-03-10", "until": until });
        work.records(Kind::Placement, id, &says).unwrap();
        work.moves(Kind::Placement, id, Step::Start).unwrap();
        work.moves(Kind::Placement, id, Step::Complete).unwrap();
    }
    judged(&mut work, "a", "b");
    work.moves(Kind::Placement, "a", Step::Undo).unwrap();
}
