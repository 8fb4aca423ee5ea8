//! Where a record stands, and what is done to it.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Where a record stands. Which kinds have which is in one table, at the node.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "WorkState")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// A need that nobody has looked at yet.
    Submitted,
    /// A need that the programme takes up.
    Qualified,
    /// A need, or a candidate, that the programme does not take up.
    Refused,
    /// A need that is looked for no more.
    Closed,
    /// A candidate who applied.
    Applied,
    /// A candidate who is chosen.
    Selected,
    /// A candidate who does not wish any more.
    Withdrawn,
    /// A match that the solver or an officer proposes.
    Proposed,
    /// A match that an officer decided for.
    Accepted,
    /// A match that an officer decided against.
    Declined,
    /// A match of which the person was told.
    Contacted,
    /// A match that the person and the host agreed to.
    Agreed,
    /// A match that came to nothing.
    Lapsed,
    /// A placement, or a help to reintegrate, that is still to come.
    Planned,
    /// A placement that goes on.
    Started,
    /// A placement or a help that came to its end.
    Completed,
    /// A placement that ended before its time.
    BrokenOff,
    /// What is not to be any more.
    Cancelled,
    /// Money that is to be paid.
    Due,
    /// Money that was paid.
    Paid,
    /// An indicator or a value that stands.
    Kept,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Submitted,
        Self::Qualified,
        Self::Refused,
        Self::Closed,
        Self::Applied,
        Self::Selected,
        Self::Withdrawn,
        Self::Proposed,
        Self::Accepted,
        Self::Declined,
        Self::Contacted,
        Self::Agreed,
        Self::Lapsed,
        Self::Planned,
        Self::Started,
        Self::Completed,
        Self::BrokenOff,
        Self::Cancelled,
        Self::Due,
        Self::Paid,
        Self::Kept,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "SUBMITTED",
            Self::Qualified => "QUALIFIED",
            Self::Refused => "REFUSED",
            Self::Closed => "CLOSED",
            Self::Applied => "APPLIED",
            Self::Selected => "SELECTED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Proposed => "PROPOSED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Contacted => "CONTACTED",
            Self::Agreed => "AGREED",
            Self::Lapsed => "LAPSED",
            Self::Planned => "PLANNED",
            Self::Started => "STARTED",
            Self::Completed => "COMPLETED",
            Self::BrokenOff => "BROKEN_OFF",
            Self::Cancelled => "CANCELLED",
            Self::Due => "DUE",
            Self::Paid => "PAID",
            Self::Kept => "KEPT",
        }
    }

    /// Whether it is over for nothing: others may not lean on such a record, and it stands in nobody's way.
    pub const fn is_void(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Declined | Self::Lapsed | Self::Cancelled)
    }

    /// Whether a placement is over.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::BrokenOff)
    }

    /// Whether a placement goes on, or is over.
    pub const fn has_begun(self) -> bool {
        self.is_over() || matches!(self, Self::Started)
    }
}

/// What is done to a record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "WorkStep")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// It is written for the first time.
    Record,
    /// What it says is written anew.
    Change,
    /// A need is taken up.
    Qualify,
    /// A need or a candidate is not taken up.
    Refuse,
    /// A need is looked for no more.
    Close,
    /// What was refused, closed or withdrawn is looked at anew.
    Reopen,
    /// A candidate is chosen.
    Select,
    /// A candidate does not wish any more.
    Withdraw,
    /// An officer decides for a match.
    Accept,
    /// An officer decides against it.
    Decline,
    /// The person is told of it.
    Contact,
    /// The person and the host agree.
    Agree,
    /// It comes to nothing.
    Lapse,
    /// A placement begins.
    Start,
    /// It comes to its end.
    Complete,
    /// It ends before its time.
    BreakOff,
    /// It is not to be any more.
    Cancel,
    /// Money is paid.
    Pay,
    /// What was done last is undone.
    Undo,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Record,
        Self::Change,
        Self::Qualify,
        Self::Refuse,
        Self::Close,
        Self::Reopen,
        Self::Select,
        Self::Withdraw,
        Self::Accept,
        Self::Decline,
        Self::Contact,
        Self::Agree,
        Self::Lapse,
        Self::Start,
        Self::Complete,
        Self::BreakOff,
        Self::Cancel,
        Self::Pay,
        Self::Undo,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "RECORD",
            Self::Change => "CHANGE",
            Self::Qualify => "QUALIFY",
            Self::Refuse => "REFUSE",
            Self::Close => "CLOSE",
            Self::Reopen => "REOPEN",
            Self::Select => "SELECT",
            Self::Withdraw => "WITHDRAW",
            Self::Accept => "ACCEPT",
            Self::Decline => "DECLINE",
            Self::Contact => "CONTACT",
            Self::Agree => "AGREE",
            Self::Lapse => "LAPSE",
            Self::Start => "START",
            Self::Complete => "COMPLETE",
            Self::BreakOff => "BREAK_OFF",
            Self::Cancel => "CANCEL",
            Self::Pay => "PAY",
            Self::Undo => "UNDO",
        }
    }

    /// Whether it ends something, so that it has a reason.
    pub const fn needs_why(self) -> bool {
        matches!(self, Self::Refuse | Self::Withdraw | Self::Decline | Self::Lapse | Self::BreakOff | Self::Cancel)
    }
}
