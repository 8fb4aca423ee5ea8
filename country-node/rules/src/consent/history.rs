//! A person's history of events: which may come next, and how the consent stands at a time.
//!
//! ```text
//! nothing             -> GIVEN
//! GIVEN, REFRESHED    -> REFRESHED, WITHDRAWN, EXPIRED
//! WITHDRAWN, EXPIRED  -> GIVEN
//! ```
//!
//! Events come in order of time; of two in one second the one appended last holds. None is of the future: a consent that
//! was written down ahead of its time could not be withdrawn until then. A consent with an end counts as expired from that
//! second on, as if an event said so.

use super::event::{Event, EventKind};
use crate::clock::{Seconds, text};

/// How a consent stands at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was recorded up to then.
    Never,
    /// Given or refreshed, and it holds.
    Holds {
        /// The second of the event.
        since: Seconds,
        /// The second at which it ends by itself.
        until: Option<Seconds>,
    },
    /// Withdrawn.
    Withdrawn {
        /// The second of the event.
        since: Seconds,
    },
    /// Over, by an event or by itself.
    Expired {
        /// The second from which on it is.
        since: Seconds,
    },
}

/// The latest event of a history: all of it that the next event is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Seconds,
    /// When the consent ends by itself.
    pub valid_until: Option<Seconds>,
}

impl Latest {
    /// What is kept of an event.
    pub fn of(event: &Event) -> Self {
        Self { kind: event.kind, at: event.at, valid_until: event.valid_until }
    }

    /// The later of two, of which `next` was appended after `self`.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        if next.at >= self.at { next } else { self }
    }

    /// How the consent stands at a time, which is not before this event.
    pub fn state(self, at: Seconds) -> State {
        match (self.kind, self.valid_until) {
            (EventKind::Withdrawn, _) => State::Withdrawn { since: self.at },
            (EventKind::Expired, _) => State::Expired { since: self.at },
            (_, Some(until)) if until <= at => State::Expired { since: until },
            (_, until) => State::Holds { since: self.at, until },
        }
    }
}

/// Why an event may not be appended: what is expected in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unallowed {
    /// The move does not lead on from how the consent stands.
    #[error("{}", expected(.0))]
    Move(State),
    /// It is of a time before the latest event.
    #[error("a time that is not before the person's latest event, {}", text(*.0))]
    Earlier(Seconds),
    /// It is of a time after the clock's.
    #[error("a time that is not after this node's clock, {}", text(*.0))]
    Future(Seconds),
    /// It would end before it began.
    #[error("an end after the event's own time")]
    EndsAtOnce,
}

/// Which events lead on from a state, and why others do not.
fn expected(state: &State) -> String {
    match state {
        State::Never => "GIVEN: nothing is recorded of this person's consent yet".to_owned(),
        State::Holds { since, .. } => {
            format!("REFRESHED, WITHDRAWN or EXPIRED: the consent of {} holds", text(*since))
        }
        State::Withdrawn { since } => format!("GIVEN: the consent was withdrawn at {}", text(*since)),
        State::Expired { since } => format!("GIVEN: the consent expired at {}", text(*since)),
    }
}

/// Whether an event may follow the latest one of its person, at the clock's time `now`; and what is then the latest.
pub fn follow(latest: Option<Latest>, next: &Event, now: Seconds) -> Result<Latest, Unallowed> {
    if next.at > now {
        return Err(Unallowed::Future(now));
    }
    if next.valid_until.is_some_and(|until| until <= next.at) {
        return Err(Unallowed::EndsAtOnce);
    }
    if let Some(earlier) = latest.filter(|latest| latest.at > next.at) {
        return Err(Unallowed::Earlier(earlier.at));
    }
    let state = latest.map_or(State::Never, |latest| latest.state(next.at));
    let leads_on = match state {
        State::Holds { .. } => next.kind != EventKind::Given,
        State::Never | State::Withdrawn { .. } | State::Expired { .. } => next.kind == EventKind::Given,
    };
    if leads_on { Ok(Latest::of(next)) } else { Err(Unallowed::Move(state)) }
}

/// How a consent with this history stands at a time.
pub fn standing(history: &[Event], at: Seconds) -> State {
    latest(history, at).map_or(State::Never, |event| Latest::of(event).state(at))
}

/// The event whose consent holds at a time.
pub(super) fn holding(history: &[Event], at: Seconds) -> Option<&Event> {
    latest(history, at).filter(|event| matches!(Latest::of(event).state(at), State::Holds { .. }))
}

/// The latest event up to a time; of two at the same second the one appended last.
fn latest(history: &[Event], at: Seconds) -> Option<&Event> {
    history.iter().filter(|event| event.at <= at).max_by_key(|event| event.at)
}

#[cfg(test)]
mod tests;
