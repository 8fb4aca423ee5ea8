//! An axis as released: its codes, and what they mean.

use schema::concept::{Axis, Item, MISSING};
use schema::provenance::{DimensionFit, Fit, ItemCode, ItemSource};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A dimension as released: its codes are the table's axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasedDimension {
    /// What is along the axis.
    #[serde(rename = "dimension")]
    pub axis: Axis,
    /// How well the country's own codes fit; left out for a question of a study's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// Why not better.
    pub note: Option<String>,
    /// The codes along the axis, in the codelist's order.
    pub codes: Vec<String>,
    /// What a study's own question asks, and what its codes mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// What a study's document says of a question of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// What was asked, in English, or in the language that the study asked in first.
    pub text: String,
    /// Its codes, in the document's order, with what they mean.
    pub codes: Vec<ItemCode>,
}

impl ReleasedDimension {
    /// How well the country's codes fit a dimension; nothing of an item.
    pub fn dimension_fit(&self) -> Option<DimensionFit> {
        Some(DimensionFit { dimension: self.axis.shared()?, fit: self.fit?, note: self.note.clone() })
    }

    /// The axis and one of its codes, in words.
    pub fn told(&self, code: &str) -> (String, String) {
        let asked = self.asked.as_ref();
        let own = asked.and_then(|asked| asked.codes.iter().find(|known| known.code == code));
        let label = own.map(|known| known.label.as_str()).or_else(|| self.axis.meaning(code)).unwrap_or(code);
        (asked.map_or_else(|| self.axis.label(), |asked| asked.text.clone()), label.to_owned())
    }

    /// What an item is; nothing of a dimension.
    pub fn item_source(&self) -> Option<ItemSource> {
        let item = self.axis.item()?;
        let (text, listed) = match (item, &self.asked) {
            (Item::Question(_), Some(asked)) => (asked.text.clone(), asked.codes.clone()),
            _ => (self.axis.label(), Vec::new()),
        };
        let fixed = item.codelist().map_or([].as_slice(), |list| list.codes()).iter();
        let fixed = fixed.map(|code| (code.code.as_str(), code.label.as_str())).chain(MISSING);
        let fixed = fixed.map(|(code, label)| ItemCode { code: code.to_owned(), label: label.to_owned() });
        let mut codes: Vec<ItemCode> = listed.into_iter().chain(fixed).collect();
        codes.retain(|code| self.codes.contains(&code.code));
        let mut seen = BTreeSet::new();
        codes.retain(|code| seen.insert(code.code.clone()));
        Some(ItemSource { item, text, fit: self.fit, note: self.note.clone(), codes })
    }
}
