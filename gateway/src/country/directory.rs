//! A page of a country's directory, as its node tells it: what is believed of it.

use super::check::is_plain;
use super::{Breach, Silence};
use crate::registry::Node;
use schema::country::CountryCode;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::order::Position;
use schema::directory::page::{DirectoryPage, DirectoryQuestion, DirectoryRow};
use schema::directory::sound::is_id;
use schema::directory::state::EntryReview;
use schema::member::MemberCode;
use schema::statement::list::{ListName, Told, verify};

/// A believed page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its records, in the order that was asked for.
    pub records: Vec<Record>,
    /// How many there are in all.
    pub total: u32,
    /// Whether more follow.
    pub more: bool,
    /// What it was read from, by which the next page is asked for.
    pub as_of: i64,
}

/// A believed record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its place in the order.
    pub place: Position,
    /// What is told of it.
    pub row: DirectoryRow,
    /// What it says.
    pub body: Body,
}

/// What is said where a node reads a list no more as it was.
const BEGUN_LONG_AGO: &str = "This list was begun more than a day ago; begin it anew.";

/// The longest text of a record beside what it says, in characters.
const MOST_TEXT: usize = 1000;

/// The page, if the node signed that it told it so to this member, and it answers the question.
pub fn read(
    question: &DirectoryQuestion,
    page: DirectoryPage,
    node: &Node,
    asked_by: MemberCode,
) -> Result<Page, Silence> {
    let country = node.member.code;
    let told = Told { country, asked_by, list: ListName::Directory, answered_at: &page.answered_at };
    verify(told, &page.signed(question), &page.signature, &node.keys).map_err(|_| Breach::Signature)?;
    if question.as_of.is_some_and(|as_of| as_of != page.as_of) {
        return Err(Silence::Declined(Some(BEGUN_LONG_AGO.to_owned())));
    }
    let DirectoryPage { rows, total, more, as_of, .. } = page;
    let first = usize::try_from(question.first).unwrap_or(usize::MAX);
    let rows_too = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    // A page can be shorter than it was asked for, where its records say much.
    if rows.len() > first || rows_too > total || (more && rows.is_empty()) {
        return Err(Breach::Contradiction.into());
    }
    let mut records: Vec<Record> = Vec::with_capacity(rows.len());
    for row in rows {
        let record = record(question, row, country)?;
        let before = records.last().map_or(question.after.as_ref(), |last| Some(&last.place));
        if before.is_some_and(|before| *before >= record.place) {
            return Err(Breach::Twice.into());
        }
        records.push(record);
    }
    Ok(Page { records, total, more, as_of })
}

/// A record that has the form of its kind, in texts that can be shown, where the order puts it.
fn record(question: &DirectoryQuestion, row: DirectoryRow, country: CountryCode) -> Result<Record, Breach> {
    if !is_plain_beside(&row) {
        return Err(Breach::Text);
    }
    let changed_at = chrono::DateTime::parse_from_rfc3339(&row.changed_at).map_err(|_| Breach::Text)?;
    let body = row.body(question.kind).ok_or(Breach::Codes)?;
    check(&body)?;
    let key = question.order.key(country, body.title(), changed_at.timestamp());
    Ok(Record { place: Position { key, country, id: row.id.clone() }, row, body })
}

/// Whether what stands beside what a record says can be shown.
fn is_plain_beside(row: &DirectoryRow) -> bool {
    let is_plain_review =
        |review: &EntryReview| is_plain(&review.at, MOST_TEXT, false) && is_plain(&review.comment, MOST_TEXT, true);
    is_id(&row.id) && is_plain(&row.changed_at, MOST_TEXT, false) && row.reviews.iter().all(is_plain_review)
}

/// Whether a content is one that its country could keep; whom one turns to is told by name, and no pseudonym comes with it.
fn check(body: &Body) -> Result<(), Breach> {
    let mut kept = body.clone();
    for point in kept.focal_points_mut() {
        let told = [&point.name, &point.email, &point.telephone];
        if !told.into_iter().flatten().all(|text| is_plain(text, MOST_TEXT, false)) {
            return Err(Breach::Text);
        }
        if point.person.is_some() || point.pseudonym.is_some() {
            return Err(Breach::Codes);
        }
        (point.name, point.email, point.telephone) = (None, None, None);
    }
    if kept.faults().is_empty() { Ok(()) } else { Err(Breach::Text) }
}

/// Whether a record that came of something done to it can be shown: it is the one that was meant.
pub fn is_sound(row: &DirectoryRow, (kind, id): (EntryKind, &str)) -> bool {
    row.id == id && is_plain_beside(row) && row.body(kind).is_some_and(|body| check(&body).is_ok())
}
