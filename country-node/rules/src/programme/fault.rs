//! Why something is not done.

use super::moves::NotNow;
use super::observation::Moment;
use crate::consent::may::MayNot;
use crate::directory::references::Dangling;
use crate::matching::eligible::Obstacle;
use chrono::NaiveDate;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// What it would say cannot be kept.
    #[error("{0}")]
    Content(String),
    /// Its host is no institution of the directory.
    #[error(transparent)]
    Host(#[from] Dangling),
    /// It is there already.
    #[error("there is a record of this id already")]
    There,
    /// There is no such record.
    #[error("there is no such record")]
    NotThere,
    /// Not in this state.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// It was written anew since it was read.
    #[error("something was done to it since it was read: it is of version {0} by now")]
    Stale(i32),
    /// A reason is missing, or there is one where none belongs.
    #[error("{}", why(*.0))]
    Why(Step),
    /// There is nothing that could be undone.
    #[error("nothing was done to it that could be undone")]
    NothingToUndo,
    /// The person was told.
    #[error("the person was told of it: that is not undone")]
    Told,
    /// It would belong to other records.
    #[error("a record goes on to belong to what it belongs to")]
    Moved,
    /// It leans on what is not there.
    #[error("there is no {0} {1}")]
    Lacks(Kind, String),
    /// It leans on what is in another state.
    #[error("{kind} {id} is {}: expected {}", state.name(), names(wanted))]
    NotReady {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
        /// Its state.
        state: State,
        /// The states that it would have to be in.
        wanted: &'static [State],
    },
    /// Another record leans on it as it is.
    #[error("{0} {1} leans on it: {2}")]
    LeantOn(Kind, String, Box<Fault>),
    /// The programme has no such phase.
    #[error("the programme has no phase {0}")]
    NoPhase(String),
    /// The person is a candidate already.
    #[error("the person is a candidate already")]
    Known,
    /// Nobody is named.
    #[error("a candidate is a person: expected whose it is")]
    Nobody,
    /// The consent of the person does not reach so far.
    #[error("the person is not matched: {0}")]
    Consent(#[from] MayNot),
    /// Hard conditions that the candidate does not meet.
    #[error("the candidate cannot be matched with the need: {}", reasons(.0))]
    Obstacles(Vec<Obstacle>),
    /// The two are matched already.
    #[error("MATCH {0} is of the same need and candidate")]
    Twice(String),
    /// Every position is taken.
    #[error("{0} of {0} positions of the need are taken")]
    Taken(u16),
    /// The match has a placement.
    #[error("PLACEMENT {0} comes of the same match")]
    Placed(String),
    /// Another mode than the need's.
    #[error("mode: expected {0}, as the need says")]
    OtherMode(&'static str),
    /// The person serves elsewhere.
    #[error("PLACEMENT {0} of the same candidate is at the same time")]
    Busy(String),
    /// The person serves in another programme.
    #[error("PLACEMENT {1} of the programme {0} is of the same person at the same time")]
    BusyElsewhere(String, String),
    /// The day has not come.
    #[error("{0}: expected a day that has come, for it is {1}")]
    NotYet(&'static str, NaiveDate),
    /// Something must be said before.
    #[error("{0}: expected a value before that is done")]
    Unsaid(&'static str),
    /// Only for those who return for good.
    #[error("the placement is not PERMANENT")]
    NotPermanent,
    /// It is measured already.
    #[error("OBSERVATION {0} is of the same placement, indicator, moment and voice")]
    Measured(String),
    /// A value that there is not.
    #[error("value: expected {0}")]
    Value(String),
    /// One who serves is one.
    #[error("voice: expected none, for only colleagues and hosts are several")]
    OneVoice,
    /// Values stand in its unit.
    #[error(
        "OBSERVATION {0} is measured by it: its unit, level, least and greatest stay as they are; write another indicator"
    )]
    InUse(String),
    /// Its indicator was another one.
    #[error("INDICATOR {0} was changed since the value was taken back: write it anew")]
    OtherMeasure(String),
    /// Another need has the candidate.
    #[error("MATCH {0} has the candidate already")]
    Held(String),
    /// The placement goes on.
    #[error("PLACEMENT {0} goes on: T1 and T2 are of one that is over")]
    GoesOn(String),
    /// It begins before it was asked for.
    #[error("from: expected no day before {0}, on which the host asked")]
    BeforeAsked(NaiveDate),
    /// Not a day of this moment.
    #[error("on: expected {}", moment(*.0))]
    Moment(Moment),
}

fn why(step: Step) -> String {
    if step.needs_why() {
        format!("{} needs a reason (why), such as PERSON or HOST", step.name())
    } else {
        format!("{} takes no reason", step.name())
    }
}

fn names(states: &[State]) -> String {
    states.iter().map(|state| state.name()).collect::<Vec<_>>().join(" or ")
}

fn reasons(obstacles: &[Obstacle]) -> String {
    obstacles.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

const fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::T0 => "a day before the placement's first or that day (T0)",
        Moment::T1 => "the placement's last day or one after it (T1)",
        Moment::T2 => "a day nine months after the placement's last one, or later (T2)",
    }
}
