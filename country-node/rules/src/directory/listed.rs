//! A page of a directory for one who asks: those records that the member is told of, as they were when the first page was told.

use super::content::Span;
use super::entry::{Entry, Reader};
use crate::clock::{Seconds, text};
use schema::country::CountryCode;
use schema::directory::page::DirectoryRow;
use schema::directory::state::EntryReview;
use schema::member::MemberCode;

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
        reviewed: entry.is_reviewed(told.country),
        reviews: reviews.collect(),
        content: span.body.told(),
    }
}
