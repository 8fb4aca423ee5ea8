//! The consents of one person who stands under several ids: the strictest holds. An id of which nothing is recorded says
//! nothing; a withdrawal or an end under any id holds for all of them, until it is agreed to anew under that id.

use super::event::Event;
use super::history::{State, holding, standing};
use super::may::{MayNot, may};
use super::segment::{STATISTICAL, Segment, Terms, place};
use crate::clock::Seconds;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;

/// What a person agrees to at a time: what all ids of which anything is recorded agree to.
fn agreed(histories: &[&[Event]], at: Seconds) -> Option<Segment> {
    let mut joint: Option<Segment> = None;
    for history in histories.iter().filter(|history| standing(history, at) != State::Never) {
        let event = holding(history, at)?;
        let own: BTreeSet<_> = STATISTICAL.into_iter().filter(|purpose| event.purposes.contains(purpose)).collect();
        joint = Some(match joint {
            None => Segment { purposes: own, audience: event.audience },
            Some(former) => Segment {
                purposes: former.purposes.intersection(&own).copied().collect(),
                audience: former.audience.min(event.audience),
            },
        });
    }
    joint.filter(|segment| !segment.purposes.is_empty())
}

/// The segment in which a release counts a person with these histories at its reference time, as its place; `None` is counted
/// nowhere. It is [`counted`](super::counted) for a person of one id.
pub fn counted_jointly(histories: &[&[Event]], adult: Option<bool>, at: Seconds, terms: Terms<'_>) -> Option<u16> {
    if terms.minors || adult == Some(true) { place(&agreed(histories, at)?, terms.segments) } else { None }
}

/// Whether a person with these histories may be used by name, and why not. It is [`may`] for a person of one id.
pub fn may_jointly<'a>(
    histories: &[&'a [Event]],
    purpose: ConsentPurpose,
    audience: Audience,
    at: Seconds,
) -> Result<&'a Event, MayNot> {
    let recorded = histories.iter().filter(|history| standing(history, at) != State::Never);
    let mut by = Err(MayNot::Never);
    for history in recorded {
        let event = may(history, purpose, audience, at)?;
        by = Ok(by.map_or(event, |former: &Event| if former.at <= event.at { event } else { former }));
    }
    by
}

/// Since when the consent of a person with these histories is over; nothing where it holds or never was.
pub fn ended(histories: &[&[Event]], now: Seconds) -> Option<Seconds> {
    let since = histories.iter().filter_map(|history| match standing(history, now) {
        State::Withdrawn { since } | State::Expired { since } => Some(since),
        State::Never | State::Holds { .. } => None,
    });
    since.min()
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::super::{counted, may};
    use super::*;
    use proptest::prelude::*;

    const PURPOSES: [ConsentPurpose; 3] =
        [ConsentPurpose::Statistics, ConsentPurpose::Research, ConsentPurpose::Outreach];
    const AUDIENCES: [Audience; 4] =
        [Audience::OwnGovernment, Audience::Iom, Audience::MemberGovernments, Audience::Public];
    const KINDS: [EventKind; 4] = [EventKind::Given, EventKind::Refreshed, EventKind::Withdrawn, EventKind::Expired];

    fn event() -> impl Strategy<Value = Event> {
        let purposes = prop::collection::btree_set(0..3_usize, 1..4);
        (0..4_usize, 0..40_i64, purposes, 0..4_usize, prop::option::of(41..60_i64)).prop_map(
            |(kind, at, purposes, audience, valid_until)| {
                let kind = KINDS[kind];
                let purposes = purposes.into_iter().filter(|_| kind.agrees()).map(|at| PURPOSES[at]).collect();
                let valid_until = valid_until.filter(|_| kind.agrees());
                Event { kind, at, purposes, audience: AUDIENCES[audience], valid_until }
            },
        )
    }

    /// Any events in order of time: the law holds of more than histories that lead on.
    fn histories() -> impl Strategy<Value = Vec<Vec<Event>>> {
        prop::collection::vec(prop::collection::vec(event(), 0..5), 1..5).prop_map(|mut histories| {
            for history in &mut histories {
                history.sort_by_key(|event| event.at);
            }
            histories
        })
    }

    fn borrowed(histories: &[Vec<Event>]) -> Vec<&[Event]> {
        histories.iter().map(Vec::as_slice).collect()
    }

    fn segments() -> Vec<Segment> {
        let of =
            |purposes: &[ConsentPurpose], audience| Segment { purposes: purposes.iter().copied().collect(), audience };
        let mut all = Vec::new();
        for audience in AUDIENCES.into_iter().rev() {
            all.extend([of(&STATISTICAL, audience), of(&STATISTICAL[..1], audience), of(&STATISTICAL[1..], audience)]);
        }
        all
    }

    proptest! {
        #[test]
        fn a_withdrawal_under_any_id_holds_for_all(histories in histories(), under in 0..5_usize, at in 40..70_i64) {
            let mut histories = histories;
            let under = under % histories.len();
            let gone = Event { kind: EventKind::Withdrawn, at: 40, purposes: BTreeSet::new(), audience: Audience::OwnGovernment, valid_until: None };
            histories[under].push(gone);
            let (histories, segments) = (borrowed(&histories), segments());
            let terms = Terms { segments: &segments, minors: true };
            prop_assert_eq!(counted_jointly(&histories, Some(true), at, terms), None);
            for purpose in PURPOSES {
                prop_assert!(may_jointly(&histories, purpose, Audience::OwnGovernment, at).is_err());
            }
            prop_assert!(ended(&histories, at).is_some());
        }

        #[test]
        fn nothing_is_allowed_jointly_that_an_id_with_a_history_does_not_allow(histories in histories(), at in 0..70_i64) {
            let all = borrowed(&histories);
            for one in [Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::Iom },
                        Segment { purposes: [STATISTICAL[0]].into_iter().collect(), audience: Audience::Public }] {
                let segments = [one];
                let terms = Terms { segments: &segments, minors: true };
                let recorded: Vec<&[Event]> = all.iter().copied().filter(|h| standing(h, at) != State::Never).collect();
                let each = !recorded.is_empty() && recorded.iter().all(|h| counted(h, Some(true), at, terms).is_some());
                prop_assert_eq!(counted_jointly(&all, Some(true), at, terms).is_some(), each);
            }
            for (purpose, audience) in PURPOSES.into_iter().zip(AUDIENCES) {
                let jointly = may_jointly(&all, purpose, audience, at).is_ok();
                let recorded: Vec<_> = all.iter().filter(|h| standing(h, at) != State::Never).collect();
                let each = !recorded.is_empty() && recorded.iter().all(|h| may(h, purpose, audience, at).is_ok());
                prop_assert_eq!(jointly, each);
            }
        }

        #[test]
        fn one_id_is_as_ever_and_the_order_of_ids_decides_nothing(histories in histories(), at in 0..70_i64) {
            let segments = segments();
            let terms = Terms { segments: &segments, minors: false };
            let mut all = borrowed(&histories);
            for history in &all {
                prop_assert_eq!(counted_jointly(&[history], Some(true), at, terms), counted(history, Some(true), at, terms));
            }
            let joint = counted_jointly(&all, Some(true), at, terms);
            prop_assert_eq!(counted_jointly(&all, None, at, terms), None);
            all.reverse();
            prop_assert_eq!(counted_jointly(&all, Some(true), at, terms), joint);
            let twice = [all.clone(), all].concat();
            prop_assert_eq!(counted_jointly(&twice, Some(true), at, terms), joint);
        }
    }
}
