//! What is written in the audit log.

mod asker;
mod list;
mod names;

pub use asker::Asker;
pub use list::List;
pub use names::Names;

use crate::clock::Seconds;
use schema::ask::{Question, QuestionInput};
use schema::coverage::Outcome;
use schema::directory::kind::EntryKind;
use schema::error::Code;
use schema::member::MemberCode;
use schema::programme::kind::Kind;
use schema::purpose::{ConsentPurpose, Purpose};
use schema::role::Role;
use schema::seal::{SealFault, canonical};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What became of what was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Ending {
    /// Figures were handed over.
    Answered,
    /// The country's rules said no.
    Declined,
    /// There was no such release.
    NotPublished,
    /// A command did what it was to do, or the log or a list was handed over.
    Done,
    /// Something failed, and nothing was spoken.
    Failed,
}

impl From<Outcome> for Ending {
    /// What a node says of a question; the other outcomes are a gateway's words.
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Answered => Self::Answered,
            Outcome::Declined => Self::Declined,
            Outcome::NotPublished => Self::NotPublished,
            Outcome::Unreachable | Outcome::TimedOut | Outcome::Incompatible => Self::Failed,
        }
    }
}

impl Ending {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "ANSWERED",
            Self::Declined => "DECLINED",
            Self::NotPublished => "NOT_PUBLISHED",
            Self::Done => "DONE",
            Self::Failed => "FAILED",
        }
    }
}

/// What is written down. What one of the first five opens, a `Closed` closes; the others stand by themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Event {
    /// A question, before anything is read for it.
    Asked {
        /// Who asks.
        by: Asker,
        /// Why.
        purpose: Purpose,
        /// The question: codes of the contract, and a period.
        question: Value,
    },
    /// The log itself is asked for, before it is read.
    LogAsked {
        /// Who asks.
        by: Asker,
        /// From which second on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Seconds>,
        /// Whose questions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<MemberCode>,
    },
    /// A list of institutional records is asked for, before it is read.
    ListAsked {
        /// Who asks.
        by: Asker,
        /// Which list.
        list: List,
    },
    /// What names persons to an officer, or looks one up, is asked for, before it is opened.
    PersonsAsked {
        /// The officer; nothing where it was the node's operator, who named nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
        /// What is opened.
        what: Names,
        /// For which purpose contacts are; nothing where none is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        purpose: Option<ConsentPurpose>,
    },
    /// A command of the node's operator, before it does anything; or the same at the officers' desk, by the officer whose request is open. Who
    /// typed a command is not written down: a login is a person's.
    Commanded {
        /// Its name, such as `import`.
        command: String,
        /// What is public of its arguments.
        arguments: BTreeMap<String, String>,
    },
    /// What became of what was opened, before anything of it is spoken.
    Closed {
        /// The number of the entry that opened it.
        opened: i64,
        /// What became of it.
        outcome: Ending,
        /// The releases that were read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        releases: Vec<String>,
        /// The agreement under which it was answered; nothing where none was needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreement: Option<String>,
    },
    /// A request came as far as a question and was not believed or not understood. What it said is not written down.
    Refused {
        /// Who asked; nothing where that is not known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
        /// The code that was said.
        code: String,
    },
    /// A gateway presented a script's token that is of no use. The token itself is not written down.
    TokenRefused {
        /// The gateway.
        gateway: String,
        /// What the token is called; nothing where it was never issued here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
        /// Why: UNKNOWN, REVOKED or EXPIRED.
        why: String,
    },
    /// A release is in force from now on.
    Published {
        /// Its id.
        release: String,
    },
    /// A release is in force no more. Why it was recalled stands beside the release, in the operator's own words.
    Recalled {
        /// Its id.
        release: String,
        /// The release that took its place; nothing where its period is withheld.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<String>,
    },
    /// An agreement is proposed, or changes, in the same step in which it does.
    Agreement {
        /// Its id.
        agreement: String,
        /// What happened to it.
        step: String,
        /// Which side did it.
        side: MemberCode,
        /// SHA-256 (base64url) of the canonical JSON of its terms.
        terms: String,
        /// The officer; nothing where it was the node's operator.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
    },
    /// Something is done to a record of the directory, in the same step in which it is.
    Entry {
        /// The event's number among all of the directory.
        number: i64,
        /// Its kind.
        kind: EntryKind,
        /// Its id.
        entry: String,
        /// What is done.
        step: String,
        /// For which member.
        side: MemberCode,
        /// SHA-256 (base64url) of the canonical JSON of what the event has: what the record says, or the verdict, and the reason.
        said: String,
        /// The officer; nothing where it was the node's operator, who named nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
    },
    /// Something is done in a programme, in the same step in which it is.
    Work {
        /// The event's number among all of the programmes.
        number: i64,
        /// The programme, by the id of its record.
        programme: String,
        /// The record's kind.
        kind: Kind,
        /// Its id.
        entry: String,
        /// What is done.
        step: String,
        /// SHA-256 (base64url) of the canonical JSON of what the event has: what the record says, the reason, and of a candidate what
        /// nobody guesses once the person is erased.
        said: String,
        /// The officer; nothing where it was the node's operator, who named nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
    },
    /// Something is done to a campaign, in the same step in which it is.
    Campaign {
        /// The event's number among all of the campaigns.
        number: i64,
        /// The campaign.
        campaign: String,
        /// What is done.
        step: String,
        /// SHA-256 (base64url) of the canonical JSON of what the campaign says from then on.
        said: String,
        /// The officer; nothing where it was the node's operator, who named nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Asker>,
    },
    /// A question as a former version wrote it down, once it was decided: nothing opens or closes it.
    Recorded {
        /// The member that asked.
        member: MemberCode,
        /// The user's role.
        role: Role,
        /// Why it was asked.
        purpose: Purpose,
        /// The question's canonical JSON.
        question: String,
        /// What became of it.
        outcome: Outcome,
        /// The release it was read from.
        release: Option<String>,
    },
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in seconds since 1970.
    pub at: Seconds,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

impl Event {
    /// A question that is about to be read for.
    pub fn asked(by: Asker, question: &Question) -> Self {
        let mut written = question.as_input().clone();
        written.at = written.at.map(period);
        Self::Asked { by, purpose: question.purpose(), question: value(&written) }
    }

    /// What names persons to an officer, or looks one up, and is about to be opened.
    pub fn persons_asked(by: Option<Asker>, what: Names) -> Self {
        Self::PersonsAsked { by, purpose: what.purpose(), what }
    }

    /// A request that came as far as a question.
    pub fn refused(by: Option<Asker>, code: Code) -> Self {
        Self::Refused { by, code: code.name().to_owned() }
    }

    /// Its name in the log.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "ASKED",
            Self::LogAsked { .. } => "LOG_ASKED",
            Self::ListAsked { .. } => "LIST_ASKED",
            Self::PersonsAsked { .. } => "PERSONS_ASKED",
            Self::Commanded { .. } => "COMMANDED",
            Self::Closed { .. } => "CLOSED",
            Self::Refused { .. } => "REFUSED",
            Self::TokenRefused { .. } => "TOKEN_REFUSED",
            Self::Published { .. } => "PUBLISHED",
            Self::Recalled { .. } => "RECALLED",
            Self::Agreement { .. } => "AGREEMENT",
            Self::Entry { .. } => "ENTRY",
            Self::Work { .. } => "WORK",
            Self::Campaign { .. } => "CAMPAIGN",
            Self::Recorded { .. } => "RECORDED",
        }
    }

    /// Whether something must close it.
    pub const fn opens(&self) -> bool {
        matches!(
            self,
            Self::Asked { .. }
                | Self::LogAsked { .. }
                | Self::ListAsked { .. }
                | Self::PersonsAsked { .. }
                | Self::Commanded { .. }
        )
    }

    /// The member that it was written for.
    pub fn member(&self) -> Option<MemberCode> {
        match self {
            Self::Asked { by, .. } | Self::LogAsked { by, .. } | Self::ListAsked { by, .. } => Some(by.member),
            Self::PersonsAsked { by, .. }
            | Self::Refused { by, .. }
            | Self::Work { by, .. }
            | Self::Campaign { by, .. } => by.as_ref().map(|by| by.member),
            Self::Agreement { side, .. } | Self::Entry { side, .. } => Some(*side),
            Self::Recorded { member, .. } => Some(*member),
            Self::Commanded { .. }
            | Self::Closed { .. }
            | Self::TokenRefused { .. }
            | Self::Published { .. }
            | Self::Recalled { .. } => None,
        }
    }

    /// Why it was asked.
    pub const fn purpose(&self) -> Option<Purpose> {
        match self {
            Self::Asked { purpose, .. } | Self::Recorded { purpose, .. } => Some(*purpose),
            _ => None,
        }
    }

    /// The number of the entry that it closes.
    pub const fn closes(&self) -> Option<i64> {
        match self {
            Self::Closed { opened, .. } => Some(*opened),
            _ => None,
        }
    }
}

impl Entry {
    /// The canonical JSON that is stored.
    pub fn to_text(&self) -> Result<String, SealFault> {
        String::from_utf8(canonical(self)?).map_err(|_| SealFault::NotCanonical)
    }

    /// Reads an entry of this version or a former one; nothing where it is neither.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut read: Value = serde_json::from_str(text).ok()?;
        let fields = read.as_object_mut()?;
        if !fields.contains_key("event") {
            fields.insert("event".to_owned(), Value::String("RECORDED".to_owned()));
        }
        serde_json::from_value(read).ok()
    }
}

/// The longest period that is written down as it was asked for.
const LONGEST_PERIOD: usize = 10;

/// A period as it is written down. An asker can write anything in its place; only what can be one is kept.
fn period(asked: String) -> String {
    let is_one = asked.len() <= LONGEST_PERIOD
        && asked.starts_with(|c: char| c.is_ascii_digit())
        && asked.chars().all(|c| c.is_ascii_digit() || "-HQSTW".contains(c));
    if is_one { asked } else { "not a period".to_owned() }
}

fn value(question: &QuestionInput) -> Value {
    // A question holds texts and lists of them alone: it has a JSON form, always.
    serde_json::to_value(question).unwrap_or_default()
}

#[cfg(test)]
mod tests;
