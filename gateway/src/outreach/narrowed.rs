//! To whom a question narrows a segment, in words: whoever reads of women only must be told so.

use super::segment_trait::said;
use super::wanted::YES;
use crate::items;
use schema::ask::{Filter, Question};
use schema::concept::{Axis, Item};
use schema::provenance::ItemSource;

/// The most codes of a filter that are named one by one.
const MOST_NAMED: usize = 8;

/// One sentence's part for each filter. What a segment shows by itself, its place and its trait, is left out.
pub fn narrowed(question: &Question, items: &[ItemSource]) -> Vec<String> {
    let filters = question.filters().iter().filter(|filter| !question.by().contains(&filter.axis));
    filters.map(|filter| words(filter, items)).collect()
}

fn words(filter: &Filter, items: &[ItemSource]) -> String {
    let mut labels: Vec<String> = filter.codes.iter().map(|code| label(filter.axis, code, items)).collect();
    if labels.len() > MOST_NAMED {
        let others = labels.len() + 1 - MOST_NAMED;
        labels.truncate(MOST_NAMED - 1);
        labels.push(format!("{others} others"));
    }
    let labels = labels.join(" or ");
    match filter.axis {
        Axis::Item(Item::Choice(choice)) if filter.codes == [YES] => said(choice.dimension().label(), choice.label()),
        Axis::Item(own @ Item::Question(id)) => said(items::text(items, own).unwrap_or_else(|| id.as_str()), &labels),
        axis => said(&axis.label(), &labels),
    }
}

fn label(axis: Axis, code: &str, items: &[ItemSource]) -> String {
    let own = || axis.item().map_or_else(|| code.to_owned(), |item| items::label(items, item, code).label);
    axis.meaning(code).map_or_else(own, str::to_owned)
}
