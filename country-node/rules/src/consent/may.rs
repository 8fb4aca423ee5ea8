//! Whether a person may be used by name: matched, written to, listed. The one rule for it.

use super::event::Event;
use super::history::{State, holding, standing};
use crate::clock::{Seconds, text};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;

/// Why a person may not be used for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MayNot {
    /// Nothing was recorded.
    #[error("no consent is recorded")]
    Never,
    /// The consent was withdrawn.
    #[error("the consent was withdrawn at {}", text(*.0))]
    Withdrawn(Seconds),
    /// The consent is over.
    #[error("the consent expired at {}", text(*.0))]
    Expired(Seconds),
    /// The person agreed to other purposes.
    #[error("the consent of {} is not for this purpose", text(*.0))]
    OtherPurpose(Seconds),
    /// The person agreed to a narrower audience.
    #[error("the consent of {} does not reach this audience", text(*.0))]
    NarrowerAudience(Seconds),
}

/// The event by which a person with this history may be used for a purpose and before an audience, now; or why not. A
/// withdrawal stops it from its own second on, and so does the second at which a consent ends by itself.
pub fn may(history: &[Event], purpose: ConsentPurpose, audience: Audience, at: Seconds) -> Result<&Event, MayNot> {
    let Some(event) = holding(history, at) else {
        return Err(match standing(history, at) {
            State::Withdrawn { since } => MayNot::Withdrawn(since),
            State::Expired { since } => MayNot::Expired(since),
            State::Never | State::Holds { .. } => MayNot::Never,
        });
    };
    if !event.purposes.contains(&purpose) {
        return Err(MayNot::OtherPurpose(event.at));
    }
    if event.audience < audience { Err(MayNot::NarrowerAudience(event.at)) } else { Ok(event) }
}

/// Whether a person with this history may be used by name for a purpose and before an audience, now.
pub fn may_use(history: &[Event], purpose: ConsentPurpose, audience: Audience, at: Seconds) -> bool {
    may(history, purpose, audience, at).is_ok()
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
    fn use_by_name_is_for_what_was_agreed_and_stops_with_the_second_of_a_withdrawal() {
        let history = [
            event(EventKind::Given, 3, &[ConsentPurpose::Outreach]),
            event(EventKind::Withdrawn, 5, &[]),
            event(EventKind::Given, 8, &[ConsentPurpose::Directory]),
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
    fn a_no_says_why() {
        let history = [
            Event { valid_until: Some(9), ..event(EventKind::Given, 3, &[ConsentPurpose::Outreach]) },
            event(EventKind::Withdrawn, 12, &[]),
        ];
        let why = |purpose, audience, at| may(&history, purpose, audience, at).unwrap_err();
        let outreach = ConsentPurpose::Outreach;
        assert_eq!(why(outreach, Audience::Iom, 2), MayNot::Never);
        assert_eq!(why(ConsentPurpose::Directory, Audience::Iom, 8), MayNot::OtherPurpose(3));
        assert_eq!(why(outreach, Audience::Public, 8), MayNot::NarrowerAudience(3));
        assert_eq!(why(outreach, Audience::Iom, 9), MayNot::Expired(9));
        assert_eq!(why(outreach, Audience::Iom, 12), MayNot::Withdrawn(12));
        assert_eq!(MayNot::Expired(9).to_string(), "the consent expired at 1970-01-01T00:00:09Z");
    }

    #[test]
    fn of_two_events_in_one_second_the_one_appended_last_holds() {
        let history = [event(EventKind::Given, 5, &[ConsentPurpose::Outreach]), event(EventKind::Withdrawn, 5, &[])];
        assert!(!may_use(&history, ConsentPurpose::Outreach, Audience::OwnGovernment, 5));
    }
}
