//! What a record says, each part with the time for which it holds, and whom it is shown to.

use chrono::NaiveDate;
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::sound::Fault;
use schema::directory::visibility::Visibility;
use schema::member::MemberCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a record says and whom it is shown to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Whom it is shown to once it is published.
    pub visibility: Visibility,
    /// The members that it is shown to where it is shown to named ones.
    pub named: Vec<MemberCode>,
    /// The members whose officers review it.
    pub reviewers: Vec<MemberCode>,
    /// What it says, from the first time to the last. Times do not overlap; there is one at least.
    pub spans: Vec<Span>,
}

/// What a record says for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Since when; nothing where nobody knows.
    pub from: Option<PartialDate>,
    /// Until when, that day included; nothing where it goes on.
    pub until: Option<PartialDate>,
    /// What it says.
    pub body: Body,
}

/// The most times of a record.
const MOST_SPANS: usize = 100;
/// The most that a record says in all, in bytes as it is stored: a page of records has to travel.
const MOST_BYTES: usize = 64 * 1024;
/// The most faults of a record that are told at once.
const MOST_FAULTS: usize = 20;
/// The most members that one names.
const MOST_NAMED: usize = 250;

impl Span {
    /// Its first day; one before all others where it is not known.
    pub fn first_day(&self) -> NaiveDate {
        self.from.map_or(NaiveDate::MIN, PartialDate::first_day)
    }

    /// Its last day; one after all others where it goes on.
    pub fn last_day(&self) -> NaiveDate {
        self.until.map_or(NaiveDate::MAX, PartialDate::last_day)
    }
}

impl Content {
    /// All that keeps it from being kept, each fault with its field.
    pub fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = Vec::new();
        if self.spans.is_empty() || self.spans.len() > MOST_SPANS {
            faults.push(format!("a record says something for one time at least, and for {MOST_SPANS} at most"));
        }
        if (self.visibility == Visibility::Named) == self.named.is_empty() {
            faults.push("members are named where it is shown to NAMED ones, and nowhere else".to_owned());
        }
        if self.named.len() > MOST_NAMED || self.reviewers.len() > MOST_NAMED {
            faults.push(format!("{MOST_NAMED} members at most"));
        }
        for (at, span) in self.spans.iter().enumerate() {
            let of = if self.spans.len() == 1 { String::new() } else { format!("time {}, ", at + 1) };
            if span.first_day() > span.last_day() {
                faults.push(format!("{of}until: expected no date before `from`"));
            }
            if at > 0 && self.spans.get(at - 1).is_some_and(|before| before.last_day() >= span.first_day()) {
                faults.push(format!("{of}from: expected a date after the time before is over"));
            }
            faults.extend(span.body.faults().iter().map(|fault| format!("{of}{fault}")));
        }
        if self.value().to_string().len() > MOST_BYTES {
            faults.push(format!("a record says {MOST_BYTES} bytes at most in all"));
        }
        if faults.len() > MOST_FAULTS {
            let more = faults.len() - MOST_FAULTS;
            faults.truncate(MOST_FAULTS);
            faults.push(format!("and {more} more"));
        }
        faults
    }

    /// What it says at some time from one day to another, the latest first, each with its place.
    pub fn within(&self, (first, last): (NaiveDate, NaiveDate)) -> impl Iterator<Item = (usize, &Span)> {
        let all = self.spans.iter().enumerate().rev();
        all.filter(move |(_, span)| span.first_day() <= last && span.last_day() >= first)
    }

    /// What it said last.
    pub fn latest(&self) -> Option<&Span> {
        self.spans.last()
    }

    /// As it is stored.
    pub fn value(&self) -> Value {
        let span = |span: &Span| Stored { from: span.from, until: span.until, says: span.body.value() };
        let stored = Whole {
            visibility: self.visibility,
            named: self.named.clone(),
            reviewers: self.reviewers.clone(),
            spans: self.spans.iter().map(span).collect(),
        };
        // Texts, numbers and lists of them have a JSON form, always.
        serde_json::to_value(stored).unwrap_or_default()
    }

    /// Reads what was stored.
    pub fn read(kind: EntryKind, stored: Value) -> Result<Self, Fault> {
        let whole = serde_json::from_value(stored);
        let form = |fault: serde_json::Error| Fault { field: String::new(), expected: fault.to_string() };
        let Whole { visibility, named, reviewers, spans } = whole.map_err(form)?;
        let span = |Stored { from, until, says }| Ok(Span { from, until, body: Body::read(kind, says)? });
        Ok(Self { visibility, named, reviewers, spans: spans.into_iter().map(span).collect::<Result<_, _>>()? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    visibility: Visibility,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    named: Vec<MemberCode>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reviewers: Vec<MemberCode>,
    spans: Vec<Stored>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<PartialDate>,
    says: Value,
}
