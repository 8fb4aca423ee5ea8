//! One list of all countries' records of a kind: each country is asked for its next records, and they are put together in one order.
//! Pure, but for the asking.

use super::cursor::{Behind, Cursor, Of};
use super::shares::{self, Asked, joined, share};
use crate::country::{Page, Record};
use crate::fetch::{Listed, Nodes, at_first, has_time, pages};
use crate::registry::Node;
use schema::country::CountryCode;
use schema::directory::date::PartialDate;
use schema::directory::filter::DirectoryFilter;
use schema::directory::kind::EntryKind;
use schema::directory::order::{DirectoryOrder, Position};
use schema::directory::page::DirectoryQuestion;
use schema::error::Sayable;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is asked of all countries.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of which kind.
    pub kind: EntryKind,
    /// Which records.
    pub filter: DirectoryFilter,
    /// In which order.
    pub order: DirectoryOrder,
    /// The day on which the list began, where a cursor does not say it.
    pub today: PartialDate,
    /// How many.
    pub first: u32,
    /// Behind which place.
    pub after: Option<Cursor>,
}

/// A country's part of a page, or why it is not there.
pub type Part = (Arc<Node>, Listed);

/// A page of the list.
#[derive(Debug)]
pub struct ListPage {
    /// The records, each with its country and the cursor behind it.
    pub records: Vec<(Arc<Node>, Record, Cursor)>,
    /// How many records there are in all of the countries that were heard.
    pub total: u64,
    /// Whether more follow in a country that was heard.
    pub more: bool,
    /// The countries with their parts.
    pub parts: Vec<Part>,
}

/// Asks the countries for the next page.
pub async fn page(loader: &Nodes, nodes: &[Arc<Node>], wanted: &Wanted) -> Result<ListPage, Sayable> {
    wanted.check()?;
    let asked = asked(nodes, wanted, share);
    // Whoever is asked for all that the page may need of it has the whole time.
    let by_shares = asked.iter().any(|(_, question)| question.first < wanted.first);
    let parts: Vec<Part> = told(if by_shares { at_first(loader) } else { loader }, &asked).await.collect();
    let more = shares::more(wanted, &asked, &parts);
    // Where nothing is left to ask in, the page is shorter, and what follows comes on the next one.
    let parts = if more.is_empty() || !has_time(loader) { parts } else { joined(parts, told(loader, &more).await) };
    Ok(merge(wanted, parts))
}

async fn told(loader: &Nodes, asked: &[Asked]) -> impl Iterator<Item = Part> {
    pages(loader, asked).await.into_iter().map(|(node, _, listed)| (node, listed))
}

impl Wanted {
    /// The list as a cursor names it.
    fn of(&self) -> Of<'_> {
        Of { kind: self.kind, order: self.order, filter: &self.filter }
    }

    /// Whether it can be answered.
    fn check(&self) -> Result<(), Sayable> {
        self.question(None, self.first).check()
    }

    /// What a country is asked, or none that has told of anything yet.
    fn question(&self, country: Option<CountryCode>, first: u32) -> DirectoryQuestion {
        let mut filter = self.filter.clone();
        // Whether something is so today must not change at midnight, between two pages.
        filter.on = filter.on.or(Some(self.day()));
        let (kind, order, behind) = (self.kind, self.order, self.after.as_ref().zip(country));
        let after = behind.and_then(|(after, country)| after.after(country));
        let as_of = behind.and_then(|(after, country)| after.as_of.get(&country).copied());
        DirectoryQuestion { kind, filter, order, first, after, as_of }
    }

    /// The day as of which the list is read, from its first page to its last.
    fn day(&self) -> PartialDate {
        self.after.as_ref().map_or(self.today, |after| after.day)
    }
}

/// What each country is asked, `share` of how much. A country that was no member when the list began is not in it.
fn asked(nodes: &[Arc<Node>], wanted: &Wanted, share: impl Fn(u32, usize, bool) -> u32) -> Vec<Asked> {
    let in_list = |node: &&Arc<Node>| wanted.after.as_ref().is_none_or(|after| after.has(node.member.code));
    let nodes: Vec<&Arc<Node>> = nodes.iter().filter(in_list).collect();
    let next = shares::next(wanted, nodes.iter().map(|node| node.member.code));
    let of = |node: &Arc<Node>| {
        let country = node.member.code;
        let first = share(wanted.first, nodes.len(), next == Some(country));
        (Arc::clone(node), Arc::new(wanted.question(Some(country), first)))
    };
    nodes.iter().map(|node| of(node)).collect()
}

/// Puts the countries' records in one order, with a cursor behind each.
fn merge(wanted: &Wanted, parts: Vec<Part>) -> ListPage {
    let former = wanted.after.as_ref();
    let mut as_of: BTreeMap<CountryCode, i64> = former.map(|former| former.as_of.clone()).unwrap_or_default();
    // Whoever is away now, or not asked this time, is told of later, from where it stood before this page.
    let heard = parts.iter().filter(|(_, listed)| listed.is_ok()).map(|(node, _)| node.member.code);
    let heard: BTreeSet<CountryCode> = heard.collect();
    let all = parts.iter().map(|(node, _)| node.member.code).chain(former.iter().flat_map(|former| former.countries()));
    let away = all.filter(|country| !heard.contains(country));
    let behind: Behind = away.map(|country| (country, former.and_then(|former| former.after(country)))).collect();
    let mut lagging = Behind::new();
    let (mut total, mut more) = (0, false);
    // A country can tell of fewer than were asked for, because it says so much: nobody is told of what lies behind its last one.
    let mut bound: Option<Position> = None;
    let mut records: Vec<(Arc<Node>, Record)> = Vec::new();
    for (node, listed) in &parts {
        let (country, Ok(page)) = (node.member.code, listed) else { continue };
        let Page { records: own, total: of_it, more: further, as_of: read } = &**page;
        as_of.insert(country, *read);
        if let Some(stood) = former.and_then(|former| former.behind.get(&country)) {
            lagging.insert(country, stood.clone());
        }
        total += u64::from(*of_it);
        more |= further;
        if let Some(last) = own.last().filter(|_| *further).map(|record| &record.place) {
            bound = Some(bound.map_or(last.clone(), |bound| bound.min(last.clone())));
        }
        records.extend(own.iter().map(|record| (Arc::clone(node), record.clone())));
    }
    records.sort_by(|(_, one), (_, other)| one.place.cmp(&other.place));
    if let Some(bound) = bound {
        let within = records.partition_point(|(_, record)| record.place <= bound);
        more |= records.len() > within;
        records.truncate(within);
    }
    let first = usize::try_from(wanted.first).unwrap_or(usize::MAX);
    more |= records.len() > first;
    records.truncate(first);
    let cursor = |place: &Position| {
        // A country that was behind has been told of up to here; where that is less than the others, it stays behind.
        let furthest = former.map_or(place, |former| place.max(&former.place));
        let mut behind = behind.clone();
        if place < furthest {
            let up_to = |stood: &Option<Position>| stood.as_ref().map_or(place, |stood| stood.max(place)).clone();
            behind.extend(lagging.iter().map(|(country, stood)| (*country, Some(up_to(stood)))));
        }
        Cursor::new(wanted.of(), wanted.day(), furthest.clone(), as_of.clone(), behind)
    };
    let with_cursor = |(node, record): (Arc<Node>, Record)| {
        let cursor = cursor(&record.place);
        (node, record, cursor)
    };
    ListPage { records: records.into_iter().map(with_cursor).collect(), total, more, parts }
}

#[cfg(test)]
mod tests;
