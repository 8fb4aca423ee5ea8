//! A page of a directory for one who asks: those records that the member is told of, as they were when the first page was told.

use super::content::Span;
use super::entry::{Entry, Reader};
use super::index::{Index, Version};
use super::review::is_reviewed;
use crate::clock::{Seconds, text};
use chrono::{DateTime, NaiveDate};
use schema::country::CountryCode;
use schema::directory::filter::Seen;
use schema::directory::order::{DirectoryOrder, Position};
use schema::directory::page::{DirectoryQuestion, DirectoryRow};
use schema::directory::state::EntryReview;
use schema::member::MemberCode;
use std::cmp::Ordering;

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
    let all = index.of(question.kind, as_of).filter(|(then, now)| may(&then.entry) && may(&now.entry));
    let mut fit: Vec<Place<'_>> = all
        .filter_map(|(Version { entry, titles, .. }, _)| {
            let reviewed = entry.kind.is_reviewed() && is_reviewed(&entry.reviews, entry.now.version, told.country);
            let state = entry.now.state;
            let fits = |span: &Span| question.filter.fits(Seen { id: &entry.id, body: &span.body, reviewed, state });
            // Of a whole year it can have said several things: the latest that is asked for.
            let mut within = entry.now.content.within(on);
            let (at, span) = within.find(|(_, span)| fits(span))?;
            Some(Place { title: titles.get(at)?, entry, span })
        })
        .collect();
    let total = u32::try_from(fit.len()).unwrap_or(u32::MAX);
    if let Some(after) = &question.after {
        fit.retain(|place| place.against(question.order, told.country, after) == Ordering::Greater);
    }
    let (behind, first) = (fit.len(), usize::try_from(question.first).unwrap_or(usize::MAX));
    let in_order = |one: &Place<'_>, other: &Place<'_>| one.cmp(other, question.order);
    // Only what is told is put in order.
    if let Some(last) = first.checked_sub(1).filter(|last| *last < fit.len()) {
        fit.select_nth_unstable_by(last, in_order);
        fit.truncate(first);
    }
    fit.sort_unstable_by(in_order);
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for Place { entry, span, .. } in fit {
        let row = row(entry, span, told);
        bytes += row.content.0.to_string().len();
        if bytes > MOST_BYTES && !rows.is_empty() {
            break;
        }
        rows.push(row);
    }
    Listed { more: behind > rows.len(), rows, total, as_of }
}

/// A record that fits, with what its place in an order is made of.
struct Place<'a> {
    title: &'a str,
    entry: &'a Entry,
    span: &'a Span,
}

impl Place<'_> {
    /// The order of two records of one country, as their positions have it.
    fn cmp(&self, other: &Self, order: DirectoryOrder) -> Ordering {
        let key = match order {
            DirectoryOrder::Country | DirectoryOrder::Title => self.title.cmp(other.title),
            DirectoryOrder::Changed => other.changed_at().cmp(&self.changed_at()),
        };
        key.then_with(|| self.entry.id.cmp(&other.entry.id))
    }

    /// The same against a position of any country. No key is made for it.
    fn against(&self, order: DirectoryOrder, country: CountryCode, other: &Position) -> Ordering {
        let key = match order {
            DirectoryOrder::Title => self.title.cmp(&other.key),
            DirectoryOrder::Country => {
                let own = country.as_str().bytes().chain([b' ']).chain(self.title.bytes());
                own.cmp(other.key.bytes())
            }
            DirectoryOrder::Changed => order.key(country, "", self.changed_at()).cmp(&other.key),
        };
        key.then_with(|| (country, &self.entry.id).cmp(&(other.country, &other.id)))
    }

    fn changed_at(&self) -> Seconds {
        self.entry.changed_at.max(0)
    }
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
