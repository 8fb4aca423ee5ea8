//! Whatever officers do, in whatever order: what may stand in the book.

use super::year::{Year, candidate, need};
use crate::programme::book::Book;
use crate::programme::content::Content;
use crate::programme::placement::Placement;
use proptest::prelude::*;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use serde_json::{Value, json};

#[derive(Clone, Debug)]
enum Act {
    Need(usize, u16),
    Candidate(usize),
    Match(usize, usize, usize),
    Placement(usize, usize, u32, u32),
    Dates(usize, u32, u32),
    Positions(usize, u16),
    Step(usize, usize, usize),
    /// What is usually done next.
    GoesOn(usize, usize),
}

const KINDS: [Kind; 4] = [Kind::Need, Kind::Candidate, Kind::Match, Kind::Placement];
const FEW: usize = 3;
const USUAL: [(Kind, State, Step); 7] = [
    (Kind::Need, State::Submitted, Step::Qualify),
    (Kind::Candidate, State::Applied, Step::Select),
    (Kind::Match, State::Proposed, Step::Accept),
    (Kind::Match, State::Accepted, Step::Contact),
    (Kind::Match, State::Contacted, Step::Agree),
    (Kind::Placement, State::Planned, Step::Start),
    (Kind::Placement, State::Started, Step::Complete),
];

fn act() -> impl Strategy<Value = Act> {
    let id = || 0..FEW;
    prop_oneof![
        2 => (id(), 1..3_u16).prop_map(|(id, positions)| Act::Need(id, positions)),
        2 => id().prop_map(Act::Candidate),
        2 => (id(), id(), id()).prop_map(|(id, need, candidate)| Act::Match(id, need, candidate)),
        2 => (id(), id(), 1..20_u32, 0..10_u32).prop_map(|(id, of, from, days)| Act::Placement(id, of, from, days)),
        1 => (id(), 1..20_u32, 0..10_u32).prop_map(|(id, from, days)| Act::Dates(id, from, days)),
        1 => (id(), 1..3_u16).prop_map(|(id, positions)| Act::Positions(id, positions)),
        2 => (0..KINDS.len(), id(), 0..Step::ALL.len()).prop_map(|(kind, id, step)| Act::Step(kind, id, step)),
        14 => (0..KINDS.len(), id()).prop_map(|(kind, id)| Act::GoesOn(kind, id)),
    ]
}

fn days(from: u32, days: u32) -> Value {
    json!({ "from": format!("2024-03-{from:02}"), "until": format!("2024-03-{:02}", from + days) })
}

fn does(year: &mut Year, act: &Act) -> bool {
    let done = match act {
        Act::Need(id, positions) => {
            year.records(Kind::Need, &id.to_string(), &need(&json!({ "positions": positions })))
        }
        Act::Candidate(id) => year.records(Kind::Candidate, &id.to_string(), &candidate(&Value::Null)),
        Act::Match(id, need, candidate) => {
            let says = json!({ "need": need.to_string(), "candidate": candidate.to_string() });
            year.records(Kind::Match, &id.to_string(), &says)
        }
        Act::Placement(id, of, from, length) => {
            let mut says = days(*from, *length);
            says["match"] = of.to_string().into();
            says["mode"] = "TEMPORARY".into();
            year.records(Kind::Placement, &id.to_string(), &says)
        }
        Act::Dates(id, ..) | Act::Positions(id, _) => {
            let (kind, fields) = match act {
                Act::Dates(_, from, length) => (Kind::Placement, days(*from, *length)),
                Act::Positions(_, positions) => (Kind::Need, json!({ "positions": positions })),
                _ => return false,
            };
            if year.book.get(kind, &id.to_string()).is_none() {
                return false;
            }
            year.changes(kind, &id.to_string(), &fields)
        }
        Act::Step(kind, id, step) => year.moves(KINDS[*kind], &id.to_string(), Step::ALL[*step]),
        Act::GoesOn(kind, id) => {
            let (kind, id) = (KINDS[*kind], id.to_string());
            let state = year.book.get(kind, &id).map(|record| record.now.state);
            let usual = USUAL.iter().find(|(of, from, _)| (*of, Some(*from)) == (kind, state));
            let Some((.., step)) = usual else { return false };
            year.moves(kind, &id, *step)
        }
    };
    done.is_ok()
}

fn live(book: &Book, kind: Kind) -> Vec<(String, State, Content)> {
    let of_kind = book.of(kind).filter(|record| !record.now.state.is_void());
    of_kind.map(|record| (record.id.clone(), record.now.state, record.now.content.as_ref().clone())).collect()
}

/// What must be so, worked out from the records one by one.
fn check(book: &Book) {
    let state = |kind, id: &str| book.get(kind, id).map(|record| record.now.state);
    let placements: Vec<(String, State, Placement)> = live(book, Kind::Placement)
        .into_iter()
        .filter_map(
            |(id, state, content)| if let Content::Placement(of) = content { Some((id, state, of)) } else { None },
        )
        .collect();
    let mut candidates = Vec::new();
    for (id, _, content) in live(book, Kind::Match) {
        let Content::Match(of) = content else { unreachable!() };
        let over = placements
            .iter()
            .any(|(_, state, placement)| placement.of == id && matches!(state, State::Completed | State::BrokenOff));
        assert!(over || state(Kind::Candidate, &of.candidate) == Some(State::Selected), "{id} has its candidate");
        assert!(matches!(state(Kind::Need, &of.need), Some(State::Qualified | State::Closed)), "{id} has its need");
        candidates.push((id, of.candidate, of.need));
    }
    for (at, (id, candidate, need)) in candidates.iter().enumerate() {
        let twice = candidates[..at].iter().any(|(_, other, of)| (other, of) == (candidate, need));
        assert!(!twice, "{id} is of a pair that is matched");
    }
    for (id, _, content) in live(book, Kind::Need) {
        let Content::Need(need) = content else { unreachable!() };
        // Who broke off left the position to another.
        let has_left =
            |of: &str| placements.iter().any(|(_, state, placement)| placement.of == *of && *state == State::BrokenOff);
        let taken = candidates.iter().filter(|(of, _, wanted)| {
            *wanted == id
                && !has_left(of)
                && matches!(state(Kind::Match, of), Some(State::Accepted | State::Contacted | State::Agreed))
        });
        assert!(taken.count() <= usize::from(need.positions.get()), "need {id} has too many");
    }
    let who = |of: &Placement| candidates.iter().find(|(id, ..)| *id == of.of).map(|(_, who, _)| who.clone());
    for (at, (id, stands, placement)) in placements.iter().enumerate() {
        assert_eq!(state(Kind::Match, &placement.of), Some(State::Agreed), "placement {id} has its match");
        for (other_id, other_stands, other) in &placements[..at] {
            let is_broken = [stands, other_stands].contains(&&State::BrokenOff);
            let apart = placement.from > other.until.unwrap() || other.from > placement.until.unwrap();
            assert!(is_broken || apart || who(placement) != who(other), "{id} and {other_id} are at one time");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_done_nothing_stands_that_may_not(acts in prop::collection::vec(act(), 1..300)) {
        let mut year = Year::new();
        for act in &acts {
            if does(&mut year, act) {
                check(&year.book);
            }
        }
    }
}

/// The law is of something: the acts that it draws reach placements that are over.
#[test]
fn what_the_law_draws_reaches_far() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let (mut runner, mut over, mut refused) = (TestRunner::deterministic(), 0, 0);
    for _ in 0..200 {
        let acts = prop::collection::vec(act(), 250..300).new_tree(&mut runner).unwrap().current();
        let mut year = Year::new();
        refused += acts.iter().filter(|act| !does(&mut year, act)).count();
        over += year
            .book
            .of(Kind::Placement)
            .filter(|of| matches!(of.now.state, State::Completed | State::BrokenOff))
            .count();
    }
    assert!(over >= 20 && refused >= 20, "{over} placements are over, {refused} acts are refused");
}
