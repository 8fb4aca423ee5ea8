//! Lists of records.

use super::year::Year;
use crate::programme::listing::Listing;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use serde_json::{Value, json};

fn listed(year: &Year, kind: Kind, listing: &Listing) -> Vec<String> {
    listing.of(&year.book, kind).iter().map(|record| record.id.clone()).collect()
}

/// Three needs, of which the second matters most and the last is of another phase, with a match of each and a placement of the last.
fn year() -> Year {
    let mut year = Year::new();
    let third = json!({ "phase": "2", "from": "2024-05-01", "until": "2024-05-30" });
    for (id, fields) in [("a", json!({ "priority": "LOW" })), ("b", json!({ "priority": "HIGH" })), ("c", third)] {
        year.need(id, &fields);
        year.candidate(id, &Value::Null);
    }
    year.records(Kind::Match, "m", &json!({ "need": "a", "candidate": "a" })).unwrap();
    year.records(Kind::Match, "o", &json!({ "need": "b", "candidate": "a" })).unwrap();
    year.placed("c", "c", ("2024-05-01", "2024-05-30"));
    year
}

#[test]
fn what_matters_most_stands_first_and_a_page_goes_on_where_the_last_one_ended() {
    let year = year();
    let by_id = Listing::default();
    let by_priority = Listing { by_priority: true, ..by_id.clone() };
    assert_eq!(listed(&year, Kind::Need, &by_id), ["a", "b", "c"]);
    assert_eq!(listed(&year, Kind::Need, &by_priority), ["b", "c", "a"]);
    assert_eq!(listed(&year, Kind::Match, &by_priority), ["o", "c", "m"], "by their needs");
    assert_eq!(listed(&year, Kind::Candidate, &by_priority), ["a", "b", "c"], "a candidate is of no need");
    let after = |listing: &Listing, id: &str| {
        let rest = listing.of(&year.book, Kind::Need).into_iter();
        let rest = rest.filter(|record| listing.is_after(&year.book, record, (Kind::Need, id)));
        rest.map(|record| record.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!((after(&by_priority, "b"), after(&by_priority, "a")), (vec!["c".to_owned(), "a".to_owned()], vec![]));
    assert_eq!(after(&by_id, "b"), ["c"]);
    assert_eq!(after(&by_id, "bb"), ["c"], "one that is not there");
}

#[test]
fn a_list_is_of_a_phase_and_of_all_that_comes_of_a_need_or_of_a_candidate() {
    let mut year = year();
    let phase = |phase: &str| Listing { phase: Some(phase.to_owned()), ..Listing::default() };
    let need = |id: &str| Listing { need: Some(id.to_owned()), ..Listing::default() };
    let candidate = |id: &str| Listing { candidate: Some(id.to_owned()), ..Listing::default() };
    assert_eq!(listed(&year, Kind::Need, &phase("1")), ["a", "b"]);
    assert_eq!(listed(&year, Kind::Match, &phase("2")), ["c"]);
    assert_eq!(listed(&year, Kind::Match, &candidate("a")), ["m", "o"]);
    assert_eq!(listed(&year, Kind::Match, &need("b")), ["o"]);
    assert_eq!(listed(&year, Kind::Placement, &need("c")), ["c"], "by its match");
    assert_eq!(listed(&year, Kind::Placement, &candidate("a")), Vec::<String>::new());
    year.moves(Kind::Match, "m", Step::Decline).unwrap();
    let open = Listing { state: Some(State::Proposed), ..candidate("a") };
    assert_eq!(listed(&year, Kind::Match, &open), ["o"]);
}
