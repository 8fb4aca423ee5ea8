//! How what a record says is changed: a mistake in what it says last is put right; what became otherwise does so from a
//! date on, and what was before stays; and what is over ends.

use super::content::{Content, Span};
use schema::directory::body::Body;
use schema::directory::date::PartialDate;

/// Why it is not changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditFault {
    /// The date stands before what the record says already.
    #[error("the record says something of a later time already: what became otherwise does so after {0}")]
    TooEarly(PartialDate),
    /// Another kind.
    #[error("a record stays of its kind")]
    OtherKind,
}

impl Content {
    /// The same with what it says last put right.
    pub fn corrected(&self, body: Body) -> Result<Self, EditFault> {
        let mut corrected = self.clone();
        if let Some(last) = corrected.spans.last_mut() {
            of_kind(last, &body)?;
            last.body = body;
        }
        Ok(corrected)
    }

    /// The same, and something else from a date on: what it said goes on until the day before.
    pub fn changed_from(&self, from: PartialDate, body: Body) -> Result<Self, EditFault> {
        let mut changed = self.clone();
        if let Some(last) = changed.spans.last_mut() {
            of_kind(last, &body)?;
            if last.first_day() >= from.first_day() {
                return Err(EditFault::TooEarly(last.from.unwrap_or(from)));
            }
            if last.last_day() >= from.first_day() {
                last.until = from.first_day().pred_opt().map(PartialDate::of_day);
            }
        }
        changed.spans.push(Span { from: Some(from), until: None, body });
        Ok(changed)
    }

    /// The same, and over with a date; one that was said before is put right.
    pub fn ended(&self, until: PartialDate) -> Result<Self, EditFault> {
        let mut ended = self.clone();
        if let Some(last) = ended.spans.last_mut() {
            if last.first_day() > until.last_day() {
                return Err(EditFault::TooEarly(last.from.unwrap_or(until)));
            }
            last.until = Some(until);
        }
        Ok(ended)
    }
}

fn of_kind(last: &Span, body: &Body) -> Result<(), EditFault> {
    if last.body.kind() == body.kind() { Ok(()) } else { Err(EditFault::OtherKind) }
}
