//! What the persons of a segment share: a need, an offer, an interest, or an answer to a study's own question.

use crate::items;
use async_graphql::SimpleObject;
use schema::concept::{Axis, Dimension, Item};
use schema::figure::CodeLabel;
use schema::provenance::ItemSource;

/// What the persons of a segment share.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
#[graphql(name = "SegmentTrait")]
pub struct Trait {
    /// The concept that countries share, such as NEED; null for a study's own question.
    pub dimension: Option<Dimension>,
    /// The item that it was asked by: a choice of several, or a study's own question; null for a concept with one answer a person.
    pub item: Option<Item>,
    /// What was asked: the concept's name, or the study's own question.
    pub asked: String,
    /// The code: the need, the offer, the interest, or the answer to the study's own question.
    pub code: String,
    /// What the code means, in English, or in the language that the study asked in first.
    pub label: String,
}

impl Trait {
    /// A trait by the axis that it was asked by and the code of the answer; `items` are those that the country tells of.
    pub fn of(axis: Axis, code: &str, items: &[ItemSource]) -> Self {
        let item = axis.item();
        match axis {
            Axis::Shared(dimension) => Self::shared(CodeLabel::new(dimension, code), item),
            Axis::Item(Item::Choice(choice)) => Self::shared(CodeLabel::new(choice.dimension(), choice.code()), item),
            Axis::Item(own @ Item::Question(id)) => {
                let label = items::label(items, own, code);
                let asked = items::text(items, own).unwrap_or_else(|| id.as_str()).to_owned();
                Self { dimension: None, item, asked, code: label.code, label: label.label }
            }
        }
    }

    fn shared(CodeLabel { dimension, code, label }: CodeLabel, item: Option<Item>) -> Self {
        Self { dimension: Some(dimension), item, asked: dimension.label().to_owned(), code, label }
    }

    /// What they share, in words: what was asked and what was said.
    pub fn words(&self) -> String {
        said(&self.asked, &self.label)
    }
}

/// What was asked and what was said; a question that ends with its own mark needs no other.
pub fn said(asked: &str, label: &str) -> String {
    if asked.ends_with(['?', ':', '.', '\u{2026}']) { format!("{asked} {label}") } else { format!("{asked}: {label}") }
}
