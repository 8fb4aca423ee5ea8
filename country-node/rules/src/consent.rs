//! What a person agreed to, and the segment of a release that it puts the person in.

use crate::clock::Seconds;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happened to a consent. Events are only ever appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// Given, with purposes and audience.
    Given,
    /// Given again, perhaps with other purposes or another audience.
    Refreshed,
    /// Withdrawn, wholly.
    Withdrawn,
    /// Its time is over.
    Expired,
}

/// One event of one person's consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Seconds,
    /// What the person agreed to; empty for withdrawn and expired.
    pub purposes: BTreeSet<ConsentPurpose>,
    /// How far it reaches.
    pub audience: Audience,
}

/// Persons of a release who agreed to the same: segments are disjoint, so their figures add up and none is the
/// difference of two others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// The statistical purposes that all persons of the segment agreed to.
    pub purposes: BTreeSet<ConsentPurpose>,
    /// The widest audience that all persons of the segment agreed to.
    pub audience: Audience,
}

impl Segment {
    /// The segment of open totals, which no consent governs.
    pub fn open() -> Self {
        Self { purposes: STATISTICAL.into_iter().collect(), audience: Audience::Public }
    }

    /// Whether it is of statistical purposes alone, and of at least one.
    pub fn is_statistical(&self) -> bool {
        !self.purposes.is_empty() && self.purposes.iter().all(|purpose| STATISTICAL.contains(purpose))
    }

    /// Whether all that `other` asks for is asked for here too: who agreed to this agreed to that.
    pub fn holds(&self, other: &Self) -> bool {
        self.purposes.is_superset(&other.purposes) && self.audience >= other.audience
    }

    /// Whether persons of this segment are counted in an answer to `audience` for `purpose`.
    pub fn covers(&self, purpose: ConsentPurpose, audience: Audience) -> bool {
        self.purposes.contains(&purpose) && self.audience >= audience
    }
}

const STATISTICAL: [ConsentPurpose; 2] = [ConsentPurpose::Statistics, ConsentPurpose::Research];

impl std::fmt::Display for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} for {:?}", self.purposes, self.audience)
    }
}

/// The segment of a person whose consent has this history, at a reference time: the first of a rulebook's that the
/// consent covers, as its place; `None` is in no release.
pub fn segment(history: &[Event], at: Seconds, segments: &[Segment]) -> Option<u16> {
    let agreed = agreed(history, at)?;
    let found = segments.iter().position(|segment| agreed.holds(segment))?;
    u16::try_from(found).ok()
}

/// Whether a person with this history may be used by name for a purpose and before an audience, now: a withdrawal stops it
/// from its own second on.
pub fn may_use(history: &[Event], purpose: ConsentPurpose, audience: Audience, at: Seconds) -> bool {
    holding(history, at).is_some_and(|event| event.purposes.contains(&purpose) && event.audience >= audience)
}

/// The event whose consent holds at a time: the latest up to then, if it agrees to anything. Of two at the same second
/// it is the one appended last.
fn holding(history: &[Event], at: Seconds) -> Option<&Event> {
    let last = history.iter().filter(|event| event.at <= at).max_by_key(|event| event.at)?;
    matches!(last.kind, EventKind::Given | EventKind::Refreshed).then_some(last)
}

/// What a person with this history agrees to at a reference time.
fn agreed(history: &[Event], at: Seconds) -> Option<Segment> {
    let last = holding(history, at)?;
    let purposes: BTreeSet<_> = STATISTICAL.into_iter().filter(|purpose| last.purposes.contains(purpose)).collect();
    (!purposes.is_empty()).then_some(Segment { purposes, audience: last.audience })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, at: Seconds, purposes: &[ConsentPurpose]) -> Event {
        Event { kind, at, purposes: purposes.iter().copied().collect(), audience: Audience::MemberGovernments }
    }

    #[test]
    fn without_consent_a_person_is_in_no_release() {
        assert_eq!(agreed(&[], 10), None);
        assert_eq!(agreed(&[event(EventKind::Given, 11, &[ConsentPurpose::Statistics])], 10), None);
    }

    #[test]
    fn a_withdrawal_holds_from_its_second_on_and_a_new_consent_after_it() {
        let history = [
            event(EventKind::Given, 1, &[ConsentPurpose::Statistics]),
            event(EventKind::Withdrawn, 5, &[]),
            event(EventKind::Given, 9, &[ConsentPurpose::Research]),
        ];
        assert!(agreed(&history, 4).is_some());
        assert_eq!(agreed(&history, 5), None);
        assert!(agreed(&history, 9).unwrap().covers(ConsentPurpose::Research, Audience::Iom));
        assert!(!agreed(&history, 9).unwrap().covers(ConsentPurpose::Statistics, Audience::Iom));
    }

    #[test]
    fn use_by_name_is_for_what_was_agreed_and_stops_with_the_second_of_a_withdrawal() {
        let history = [
            event(EventKind::Given, 3, &[ConsentPurpose::Outreach]),
            event(EventKind::Withdrawn, 5, &[]),
            event(EventKind::Refreshed, 8, &[ConsentPurpose::Directory]),
        ];
        let may = |purpose, audience, at| may_use(&history, purpose, audience, at);
        assert!(!may(ConsentPurpose::Outreach, Audience::OwnGovernment, 2));
        assert!(may(ConsentPurpose::Outreach, Audience::MemberGovernments, 4));
        assert!(!may(ConsentPurpose::Outreach, Audience::Public, 4));
        assert!(!may(ConsentPurpose::Directory, Audience::OwnGovernment, 4));
        assert!(!may(ConsentPurpose::Outreach, Audience::OwnGovernment, 5));
        assert!(may(ConsentPurpose::Directory, Audience::Iom, 8));
    }

    #[test]
    fn of_two_events_in_one_second_the_one_appended_last_holds() {
        let history = [event(EventKind::Given, 5, &[ConsentPurpose::Statistics]), event(EventKind::Withdrawn, 5, &[])];
        assert_eq!(agreed(&history, 5), None);
    }

    #[test]
    fn to_be_written_to_is_no_consent_to_be_counted() {
        assert_eq!(agreed(&[event(EventKind::Given, 1, &[ConsentPurpose::Outreach])], 2), None);
    }

    #[test]
    fn a_consent_for_the_own_government_reaches_no_other() {
        let own = Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::OwnGovernment };
        assert!(own.covers(ConsentPurpose::Statistics, Audience::OwnGovernment));
        assert!(!own.covers(ConsentPurpose::Statistics, Audience::Iom));
        assert!(Segment::open().covers(ConsentPurpose::Statistics, Audience::MemberGovernments));
    }

    #[test]
    fn a_person_is_counted_with_the_first_segment_that_asks_for_no_more_than_was_agreed() {
        let (wide, narrow) = (
            Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::MemberGovernments },
            Segment { purposes: [ConsentPurpose::Statistics].into_iter().collect(), audience: Audience::Iom },
        );
        let offered = [wide, narrow];
        let given = |audience, purposes: &[ConsentPurpose]| Event { audience, ..event(EventKind::Given, 1, purposes) };
        for (audience, purposes, place) in [
            (Audience::Public, STATISTICAL.as_slice(), Some(0)),
            (Audience::MemberGovernments, &STATISTICAL, Some(0)),
            (Audience::MemberGovernments, &[ConsentPurpose::Statistics], Some(1)),
            (Audience::Iom, &STATISTICAL, Some(1)),
            (Audience::Iom, &[ConsentPurpose::Research], None),
            (Audience::OwnGovernment, &STATISTICAL, None),
        ] {
            assert_eq!(segment(&[given(audience, purposes)], 2, &offered), place, "{audience:?} {purposes:?}");
        }
    }
}
