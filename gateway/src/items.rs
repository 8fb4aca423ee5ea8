//! What items mean: their codes in order, and labels, as the sources of those who answered have them. Pure.

use crate::told::Told;
use schema::concept::{Axis, Item};
use schema::figure::ItemLabel;
use schema::provenance::ItemSource;
use std::collections::BTreeMap;

/// The items of several answers, each once, as the first answer has it; codes that only a later one has come after its own.
pub fn gathered<'a>(told: impl Iterator<Item = &'a Told>) -> Vec<ItemSource> {
    let mut gathered: BTreeMap<Item, ItemSource> = BTreeMap::new();
    for said in told.flat_map(|told| &told.source.items) {
        let known = gathered.entry(said.item).or_insert_with(|| said.clone());
        for code in &said.codes {
            if known.codes.iter().all(|other| other.code != code.code) {
                known.codes.push(code.clone());
            }
        }
    }
    gathered.into_values().collect()
}

/// Where a code stands among the codes of an axis; of a study's own question among those that `items` says it has.
pub fn rank(items: &[ItemSource], axis: Axis, code: &str) -> Option<usize> {
    axis.rank(code).or_else(|| {
        let said = items.iter().find(|said| Some(said.item) == axis.item())?;
        said.codes.iter().position(|known| known.code == code)
    })
}

/// A code of an item with its label; a code that is not told of is its own label.
pub fn label(items: &[ItemSource], item: Item, code: &str) -> ItemLabel {
    let said = items.iter().find(|said| said.item == item);
    let known = said.and_then(|said| said.codes.iter().find(|known| known.code == code));
    let label = known.map_or(code, |known| &known.label).to_owned();
    ItemLabel { item, code: code.to_owned(), label }
}

/// What an item asks, where the source says it.
pub fn text(items: &[ItemSource], item: Item) -> Option<&str> {
    items.iter().find(|said| said.item == item).map(|said| said.text.as_str()).filter(|text| !text.is_empty())
}
