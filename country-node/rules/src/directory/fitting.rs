//! All records of a directory that fit a question, in its order: what every page of one list is read from.

use super::content::Span;
use super::entry::Entry;
use super::index::{Index, Version};
use super::listed::{Listed, Told, row};
use crate::clock::Seconds;
use chrono::{DateTime, NaiveDate};
use schema::country::CountryCode;
use schema::directory::filter::{DirectoryFilter, Seen};
use schema::directory::kind::EntryKind;
use schema::directory::order::{DirectoryOrder, Position};
use schema::directory::page::DirectoryQuestion;
use schema::member::MemberCode;
use std::cmp::Ordering;
use std::sync::Arc;

/// How long a list can be read on as it was when it was begun, in seconds: what was put right since is read for no longer.
const LONGEST: Seconds = 24 * 60 * 60;

/// The most bytes that a page's records say, so that its answer has room for other lists: a page can be shorter than it was asked for.
const MOST_BYTES: usize = 1024 * 1024;

/// All that says which records fit and in which order: two questions that have the same of it are pages of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Which {
    kind: EntryKind,
    filter: DirectoryFilter,
    order: DirectoryOrder,
    /// The number of the event that they are read as of.
    as_of: i64,
    /// The number of the last event: who may see a record is decided by what it is now.
    last: i64,
    /// Today, by which a record is looked at where no day is asked for.
    today: NaiveDate,
    country: CountryCode,
    reader: (MemberCode, bool),
}

impl Which {
    /// The list that a question is of. One that was begun too long ago is read as it is now, and `as_of` says so.
    pub fn question(index: &Index, question: &DirectoryQuestion, told: Told) -> Self {
        let is_kept = |as_of: i64| {
            as_of <= index.last() && index.left(as_of).is_none_or(|left| told.now.saturating_sub(left) <= LONGEST)
        };
        Self {
            kind: question.kind,
            filter: question.filter.clone(),
            order: question.order,
            as_of: question.as_of.filter(|as_of| is_kept(*as_of)).unwrap_or(index.last()),
            last: index.last(),
            today: DateTime::from_timestamp(told.now, 0).map_or(NaiveDate::MAX, |now| now.date_naive()),
            country: told.country,
            reader: (told.to.member, told.to.officer),
        }
    }
}

/// The records that fit.
#[derive(Debug)]
pub struct Fitting {
    of: Which,
    places: Vec<Place>,
}

impl Fitting {
    /// Those of a list. A record is told of where it may be now and might have been then: what was withdrawn in between is not shown
    /// again by an older page.
    pub fn of(of: Which, index: &Index, told: Told) -> Self {
        let on = of.filter.on.map_or((of.today, of.today), |on| (on.first_day(), on.last_day()));
        let may = |entry: &Entry| told.is_own_officer() || entry.is_told_to(told.to, told.country);
        let all = index.of(of.kind, of.as_of).filter(|(then, now)| may(&then.entry) && may(&now.entry));
        let place = |(Version { entry, titles, .. }, _): (&Version, &Version)| {
            let reviewed = entry.is_reviewed(told.country).unwrap_or_default();
            let state = entry.now.state;
            let fits = |span: &Span| of.filter.fits(Seen { id: &entry.id, body: &span.body, reviewed, state });
            // Of a whole year it can have said several things: the latest that is asked for.
            let (at, _) = entry.now.content.within(on).find(|(_, span)| fits(span))?;
            Some(Place { titles: Arc::clone(titles), at, entry: Arc::clone(entry) })
        };
        let mut places: Vec<Place> = all.filter_map(place).collect();
        places.sort_unstable_by(|one, other| one.cmp(other, of.order));
        Self { of, places }
    }

    /// The page that a question asks for.
    pub fn page(&self, question: &DirectoryQuestion, told: Told) -> Listed {
        let begin = question.after.as_ref().map_or(0, |after| {
            let is_told = |place: &Place| place.against(self.of.order, self.of.country, after) != Ordering::Greater;
            self.places.partition_point(is_told)
        });
        let behind = self.places.get(begin..).unwrap_or_default();
        let first = usize::try_from(question.first).unwrap_or(usize::MAX);
        let (mut rows, mut bytes) = (Vec::new(), 0);
        for Place { entry, at, .. } in behind.iter().take(first) {
            let Some(span) = entry.now.content.spans.get(*at) else { continue };
            let row = row(entry, span, told);
            bytes += row.content.0.to_string().len();
            if bytes > MOST_BYTES && !rows.is_empty() {
                break;
            }
            rows.push(row);
        }
        let total = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        Listed { more: behind.len() > rows.len(), rows, total, as_of: self.of.as_of }
    }
}

/// A record that fits, with what its place in an order is made of.
#[derive(Debug)]
struct Place {
    titles: Arc<[String]>,
    /// Which of the times that it says something for.
    at: usize,
    entry: Arc<Entry>,
}

impl Place {
    fn title(&self) -> &str {
        self.titles.get(self.at).map_or("", String::as_str)
    }

    /// The order of two records of one country, as their positions have it.
    fn cmp(&self, other: &Self, order: DirectoryOrder) -> Ordering {
        let key = match order {
            DirectoryOrder::Country | DirectoryOrder::Title => self.title().cmp(other.title()),
            DirectoryOrder::Changed => other.changed_at().cmp(&self.changed_at()),
        };
        key.then_with(|| self.entry.id.cmp(&other.entry.id))
    }

    /// The same against a position of any country.
    fn against(&self, order: DirectoryOrder, country: CountryCode, other: &Position) -> Ordering {
        let key = match order {
            DirectoryOrder::Title => self.title().cmp(&other.key),
            DirectoryOrder::Country => {
                let own = country.as_str().bytes().chain([b' ']).chain(self.title().bytes());
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
