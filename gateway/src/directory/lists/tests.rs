//! Whoever reads a list to its end is told each record once, whatever is written and whoever is away meanwhile.

use super::*;
use crate::absence::Absence;
use crate::tests::directory::{association, node};
use proptest::prelude::*;
use schema::coverage::Outcome;
use schema::directory::visibility::Visibility;
use std::collections::BTreeSet;

/// A country's records: each with the event that wrote it.
type Written = Vec<(String, i64)>;

/// What a country's node would tell.
fn tell(country: CountryCode, written: &Written, now: i64, question: &DirectoryQuestion) -> Page {
    let as_of = question.as_of.unwrap_or(now).min(now);
    let place = |title: &str| Position { key: question.order.key(country, title, 0), country, id: title.to_owned() };
    let mut known: Vec<&String> =
        written.iter().filter(|(_, number)| *number <= as_of).map(|(title, _)| title).collect();
    known.sort_by_key(|title| place(title));
    let after = known.iter().filter(|title| question.after.as_ref().is_none_or(|after| place(title) > *after));
    let after: Vec<&&String> = after.collect();
    let first = question.first as usize;
    let records = after.iter().take(first).map(|title| {
        let (row, body) = association(title, Visibility::Public);
        Record { place: place(title), row, body }
    });
    Page { records: records.collect(), total: u32::try_from(known.len()).unwrap(), more: after.len() > first, as_of }
}

fn absent() -> Absence {
    Absence { outcome: Outcome::Unreachable, reason: "Down.".into() }
}

/// Reads a list page by page, each country asked for `part` of a page at first. `away` says who is away on which page, and `away_again` who
/// is when it is asked for more; on each page every country writes a record more.
fn read(
    mut written: Vec<(Arc<Node>, Written)>,
    order: DirectoryOrder,
    (first, part): (u32, u32),
    (away, away_again): (&[u8], &[u8]),
) -> (Vec<(CountryCode, String)>, BTreeSet<CountryCode>) {
    let nodes: Vec<Arc<Node>> = written.iter().map(|(node, _)| Arc::clone(node)).collect();
    let mut wanted = Wanted {
        kind: EntryKind::Association,
        filter: DirectoryFilter::default(),
        order,
        today: "2026-01-01".parse().unwrap(),
        first,
        after: None,
    };
    let (mut all_told, mut began) = (Vec::new(), BTreeSet::new());
    for page in 0..1000 {
        let now = 100 + i64::try_from(page).unwrap();
        let told = |away: &[u8], asked: &[Asked]| -> Vec<Part> {
            let is_away = |at: usize| away.get(page).is_some_and(|away| away >> at & 1 == 1);
            let part = |(node, question): &Asked| {
                let at = nodes.iter().position(|other| other.member.code == node.member.code).unwrap();
                let tell = || Arc::new(tell(node.member.code, &written[at].1, now, question));
                (Arc::clone(node), if is_away(at) { Err(absent()) } else { Ok(tell()) })
            };
            asked.iter().map(part).collect()
        };
        let asked = asked(&nodes, &wanted, |first, _, is_next| if is_next { first } else { part.min(first) });
        let parts = told(away, &asked);
        let more = shares::more(&wanted, &asked, &parts);
        assert!(part < first || more.is_empty(), "who told a whole page is asked for no more");
        let more = told(away_again, &more);
        let is_whole = more.iter().all(|(_, listed)| listed.is_ok());
        let merged = merge(&wanted, joined(parts, more.into_iter()));
        let is_full = merged.records.len() == first as usize;
        assert!(is_full || !is_whole || !merged.more, "a page is full while there is more");
        let all_heard = merged.parts.iter().all(|(_, listed)| listed.is_ok());
        let places: Vec<&Position> = merged.records.iter().map(|(_, record, _)| &record.place).collect();
        assert!(places.is_sorted(), "a page is in the order that was asked for");
        all_told.extend(merged.records.iter().map(|(node, record, _)| (node.member.code, record.row.id.clone())));
        if let Some((.., cursor)) = merged.records.last() {
            let again = Cursor::read(&cursor.to_text(), wanted.of()).unwrap();
            assert_eq!(again, *cursor, "a cursor is read as it was written");
            if wanted.after.is_none() {
                began = again.as_of.keys().copied().collect();
            }
            wanted.after = Some(again);
        }
        if !merged.more && all_heard {
            return (all_told, began);
        }
        // Before its first record was told, a list has not begun.
        for (at, (_, own)) in written.iter_mut().enumerate().filter(|_| wanted.after.is_some()) {
            own.push((format!("new-{page}-{at}"), now + 1));
        }
    }
    panic!("the list has no end");
}

proptest! {
    #[test]
    fn each_record_is_told_once_whatever_is_written_and_whoever_is_away(
        titles in prop::collection::vec(prop::collection::btree_set("[a-z]{1,3}", 0..12), 1..5),
        (first, part) in (1..6_u32, 1..6_u32),
        order in prop::sample::select(vec![DirectoryOrder::Country, DirectoryOrder::Title, DirectoryOrder::Changed]),
        away in prop::collection::vec(0..32_u8, 0..12),
        away_again in prop::collection::vec(0..32_u8, 0..12),
    ) {
        let written: Vec<(Arc<Node>, Written)> = titles
            .iter()
            .zip(["COL", "GHA", "MDA", "PHL", "VEN"])
            .map(|(titles, code)| (node(code), titles.iter().map(|title| (title.clone(), 1)).collect()))
            .collect();
        let all: BTreeSet<(CountryCode, String)> = written
            .iter()
            .flat_map(|(node, own)| own.iter().map(|(title, _)| (node.member.code, title.clone())))
            .collect();
        let (told, began) = read(written, order, (first, part), (&away, &away_again));
        let each: BTreeSet<(CountryCode, String)> = told.iter().cloned().collect();
        prop_assert_eq!(each.len(), told.len(), "nothing is told twice");
        prop_assert!(all.is_subset(&each), "nothing is missing: {:?}", all.difference(&each));
        // What was written after the list began, with its first record, is in it only of countries that were heard later.
        let new = each.difference(&all);
        let mut late = new.filter(|(country, _)| began.contains(country));
        prop_assert_eq!(late.next(), None);
    }
}

#[test]
fn few_countries_are_asked_for_a_whole_page_and_many_for_what_they_are_likely_to_have_of_it() {
    assert_eq!([1, 2, 8, 10].map(|countries| share(100, countries, false)), [100; 4]);
    assert_eq!([1, 20, 50].map(|countries| share(20, countries, false)), [20; 3]);
    assert_eq!([20, 50, 100, 190].map(|countries| share(100, countries, false)), [50, 20, 10, 6]);
    assert_eq!(share(100, 190, true), 100);
    assert_eq!((share(0, 50, false), share(101, 50, true), share(1, 0, false)), (0, 101, 1));
}

#[test]
fn a_cursor_is_of_its_own_list_alone() {
    let place = Position { key: "a".into(), country: "GHA".parse().unwrap(), id: "a".into() };
    let (filter, other) =
        (DirectoryFilter::default(), DirectoryFilter { text: Some("a".into()), ..DirectoryFilter::default() });
    let of = |kind, order, filter| Of { kind, order, filter };
    let list = of(EntryKind::Policy, DirectoryOrder::Title, &filter);
    let cursor = Cursor::new(list, "2026-01-01".parse().unwrap(), place, BTreeMap::new(), Behind::new()).to_text();
    assert!(Cursor::read(&cursor, list).is_ok());
    assert!(Cursor::read(&cursor, of(EntryKind::Mission, DirectoryOrder::Title, &filter)).is_err());
    assert!(Cursor::read(&cursor, of(EntryKind::Policy, DirectoryOrder::Changed, &filter)).is_err());
    assert!(Cursor::read(&cursor, of(EntryKind::Policy, DirectoryOrder::Title, &other)).is_err());
    for text in ["", "?", "bm90aGluZw", &"A".repeat(40_000)] {
        assert!(Cursor::read(text, list).is_err());
    }
}

#[test]
fn a_cursor_is_read_back_whoever_was_away_and_however_long_the_titles() {
    let list = Of { kind: EntryKind::Policy, order: DirectoryOrder::Title, filter: &DirectoryFilter::default() };
    let place = |key: &str| Position { key: key.into(), country: "GHA".parse().unwrap(), id: "a".repeat(40) };
    let long = "\u{10ffff}".repeat(60);
    let letters = ('A'..='Z').flat_map(|one| ('A'..='H').map(move |other| format!("{one}{other}X").parse().unwrap()));
    let countries: Vec<CountryCode> = letters.collect();
    let as_of = countries.iter().map(|country| (*country, i64::MAX)).collect();
    let away = countries.iter().enumerate().map(|(at, country)| (*country, (at % 3 > 0).then(|| place(&long))));
    let cursor = Cursor::new(list, "2026-01-01".parse().unwrap(), place(&long), as_of, away.collect());
    let text = cursor.to_text();
    assert_eq!(Cursor::read(&text, list), Ok(cursor), "{} bytes", text.len());
}
