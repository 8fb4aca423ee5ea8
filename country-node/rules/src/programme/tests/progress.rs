//! Who is among those who come how far.

use super::year::Year;
use crate::matching::fairness::Composition;
use crate::person::identity::{Identities, Verdict};
use crate::programme::progress::Progress;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use serde_json::json;

fn counts(of: &Composition) -> (usize, usize) {
    (of.persons, of.women)
}

fn all(of: &Progress) -> [(usize, usize); 5] {
    [&of.eligible, &of.proposed, &of.accepted, &of.agreed, &of.placed].map(counts)
}

/// Of each step one: two women and three men, of whom the last is matched with nothing; and one who cannot be.
fn year() -> Year {
    let mut year = Year::new();
    for (id, sex) in [("placed", "M"), ("agreed", "F"), ("accepted", "M"), ("proposed", "F"), ("free", "M")] {
        year.candidate(id, &json!({ "sex": sex, "residence": if sex == "F" { "ITA" } else { "ESP" } }));
    }
    year.candidate("unfit", &json!({ "languages": ["ita"] }));
    for id in ["placed", "agreed", "accepted", "proposed"] {
        let dates =
            json!({ "phase": if id == "placed" { "2" } else { "1" }, "from": "2024-03-01", "until": "2024-03-30" });
        year.need(id, &dates);
    }
    year.placed("placed", "placed", ("2024-03-01", "2024-03-30"));
    year.agreed("agreed", "agreed", "agreed").unwrap();
    for id in ["accepted", "proposed"] {
        year.records(Kind::Match, id, &json!({ "need": id, "candidate": id })).unwrap();
    }
    year.moves(Kind::Match, "accepted", Step::Accept).unwrap();
    year
}

#[test]
fn all_who_could_be_matched_stand_beside_those_who_are_at_each_step() {
    let mut year = year();
    let progress = |year: &Year, phase| Progress::of(&year.book, phase, |_| true);
    assert_eq!(all(&progress(&year, None)), [(5, 2), (1, 1), (1, 0), (1, 1), (1, 0)]);
    let whole = progress(&year, None);
    assert_eq!(whole.eligible.share_of(Some("ITA".parse().unwrap())), Some(0.4));
    assert_eq!(whole.placed.share_of(Some("ITA".parse().unwrap())), Some(0.0));
    let second = progress(&year, Some("2"));
    assert_eq!(all(&second), [(5, 2), (0, 0), (0, 0), (0, 0), (1, 0)], "who is kept elsewhere could be matched too");
    // A decision against one leaves the person among those who could be matched.
    year.moves(Kind::Match, "accepted", Step::Decline).unwrap();
    year.moves(Kind::Need, "placed", Step::Close).unwrap();
    assert_eq!(all(&progress(&year, None)), [(5, 2), (1, 1), (0, 0), (1, 1), (1, 0)]);
}

#[test]
fn of_who_does_not_agree_nothing_is_looked_at_but_what_the_programme_did() {
    let year = year();
    let none = Progress::of(&year.book, None, |_| false);
    assert_eq!(all(&none), [(4, 2), (1, 1), (1, 0), (1, 1), (1, 0)]);
}

#[test]
fn one_person_under_two_ids_counts_once() {
    let mut year = year();
    let person = |year: &Year, id: &str| year.book.get(Kind::Candidate, id).unwrap().person.unwrap();
    let same = Identities::of([(person(&year, "free"), person(&year, "placed"), Verdict::Same)]);
    year.book = std::mem::take(&mut year.book).knowing(same);
    assert_eq!(all(&Progress::of(&year.book, None, |_| true)), [(4, 2), (1, 1), (1, 0), (1, 1), (1, 0)]);
    let count = Progress::of(&year.book, None, |_| true).eligible.by_destination.values().sum::<usize>();
    assert_eq!((count, year.book.candidacies_of(&person(&year, "free")).count()), (4, 2));
    assert_eq!(Progress::of(&Year::new().book, None, |_| true), Progress::default());
}
