//! Records over time: what they said when, what was done to them, and who is told.

mod reviewed;

use super::content::{Content, Span};
use super::edit::EditFault;
use super::entry::{Entry, Reader};
use super::event::{By, Did, Event};
use super::fitting::{Fitting, Which};
use super::index::Index;
use super::listed::{Listed, Told};
use super::moves::MoveFault;
use proptest::prelude::*;
use schema::country::CountryCode;
use schema::directory::body::Body;
use schema::directory::filter::DirectoryFilter;
use schema::directory::institution::InstitutionLevel;
use schema::directory::kind::EntryKind;
use schema::directory::order::{DirectoryOrder, Position};
use schema::directory::page::{DirectoryQuestion, DirectoryRow};
use schema::directory::state::{EntryState, EntryStep, Verdict};
use schema::directory::visibility::Visibility;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

fn gha() -> CountryCode {
    "GHA".parse().unwrap()
}

fn institution(name: &str, level: &str) -> Body {
    let content = json!({ "names": [{ "language": "eng", "text": name }], "level": level });
    Body::read(EntryKind::Institution, content).unwrap()
}

fn experience(title: &str) -> Body {
    let content = json!({ "titles": [{ "language": "eng", "text": title }], "areas": ["RESEARCH"], "done": "A survey.",
        "places": ["DEU"], "results": "It was read.", "evidence": "MONITORING", "repeatability": "UNKNOWN" });
    Body::read(EntryKind::Experience, content).unwrap()
}

fn content(from: Option<&str>, body: Body) -> Content {
    let span = Span { from: from.map(|from| from.parse().unwrap()), until: None, body };
    Content { visibility: Visibility::Members, named: vec![], reviewers: vec![], spans: vec![span] }
}

fn by(member: &str, officer: &str) -> By {
    By { member: member.parse().unwrap(), officer: officer.into() }
}

fn event(number: i64, did: Did) -> Event {
    Event { number, at: NOW - 1000 + number, by: by("GHA", "ama"), reason: String::new(), did }
}

fn moved(number: i64, step: EntryStep) -> Event {
    event(number, Did::Moved(step))
}

fn question(kind: EntryKind) -> DirectoryQuestion {
    let filter = DirectoryFilter::default();
    DirectoryQuestion { kind, filter, order: DirectoryOrder::Title, first: 100, after: None, as_of: None }
}

/// 2026-01-01.
const NOW: i64 = 1_767_225_600;

fn reader(member: &str) -> Reader {
    Reader { member: member.parse().unwrap(), officer: member == "GHA" }
}

fn listed(index: &Index, question: &DirectoryQuestion, told: Told) -> Listed {
    Fitting::of(Which::question(index, question, told), index, told).page(question, told)
}

fn told(to: &str) -> Told {
    Told { country: gha(), to: reader(to), now: NOW }
}

fn ids(page: &Listed) -> Vec<&str> {
    page.rows.iter().map(|row| row.id.as_str()).collect()
}

fn title(row: &DirectoryRow, kind: EntryKind) -> String {
    row.body(kind).unwrap().title().to_owned()
}

#[test]
fn who_had_a_diaspora_ministry_in_2010_can_be_asked() {
    // An office of the president's until mid 2009, a ministry until 2014, and an agency since.
    let office = content(Some("2001"), institution("Secretariat for Non-Resident Ghanaians", "AGENCY"));
    let ministry =
        office.changed_from("2009-07".parse().unwrap(), institution("Ministry of Diaspora", "MINISTRY")).unwrap();
    let agency =
        ministry.changed_from("2015".parse().unwrap(), institution("Office of Diaspora Affairs", "AGENCY")).unwrap();
    assert_eq!(agency.faults(), Vec::<String>::new());
    assert_eq!(agency.spans[0].until.unwrap().to_string(), "2009-06-30");
    let mut index = Index::default();
    let id = (EntryKind::Institution, "diaspora");
    index.append(id, &event(1, Did::Recorded(Arc::new(agency)))).unwrap();
    index.append(id, &moved(2, EntryStep::Publish)).unwrap();
    let on = |on: &str| {
        let mut question = question(EntryKind::Institution);
        question.filter.on = Some(on.parse().unwrap());
        listed(&index, &question, told("COL")).rows.first().map(|row| title(row, EntryKind::Institution))
    };
    assert_eq!(on("2010").as_deref(), Some("Ministry of Diaspora"));
    assert_eq!(on("2009").as_deref(), Some("Ministry of Diaspora"), "the latest of what it was in that year");
    let mut agencies = question(EntryKind::Institution);
    agencies.filter.on = Some("2009".parse().unwrap());
    agencies.filter.levels = Some(vec![InstitutionLevel::Agency]);
    assert_eq!(listed(&index, &agencies, told("COL")).total, 1, "it was an agency too in that year");
    assert_eq!(on("2009-06").as_deref(), Some("Secretariat for Non-Resident Ghanaians"));
    assert_eq!((on("2000"), on("2030").as_deref()), (None, Some("Office of Diaspora Affairs")));
    let mut ministries = question(EntryKind::Institution);
    ministries.filter.levels = Some(vec![InstitutionLevel::Ministry]);
    assert_eq!(listed(&index, &ministries, told("COL")).total, 0, "today it is none");
    ministries.filter.on = Some("2010".parse().unwrap());
    assert_eq!(listed(&index, &ministries, told("COL")).total, 1);
}

#[test]
fn what_a_record_says_changes_after_what_it_says_already_and_a_mistake_is_put_right_in_its_place() {
    let first = content(Some("2010"), institution("A", "AGENCY"));
    let from = |date: &str| date.parse().unwrap();
    assert!(matches!(first.changed_from(from("2010"), institution("B", "AGENCY")), Err(EditFault::TooEarly(_))));
    assert_eq!(first.changed_from(from("2011"), experience("B")), Err(EditFault::OtherKind));
    let right = first.corrected(institution("B", "AGENCY")).unwrap();
    assert_eq!((right.spans.len(), right.spans[0].body.title()), (1, "B"));
    let over = first.ended(from("2020")).unwrap();
    assert_eq!(over.ended(from("2021")).unwrap().spans[0].until, Some(from("2021")), "an end is put right");
    assert!(matches!(first.ended(from("2009")), Err(EditFault::TooEarly(_))));
    let again = over.changed_from(from("2025"), institution("C", "AGENCY")).unwrap();
    assert_eq!(again.spans[0].until.unwrap().to_string(), "2020", "between the two it says nothing");
    assert!(again.within(("2022-01-01".parse().unwrap(), "2022-12-31".parse().unwrap())).next().is_none());
    assert_eq!(again.faults(), Vec::<String>::new());
}

/// The record after some events, each of which may be.
fn after(entry: &Entry, events: &[Event]) -> Entry {
    events.iter().fold(entry.clone(), |entry, event| {
        assert_eq!(entry.judge(event), Ok(()), "{event:?}");
        entry.after(event)
    })
}

#[test]
fn what_was_done_last_is_undone_one_thing_after_another() {
    let first = Arc::new(content(None, institution("A", "AGENCY")));
    let second = Arc::new(content(None, institution("B", "AGENCY")));
    let entry = Entry::recorded((EntryKind::Institution, "a".into()), first, &event(1, Did::Undone));
    assert_eq!(entry.judge(&event(2, Did::Undone)), Err(MoveFault::NothingToUndo));
    let changed = after(&entry, &[moved(2, EntryStep::Publish), event(3, Did::Changed(second))]);
    assert_eq!((changed.now.version, changed.now.content.latest().unwrap().body.title()), (3, "B"));
    let undone = after(&changed, &[event(4, Did::Undone)]);
    assert_eq!((undone.now.state, undone.now.version), (EntryState::Published, 1));
    let draft = after(&undone, &[event(5, Did::Undone)]);
    assert_eq!(draft.now.state, EntryState::Draft);
    assert_eq!(draft.judge(&event(6, Did::Undone)), Err(MoveFault::NothingToUndo));
    assert_eq!(draft.events, 5, "nothing is taken out of the history");
}

#[test]
fn a_member_is_told_of_what_is_published_for_it_and_an_officer_of_the_country_of_everything() {
    let mut index = Index::default();
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    for (id, visibility, published) in [
        ("draft", Visibility::Public, false),
        ("members", Visibility::Members, true),
        ("named", Visibility::Named, true),
        ("public", Visibility::Public, true),
    ] {
        let mut said = content(None, institution(id, "AGENCY"));
        said.visibility = visibility;
        said.named = if visibility == Visibility::Named { vec!["COL".parse().unwrap()] } else { vec![] };
        index.append((EntryKind::Institution, id), &event(next(), Did::Recorded(Arc::new(said)))).unwrap();
        if published {
            index.append((EntryKind::Institution, id), &moved(next(), EntryStep::Publish)).unwrap();
        }
    }
    let page = |index: &Index, to: &str| listed(index, &question(EntryKind::Institution), told(to));
    assert_eq!(ids(&page(&index, "COL")), ["members", "named", "public"]);
    assert_eq!(ids(&page(&index, "PHL")), ["members", "public"]);
    assert!(page(&index, "COL").rows.iter().all(|row| row.named.is_empty()), "who else sees it is nobody's business");
    let mut all = question(EntryKind::Institution);
    all.filter.states = Some(EntryState::ALL.to_vec());
    assert_eq!(ids(&listed(&index, &all, told("GHA"))), ["draft", "members", "named", "public"]);
    assert_eq!(listed(&index, &all, told("GHA")).rows[2].named.len(), 1, "but its own officers'");
    assert_eq!(ids(&listed(&index, &all, told("PHL"))), ["members", "public"], "asking for drafts shows none");
    // A page of before does not show what was withdrawn since.
    let mut before = question(EntryKind::Institution);
    before.as_of = Some(index.last());
    index.append((EntryKind::Institution, "public"), &moved(next(), EntryStep::Withdraw)).unwrap();
    assert_eq!(ids(&listed(&index, &before, told("PHL"))), ["members"]);
}

#[test]
fn what_was_put_right_is_read_for_a_day_by_those_who_began_before_and_then_no_more() {
    let mut index = Index::default();
    let id = (EntryKind::Institution, "a");
    index.append(id, &event(1, Did::Recorded(Arc::new(content(None, institution("Wrong", "AGENCY")))))).unwrap();
    index.append(id, &moved(2, EntryStep::Publish)).unwrap();
    let right = Event { at: NOW, ..event(3, Did::Changed(Arc::new(content(None, institution("Right", "AGENCY"))))) };
    index.append(id, &right).unwrap();
    let begun = DirectoryQuestion { as_of: Some(2), ..question(EntryKind::Institution) };
    for (later, says, as_of) in [(0, "Wrong", 2), (86_400, "Wrong", 2), (86_401, "Right", 3)] {
        let page = listed(&index, &begun, Told { now: NOW + later, ..told("COL") });
        assert_eq!((title(&page.rows[0], EntryKind::Institution).as_str(), page.as_of), (says, as_of));
    }
    let future = DirectoryQuestion { as_of: Some(9), ..question(EntryKind::Institution) };
    assert_eq!(listed(&index, &future, told("COL")).as_of, 3, "of a directory that was put back to an earlier time");
}

#[test]
fn a_page_of_records_that_say_much_is_shorter_and_says_that_more_follow() {
    let mut index = Index::default();
    for number in 0..40 {
        let mut body = institution(&format!("A{number:02}"), "AGENCY");
        if let Body::Institution(says) = &mut body {
            says.mandate = Some("m".repeat(5000));
            says.legal_basis = Some("l".repeat(5000));
        }
        let said = content(None, body);
        assert_eq!(said.faults(), Vec::<String>::new());
        let id = format!("a{number}");
        for (nth, did) in [Did::Recorded(Arc::new(said)), Did::Moved(EntryStep::Publish)].into_iter().enumerate() {
            let number = i64::try_from(2 * number + nth + 1).unwrap();
            index.append((EntryKind::Institution, &id), &event(number, did)).unwrap();
        }
    }
    let page = listed(&index, &question(EntryKind::Institution), told("COL"));
    assert_eq!((page.rows.len(), page.total, page.more), (40, 40, false), "400 kB are told at once");
    let too_long = content(None, experience(&"x".repeat(200)));
    let mut much = too_long.clone();
    if let Body::Experience(says) = &mut much.spans[0].body {
        says.lessons = vec!["y".repeat(5000); 20];
    }
    assert!(much.faults().iter().any(|fault| fault.contains("bytes at most")), "{:?}", much.faults());
    assert_eq!(too_long.faults(), Vec::<String>::new());
}

proptest! {
    #[test]
    fn pages_of_one_reading_tell_each_record_once_whatever_is_written_meanwhile(
        titles in prop::collection::vec("[a-d]{1,2}", 0..30),
        first in 1..7_u32,
        changes in prop::collection::vec((0..30_usize, "[a-d]{1,2}"), 0..30),
    ) {
        let mut index = Index::default();
        let mut number = 0;
        for (at, name) in titles.iter().enumerate() {
            let id = format!("r{at}");
            let said = Arc::new(content(None, institution(name, "AGENCY")));
            for did in [Did::Recorded(said), Did::Moved(EntryStep::Publish)] {
                number += 1;
                index.append((EntryKind::Institution, &id), &event(number, did)).unwrap();
            }
        }
        let mut question = DirectoryQuestion { first, ..question(EntryKind::Institution) };
        let mut changes = changes.into_iter();
        let mut told_of = Vec::new();
        loop {
            let page = listed(&index, &question, told("COL"));
            prop_assert_eq!(page.total as usize, titles.len());
            for row in &page.rows {
                let at: usize = row.id[1..].parse().unwrap();
                prop_assert_eq!(&title(row, EntryKind::Institution), &titles[at], "as it was when the reading began");
                told_of.push(row.id.clone());
            }
            question.as_of = Some(page.as_of);
            let Some(last) = page.rows.last() else { break };
            let key = question.order.key(gha(), &title(last, EntryKind::Institution), 0);
            question.after = Some(Position { key, country: gha(), id: last.id.clone() });
            if let Some((at, name)) = changes.next().filter(|(at, _)| *at < titles.len()) {
                number += 1;
                let did = Did::Changed(Arc::new(content(None, institution(&name, "AGENCY"))));
                index.append((EntryKind::Institution, &format!("r{at}")), &event(number, did)).unwrap();
            }
            if !page.more {
                break;
            }
        }
        let each: BTreeSet<&String> = told_of.iter().collect();
        prop_assert_eq!((each.len(), told_of.len()), (titles.len(), titles.len()));
    }

    #[test]
    fn records_come_as_their_positions_sort_from_wherever_one_reads_on(
        titles in prop::collection::vec("[a-cA-C ]{1,3}", 1..30),
        order in prop::sample::select(vec![DirectoryOrder::Country, DirectoryOrder::Title, DirectoryOrder::Changed]),
        key in "[a-c]{0,2}",
        country in prop::sample::select(vec!["COL", "GHA", "PHL"]),
        at in 0..30_usize,
    ) {
        let mut index = Index::default();
        for (nth, name) in titles.iter().enumerate() {
            let said = Arc::new(content(None, institution(&format!("x{name}"), "AGENCY")));
            for (step, did) in [Did::Recorded(said), Did::Moved(EntryStep::Publish)].into_iter().enumerate() {
                let number = i64::try_from(2 * nth + step + 1).unwrap();
                // Some changed in the same second.
                let event = Event { at: NOW - 1000 + number / 5, ..event(number, did) };
                index.append((EntryKind::Institution, &format!("r{nth:02}")), &event).unwrap();
            }
        }
        let mut question = DirectoryQuestion { order, ..question(EntryKind::Institution) };
        let position = |row: &DirectoryRow| Position {
            key: order.key(gha(), &title(row, EntryKind::Institution), crate::clock::seconds(&row.changed_at).unwrap()),
            country: gha(),
            id: row.id.clone(),
        };
        let all: Vec<Position> = listed(&index, &question, told("COL")).rows.iter().map(position).collect();
        prop_assert!(all.is_sorted());
        let country: CountryCode = country.parse().unwrap();
        let elsewhere = Position { key: order.key(country, &format!("x{key}"), NOW - 998), country, id: "r05".into() };
        for after in [all[at % all.len()].clone(), elsewhere] {
            let expected: Vec<&Position> = all.iter().filter(|place| **place > after).take(4).collect();
            question.after = Some(after);
            question.first = 4;
            let page = listed(&index, &question, told("COL"));
            let found: Vec<Position> = page.rows.iter().map(position).collect();
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_content_is_read_as_it_was_stored(name in "[a-zA-Z ]{1,20}[a-z]", from in 1900..2020_i32) {
        let first = content(Some(&from.to_string()), institution(&name, "AGENCY"));
        let said = first.changed_from((from + 1).to_string().parse().unwrap(), institution("B", "LOCAL")).unwrap();
        let stored: serde_json::Value = serde_json::from_str(&said.value().to_string()).unwrap();
        prop_assert_eq!(Content::read(EntryKind::Institution, stored).unwrap(), said);
    }
}
