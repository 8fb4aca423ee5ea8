//! How many records each country is asked for, so that a page of many countries is not a hundred times what it shows: as many as it is
//! likely to have a part in; and whoever has a larger part is asked once more for the rest.

use super::lists::{Part, Wanted};
use crate::country::{Page, Record};
use crate::registry::Node;
use schema::country::CountryCode;
use schema::directory::order::{DirectoryOrder, Position};
use schema::directory::page::DirectoryQuestion;
use std::collections::BTreeMap;
use std::sync::Arc;

/// As many records are asked of all countries together, whatever they are likely to be needed for: so ten countries and fewer are asked for a
/// whole page each, and once more only whoever tells of fewer than that because its records say so much.
const AT_ONCE: u32 = 1000;

/// A country and what it is asked.
pub type Asked = (Arc<Node>, Arc<DirectoryQuestion>);

/// How many records one of so many countries is asked for at first, of a page of `first`: twice its part and some more where its
/// records lie among the others', and all in an order that tells one country after the other.
pub fn share(first: u32, countries: usize, is_next: bool) -> u32 {
    let countries = u32::try_from(countries.max(1)).unwrap_or(u32::MAX);
    let likely = first.div_ceil(countries).saturating_mul(2).saturating_add(4);
    if is_next { first } else { likely.max(AT_ONCE / countries).min(first) }
}

/// The country whose records are next, where the order tells one country after the other.
pub fn next(wanted: &Wanted, countries: impl Iterator<Item = CountryCode>) -> Option<CountryCode> {
    let from = wanted.after.as_ref().map(|after| after.place.country);
    let next = countries.filter(|country| from.is_none_or(|from| *country >= from)).min();
    next.filter(|_| wanted.order == DirectoryOrder::Country)
}

/// Who is asked for more, and for how much: whose last record comes before the page is full, and who has more behind it.
pub fn more(wanted: &Wanted, asked: &[Asked], parts: &[Part]) -> Vec<Asked> {
    let first = usize::try_from(wanted.first).unwrap_or(usize::MAX);
    let heard = || parts.iter().filter_map(|(_, listed)| listed.as_deref().ok());
    let mut places: Vec<&Position> = heard().flat_map(|page| &page.records).map(|record| &record.place).collect();
    places.sort_unstable();
    let end = first.checked_sub(1).and_then(|last| places.get(last).copied());
    let short = |page: &Page| {
        let last = page.records.last().filter(|_| page.more)?;
        let rest = u32::try_from(first.saturating_sub(page.records.len())).ok().filter(|rest| *rest > 0)?;
        end.is_none_or(|end| last.place < *end).then(|| (last.place.clone(), rest))
    };
    let again = |((node, question), (_, listed)): (&Asked, &Part)| {
        let page = listed.as_deref().ok()?;
        let (after, rest) = short(page)?;
        let question =
            DirectoryQuestion { first: rest, after: Some(after), as_of: Some(page.as_of), ..(**question).clone() };
        Some((Arc::clone(node), Arc::new(question)))
    };
    asked.iter().zip(parts).filter_map(again).collect()
}

/// What the countries told at first, with what they told when they were asked for more. Who is silent then has told its first part still.
pub fn joined(parts: Vec<Part>, more: impl Iterator<Item = Part>) -> Vec<Part> {
    let told = more.filter_map(|(node, listed)| Some((node.member.code, listed.ok()?)));
    let mut told: BTreeMap<CountryCode, Arc<Page>> = told.collect();
    let join = |(node, listed): Part| {
        let listed = match (listed, told.remove(&node.member.code)) {
            (Ok(page), Some(rest)) => Ok(Arc::new(one(&page, &rest))),
            (listed, _) => listed,
        };
        (node, listed)
    };
    parts.into_iter().map(join).collect()
}

/// A page and the one behind it.
fn one(page: &Page, rest: &Page) -> Page {
    let records: Vec<Record> = page.records.iter().chain(&rest.records).cloned().collect();
    Page { records, total: page.total, more: rest.more, as_of: page.as_of }
}
