//! A page of a directory for one who asks: those records that the member is told of, as they were when the first page was told.

use super::content::Span;
use super::entry::{Entry, Reader};
use super::index::Index;
use super::review::is_reviewed;
use crate::clock::{Seconds, text};
use chrono::{DateTime, NaiveDate};
use schema::country::CountryCode;
use schema::directory::filter::Seen;
use schema::directory::order::Position;
use schema::directory::page::{DirectoryQuestion, DirectoryRow};
use schema::directory::state::EntryReview;
use schema::member::MemberCode;
use std::sync::Arc;

/// A page, without its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The records.
    pub rows: Vec<DirectoryRow>,
    /// How many there are in all.
    pub total: u32,
    /// Whether more follow.
    pub more: bool,
    /// The number of the event that they were read as of.
    pub as_of: i64,
}

/// Whose directory it is, who asks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The country.
    pub country: CountryCode,
    /// Who asks.
    pub to: Reader,
    /// When.
    pub now: Seconds,
}

/// How long a list can be read on as it was when it was begun, in seconds: what was put right since is read for no longer.
const LONGEST: Seconds = 24 * 60 * 60;

/// The most bytes that a page's records say, so that its answer has room for other lists: a page can be shorter than it was asked for.
const MOST_BYTES: usize = 1024 * 1024;

/// The page that a question asks for. A record is told of where it may be now and might have been then: what was withdrawn in between
/// is not shown again by an older page. A list that was begun too long ago is read as it is now, and `as_of` says so.
pub fn listed(index: &Index, question: &DirectoryQuestion, told: Told) -> Listed {
    let is_kept = |as_of: i64| {
        as_of <= index.last() && index.left(as_of).is_none_or(|left| told.now.saturating_sub(left) <= LONGEST)
    };
    let as_of = question.as_of.filter(|as_of| is_kept(*as_of)).unwrap_or(index.last());
    let today = DateTime::from_timestamp(told.now, 0).map_or(NaiveDate::MAX, |now| now.date_naive());
    let on = question.filter.on.map_or((today, today), |on| (on.first_day(), on.last_day()));
    let may = |entry: &Entry| told.is_own_officer() || entry.is_told_to(told.to, told.country);
    let all = index.of(question.kind, as_of).filter(|(then, now)| may(then) && may(now));
    let mut fit: Vec<(Position, &Arc<Entry>, &Span)> = all
        .filter_map(|(then, _)| {
            let (reviewed, state) = (is_reviewed(&then.reviews, then.now.version, told.country), then.now.state);
            let fits = |span: &&Span| question.filter.fits(Seen { id: &then.id, body: &span.body, reviewed, state });
            // Of a whole year it can have said several things: the latest that is asked for.
            let span = then.now.content.within(on).find(fits)?;
            let key = question.order.key(told.country, span.body.title(), then.changed_at);
            Some((Position { key, country: told.country, id: then.id.clone() }, then, span))
        })
        .collect();
    fit.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
    let total = u32::try_from(fit.len()).unwrap_or(u32::MAX);
    let begin = question.after.as_ref().map_or(0, |after| fit.partition_point(|(place, ..)| place <= after));
    let first = usize::try_from(question.first).unwrap_or(usize::MAX);
    let after = fit.get(begin..).unwrap_or_default();
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for (_, entry, span) in after.iter().take(first) {
        let row = row(entry, span, told);
        bytes += row.content.0.to_string().len();
        if bytes > MOST_BYTES && !rows.is_empty() {
            break;
        }
        rows.push(row);
    }
    Listed { more: after.len() > rows.len(), rows, total, as_of }
}

impl Told {
    /// Whether it is an officer of the country itself, who sees what is not published too.
    pub fn is_own_officer(&self) -> bool {
        self.to.officer && self.to.member == self.country
    }
}

/// A record as it is told, with what it says at a time. Whom it is shown to is told to the country's own officers alone.
pub fn row(entry: &Entry, span: &Span, told: Told) -> DirectoryRow {
    let version = |version: i32| u32::try_from(version).unwrap_or_default();
    let reviews = entry.reviews_now().map(|review| EntryReview {
        by: review.by.member,
        at: text(review.at),
        version: version(review.version),
        verdict: review.verdict,
        comment: review.comment.clone(),
    });
    let content = &entry.now.content;
    let own = |members: &Vec<MemberCode>| if told.is_own_officer() { members.clone() } else { Vec::new() };
    DirectoryRow {
        id: entry.id.clone(),
        version: version(entry.now.version),
        state: entry.now.state,
        visibility: content.visibility,
        named: own(&content.named),
        reviewers: own(&content.reviewers),
        changed_at: text(entry.changed_at),
        from: span.from,
        until: span.until,
        reviewed: entry.kind.is_reviewed().then(|| is_reviewed(&entry.reviews, entry.now.version, told.country)),
        reviews: reviews.collect(),
        content: span.body.told(),
    }
}
