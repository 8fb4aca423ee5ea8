//! Whatever is done to a log is found, and the first bad entry is named.

use super::super::chain::End;
use super::super::entry::{Ending, Event};
use super::*;
use proptest::prelude::*;
use schema::seal::SecretKey;

fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

fn key() -> SecretKey {
    SecretKey::from_random([5; 32])
}

/// A log as its store holds it.
type Log = Vec<(Link, FoundBy)>;

/// A log of so many entries: commands that open, and what closes some of them, whichever of those that are open.
fn log(choices: &[u8]) -> Log {
    let (mut end, mut open, mut log) = (End::beginning(), Vec::new(), Vec::new());
    for (at, choice) in choices.iter().enumerate() {
        let event = match choice % 3 {
            0 if !open.is_empty() => {
                let opened = open.swap_remove(usize::from(*choice) % open.len());
                Event::Closed { opened, outcome: Ending::Done, releases: vec![], agreement: None }
            }
            1 => Event::Published { release: format!("GHA-STOCK-2020-{choice}") },
            _ => {
                open.push(end.number + 1);
                Event::Commanded { command: "release".into(), arguments: [].into() }
            }
        };
        let entry = Entry { at: 1_800_000_000 + i64::try_from(at).unwrap(), event };
        log.push((end.append(&entry).unwrap(), FoundBy::of(&entry)));
    }
    log
}

fn end(log: &Log) -> End {
    log.last().map_or_else(End::beginning, |(link, _)| End { number: link.number, digest: link.digest.clone() })
}

fn signed(log: &Log, up_to: usize) -> Signed {
    Signed::of(code("GHA"), &end(&log[..up_to].to_vec()), 1_800_000_000, &key()).unwrap()
}

fn verify(log: &Log, checkpoints: Vec<Signed>) -> Result<Sound, Bad> {
    let mut verifier = Verifier::new(code("GHA"), &key().public(), checkpoints);
    log.iter().try_for_each(|(link, found_by)| verifier.next(link, Some(found_by)))?;
    verifier.end()
}

/// The log again, from an entry on, as one makes it who has the store and not the key.
fn made_anew(log: &Log, from: usize, entry: &str) -> Log {
    let mut log = log.clone();
    entry.clone_into(&mut log[from].0.entry);
    log[from].1 = FoundBy::of(&Entry::from_text(entry).unwrap());
    for at in from..log.len() {
        let previous = if at == 0 { BEGINNING.to_owned() } else { log[at - 1].0.digest.clone() };
        let link_of = link(log[at].0.number, &previous, &log[at].0.entry);
        (log[at].0.previous, log[at].0.digest) = (previous, link_of);
    }
    log
}

#[test]
fn a_log_that_nobody_touched_stands_and_says_what_was_never_closed() {
    let log = log(&[2, 2, 0, 1, 2]);
    let sound = verify(&log, vec![signed(&log, 2), signed(&log, 4)]).unwrap();
    assert_eq!((sound.entries, sound.signed.map(|signed| signed.number)), (5, Some(4)));
    assert_eq!(sound.open, [2, 5].into(), "the third entry closed the first");
    assert_eq!(verify(&vec![], vec![]).unwrap().entries, 0);
}

#[test]
fn a_checkpoint_of_another_node_or_changed_is_not_believed() {
    let log = log(&[1, 1, 1]);
    let of = |country: &str, key: &SecretKey| Signed::of(code(country), &end(&log), 5, key).unwrap();
    let mut changed = signed(&log, 3);
    changed.checkpoint.at += 1;
    for (checkpoint, why) in [
        (of("GHA", &SecretKey::from_random([6; 32])), Unbelieved::Signature(3)),
        (changed, Unbelieved::Signature(3)),
        (of("COL", &key()), Unbelieved::OtherCountry(3, code("COL"))),
    ] {
        assert_eq!(verify(&log, vec![checkpoint]).unwrap_err(), Bad { number: 3, why: Why::Checkpoint(why) });
    }
}

#[test]
fn what_was_opened_never_is_not_closed() {
    let mut log = log(&[1]);
    let mut end = end(&log);
    let entry =
        Entry { at: 9, event: Event::Closed { opened: 1, outcome: Ending::Done, releases: vec![], agreement: None } };
    log.push((end.append(&entry).unwrap(), FoundBy::of(&entry)));
    assert_eq!(verify(&log, vec![]).unwrap_err(), Bad { number: 2, why: Why::ClosesNothing(1) });
}

#[test]
fn the_first_bad_entry_is_named_with_what_is_wrong() {
    let whole = log(&[2, 1, 0, 1]);
    let mut cut_off = whole.clone();
    cut_off.truncate(2);
    let mut gap = whole.clone();
    gap.remove(1);
    for (log, says) in [
        (cut_off, "entry 3: it is missing: the log was cut off here; at 2027-01-15T08:00:00Z it had 4 entries"),
        (gap, "entry 2: it is missing; the next one there is entry 3"),
        (
            made_anew(&whole, 1, r#"{"at":1,"event":"PUBLISHED","release":"X"}"#),
            "entry 1: the log up to entry 4 is not the one that was signed at 2027-01-15T08:00:00Z: from here on, or \
             later, it was made anew",
        ),
    ] {
        assert_eq!(verify(&log, vec![signed(&whole, 4)]).unwrap_err().to_string(), says);
    }
}

/// What is done to one entry.
#[derive(Clone, Debug)]
enum Harm {
    /// A text of it is changed at a place: its entry, its digest, the digest before it, the event that it is found by.
    Text(usize, usize),
    /// A number that it is found by is changed.
    FoundBy(usize),
    /// It is taken away.
    Deleted,
    /// It is exchanged with another; with its number, or without.
    Swapped(usize, bool),
    /// It stands twice, the second time behind another.
    Twice(usize),
    /// Its number is changed.
    Renumbered(i64),
    /// It says something else, and its digest was made anew.
    Exchanged,
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        (0..4_usize, any::<usize>()).prop_map(|(column, at)| Harm::Text(column, at)),
        (0..3_usize).prop_map(Harm::FoundBy),
        Just(Harm::Deleted),
        (any::<usize>(), any::<bool>()).prop_map(|(other, numbers)| Harm::Swapped(other, numbers)),
        any::<usize>().prop_map(Harm::Twice),
        (-3..60_i64).prop_map(Harm::Renumbered),
        Just(Harm::Exchanged),
    ]
}

/// Changes one letter of a text to another, or puts one in where there is none.
fn letter(text: &mut String, at: usize) {
    if text.is_empty() {
        text.push('x');
        return;
    }
    let at = at % text.len();
    let other = if &text[at..=at] == "1" { "2" } else { "1" };
    text.replace_range(at..=at, other);
}

/// Does harm to an entry and says the number of the first bad one; nothing where all is as it was.
fn harmed(log: &mut Log, at: usize, harm: &Harm) -> Option<i64> {
    let number = |at: usize| i64::try_from(at + 1).unwrap();
    match harm {
        Harm::Text(column, place) => {
            let (link, found_by) = &mut log[at];
            let text = [&mut link.entry, &mut link.digest, &mut link.previous, &mut found_by.event];
            text.into_iter().nth(*column).into_iter().for_each(|text| letter(text, *place));
            Some(number(at))
        }
        Harm::FoundBy(column) => {
            let found_by = &mut log[at].1;
            match column {
                0 => found_by.at += 1,
                1 => found_by.member = Some("IOM".into()),
                _ => found_by.opened = Some(found_by.opened.unwrap_or(0) + 1),
            }
            Some(number(at))
        }
        Harm::Deleted => {
            log.remove(at);
            Some(number(at))
        }
        Harm::Swapped(other, with_numbers) => {
            let other = other % log.len();
            if other == at {
                return None;
            }
            log.swap(at, other);
            if !with_numbers {
                (log[at].0.number, log[other].0.number) = (number(at), number(other));
            }
            Some(number(at.min(other)))
        }
        Harm::Twice(behind) => {
            let behind = at + behind % (log.len() - at);
            log.insert(behind + 1, log[at].clone());
            Some(number(at))
        }
        Harm::Renumbered(to) => {
            let changed = log[at].0.number != *to;
            log[at].0.number = *to;
            changed.then(|| number(at))
        }
        Harm::Exchanged => {
            let (link_of, found_by) = &mut log[at];
            let entry = Entry { at: 3, event: Event::Published { release: "GHA-STOCK-1850-1".into() } };
            (link_of.entry, *found_by) = (entry.to_text().unwrap(), FoundBy::of(&entry));
            link_of.digest = link(link_of.number, &link_of.previous, &link_of.entry);
            Some(number(at))
        }
    }
}

proptest! {
    #[test]
    fn any_harm_to_one_entry_is_found_and_the_first_bad_one_named(
        choices in prop::collection::vec(any::<u8>(), 2..40), at in any::<usize>(), harm in harm(),
    ) {
        let whole = log(&choices);
        let mut log = whole.clone();
        let at = at % log.len();
        let first = harmed(&mut log, at, &harm);
        let found = verify(&log, vec![signed(&whole, whole.len())]);
        match (first, found) {
            (None, found) => prop_assert!(found.is_ok()),
            (Some(_), Ok(_)) => prop_assert!(false, "nothing was found"),
            // A number out of its order is named itself.
            (Some(first), Err(bad)) => match harm {
                Harm::Renumbered(to) if to < first => prop_assert_eq!(bad.number, to),
                // Where the last entry was exchanged, nothing follows it: the checkpoint shows it.
                Harm::Exchanged if at + 1 == whole.len() => prop_assert!(bad.number <= first),
                _ => prop_assert_eq!(bad.number, first, "{}", bad),
            },
        }
    }

    #[test]
    fn a_log_cut_off_before_a_checkpoint_or_made_anew_up_to_it_is_found(
        choices in prop::collection::vec(any::<u8>(), 2..40), from in any::<usize>(), to in any::<usize>(),
    ) {
        let whole = log(&choices);
        let from = from % whole.len();
        let to = from + 1 + to % (whole.len() - from);
        let kept = vec![signed(&whole, to)];
        let mut cut = whole.clone();
        cut.truncate(from);
        let cut = verify(&cut, kept.clone()).unwrap_err();
        prop_assert_eq!(cut.number, i64::try_from(from + 1).unwrap());
        let anew = made_anew(&whole, from, r#"{"at":1,"command":"x","arguments":{},"event":"COMMANDED"}"#);
        prop_assert!(verify(&anew, kept).is_err());
    }

    #[test]
    fn a_log_that_nobody_touched_always_stands(choices in prop::collection::vec(any::<u8>(), 0..60)) {
        let log = log(&choices);
        let checkpoints = (1..=log.len()).step_by(7).map(|up_to| signed(&log, up_to)).collect();
        prop_assert_eq!(verify(&log, checkpoints).map(|sound| sound.entries), Ok(end(&log).number));
    }
}
