//! The moves of a consent one by one, and the laws that every history keeps.

use super::super::may::may_use;
use super::super::segment::segment;
use super::super::segment::{STATISTICAL, Segment};
use super::*;
use proptest::prelude::*;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;

const KINDS: [EventKind; 4] = [EventKind::Given, EventKind::Refreshed, EventKind::Withdrawn, EventKind::Expired];

fn event(kind: EventKind, at: Seconds) -> Event {
    let purposes = if kind.agrees() { vec![ConsentPurpose::Statistics, ConsentPurpose::Outreach] } else { vec![] };
    Event { kind, at, purposes: purposes.into_iter().collect(), audience: Audience::Iom, valid_until: None }
}

fn ending(kind: EventKind, at: Seconds, until: Seconds) -> Event {
    Event { valid_until: Some(until), ..event(kind, at) }
}

#[test]
fn each_move_is_allowed_from_the_states_that_it_leads_on_from_and_from_no_other() {
    use EventKind::{Expired, Given, Refreshed, Withdrawn};
    for (latest, allowed) in [
        (None, vec![Given]),
        (Some(event(Given, 1)), vec![Refreshed, Withdrawn, Expired]),
        (Some(event(Refreshed, 1)), vec![Refreshed, Withdrawn, Expired]),
        (Some(event(Withdrawn, 1)), vec![Given]),
        (Some(event(Expired, 1)), vec![Given]),
        (Some(ending(Given, 1, 9)), vec![Refreshed, Withdrawn, Expired]),
        (Some(ending(Given, 1, 5)), vec![Given]),
    ] {
        let latest = latest.as_ref().map(Latest::of);
        let found: Vec<_> = KINDS.into_iter().filter(|kind| follow(latest, &event(*kind, 5), 10).is_ok()).collect();
        assert_eq!(found, allowed, "after {latest:?}");
    }
}

#[test]
fn an_event_that_may_not_follow_says_what_was_expected() {
    let says = |latest: Option<Event>, next: Event| {
        follow(latest.as_ref().map(Latest::of), &next, 10).unwrap_err().to_string()
    };
    for (latest, next, expected) in [
        (None, event(EventKind::Withdrawn, 5), "GIVEN: nothing is recorded of this person's consent yet"),
        (
            Some(event(EventKind::Refreshed, 3)),
            event(EventKind::Given, 5),
            "REFRESHED, WITHDRAWN or EXPIRED: the consent of 1970-01-01T00:00:03Z holds",
        ),
        (
            Some(event(EventKind::Withdrawn, 3)),
            event(EventKind::Withdrawn, 5),
            "GIVEN: the consent was withdrawn at 1970-01-01T00:00:03Z",
        ),
        (
            Some(ending(EventKind::Given, 3, 4)),
            event(EventKind::Refreshed, 5),
            "GIVEN: the consent expired at 1970-01-01T00:00:04Z",
        ),
        (
            Some(event(EventKind::Given, 6)),
            event(EventKind::Withdrawn, 5),
            "a time that is not before the person's latest event, 1970-01-01T00:00:06Z",
        ),
        (None, event(EventKind::Given, 11), "a time that is not after this node's clock, 1970-01-01T00:00:10Z"),
        (None, ending(EventKind::Given, 5, 5), "an end after the event's own time"),
    ] {
        assert_eq!(says(latest, next), expected);
    }
}

#[test]
fn an_event_of_the_clocks_own_second_and_of_the_latest_events_is_allowed() {
    let given = follow(None, &event(EventKind::Given, 10), 10).unwrap();
    assert!(follow(Some(given), &event(EventKind::Withdrawn, 10), 10).is_ok());
}

/// Attempts at events, of which many are not allowed.
fn attempts() -> impl Strategy<Value = Vec<(Event, Seconds)>> {
    let attempt = (0..4_usize, 0..40_i64, prop::option::of(1..20_i64), 0..45_i64).prop_map(|(kind, at, lasts, now)| {
        let event = event(KINDS[kind], at);
        (Event { valid_until: lasts.filter(|_| event.kind.agrees()).map(|lasts| at + lasts), ..event }, now)
    });
    prop::collection::vec(attempt, 0..30)
}

/// The history of those that are allowed, and what is kept of it.
fn appended(attempts: Vec<(Event, Seconds)>) -> (Vec<Event>, Option<Latest>) {
    let (mut history, mut latest) = (Vec::new(), None);
    for (event, now) in attempts {
        if let Ok(next) = follow(latest, &event, now) {
            latest = Some(next);
            history.push(event);
        }
    }
    (history, latest)
}

proptest! {
    #[test]
    fn a_history_replayed_gives_the_same_state(attempts in attempts(), at in 45..60_i64) {
        let (history, latest) = appended(attempts);
        let replayed = history.iter().try_fold(None, |latest, event| follow(latest, event, 45).map(Some));
        prop_assert_eq!(replayed, Ok(latest), "what was allowed once is allowed again");
        let folded = history.iter().map(Latest::of).reduce(Latest::then);
        prop_assert_eq!(folded, latest);
        prop_assert_eq!(standing(&history, at), latest.map_or(State::Never, |latest| latest.state(at)));
    }

    #[test]
    fn events_stand_in_order_of_time_and_moves_lead_on(attempts in attempts()) {
        let (history, _) = appended(attempts);
        prop_assert!(history.is_sorted_by_key(|event| event.at));
        prop_assert!(history.first().is_none_or(|first| first.kind == EventKind::Given));
        for pair in history.windows(2) {
            let lapsed = pair[0].valid_until.is_some_and(|until| until <= pair[1].at);
            prop_assert_eq!(pair[1].kind == EventKind::Given, lapsed || !pair[0].kind.agrees());
        }
    }

    #[test]
    fn a_later_event_changes_nothing_of_what_held_before_it(attempts in attempts(), at in 0..45_i64) {
        let (history, _) = appended(attempts);
        let until_then: Vec<Event> = history.iter().filter(|event| event.at <= at).cloned().collect();
        prop_assert_eq!(standing(&history, at), standing(&until_then, at));
    }

    #[test]
    fn use_by_name_and_counting_agree_with_how_the_consent_stands(attempts in attempts(), at in 0..60_i64) {
        let (history, _) = appended(attempts);
        let holds = matches!(standing(&history, at), State::Holds { .. });
        prop_assert_eq!(may_use(&history, ConsentPurpose::Outreach, Audience::Iom, at), holds);
        prop_assert!(!may_use(&history, ConsentPurpose::Directory, Audience::Iom, at));
        let counts = [Segment { purposes: [STATISTICAL[0]].into_iter().collect(), audience: Audience::Iom }];
        prop_assert_eq!(segment(&history, at, &counts).is_some(), holds);
    }
}
