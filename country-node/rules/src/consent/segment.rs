//! The segment of a release that a consent puts a person in.

use super::event::Event;
use super::history::holding;
use crate::clock::Seconds;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// The purposes for which a person is counted in figures, and not used by name.
pub const STATISTICAL: [ConsentPurpose; 2] = [ConsentPurpose::Statistics, ConsentPurpose::Research];

impl std::fmt::Display for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} for {:?}", self.purposes, self.audience)
    }
}

/// Whom a release counts: the same of every person.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// What persons were asked to agree to, widest first.
    pub segments: &'a [Segment],
    /// Whether persons are counted who are not known to be 18 or over: the rulebook says how a guardian consented.
    pub minors: bool,
}

/// The segment in which a release counts a person of this history at its reference time, as its place; `None` is counted
/// nowhere. `adult` is whether the person is 18 or over, where that is known.
pub fn counted(history: &[Event], adult: Option<bool>, at: Seconds, terms: Terms<'_>) -> Option<u16> {
    if terms.minors || adult == Some(true) { segment(history, at, terms.segments) } else { None }
}

/// The segment of a person whose consent has this history, at a reference time: the first of a rulebook's that the
/// consent covers, as its place; `None` is in no release.
pub fn segment(history: &[Event], at: Seconds, segments: &[Segment]) -> Option<u16> {
    place(&agreed(history, at)?, segments)
}

/// The first segment that asks for no more than was agreed, as its place.
pub(super) fn place(agreed: &Segment, segments: &[Segment]) -> Option<u16> {
    let found = segments.iter().position(|segment| agreed.holds(segment))?;
    u16::try_from(found).ok()
}

/// What a person with this history agrees to at a reference time.
fn agreed(history: &[Event], at: Seconds) -> Option<Segment> {
    let last = holding(history, at)?;
    let purposes: BTreeSet<_> = STATISTICAL.into_iter().filter(|purpose| last.purposes.contains(purpose)).collect();
    (!purposes.is_empty()).then_some(Segment { purposes, audience: last.audience })
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::*;

    fn event(kind: EventKind, at: Seconds, purposes: &[ConsentPurpose]) -> Event {
        let purposes = purposes.iter().copied().collect();
        Event { kind, at, purposes, audience: Audience::MemberGovernments, valid_until: None }
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
    fn a_consent_that_ends_by_itself_is_none_from_that_second_on() {
        let ending = Event { valid_until: Some(5), ..event(EventKind::Given, 1, &[ConsentPurpose::Statistics]) };
        assert!(agreed(std::slice::from_ref(&ending), 4).is_some());
        assert_eq!(agreed(std::slice::from_ref(&ending), 5), None);
        let refreshed = event(EventKind::Refreshed, 3, &[ConsentPurpose::Statistics]);
        assert!(agreed(&[ending, refreshed], 5).is_some(), "a refresh without an end has none");
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
    fn who_is_not_known_to_be_of_age_is_counted_only_where_the_rulebook_says_how_a_guardian_consented() {
        let history = [event(EventKind::Given, 1, &STATISTICAL)];
        let segments = [Segment { purposes: STATISTICAL.into_iter().collect(), audience: Audience::Iom }];
        let place = |adult, minors| counted(&history, adult, 2, Terms { segments: &segments, minors });
        assert_eq!([Some(true), Some(false), None].map(|adult| place(adult, false)), [Some(0), None, None]);
        assert_eq!([Some(true), Some(false), None].map(|adult| place(adult, true)), [Some(0); 3]);
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
