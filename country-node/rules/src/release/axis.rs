//! An axis as released: its codes, and what they mean.

use schema::concept::{Axis, MISSING};
use schema::provenance::{DimensionFit, Fit, ItemCode, ItemSource};
use serde::{Deserialize, Serialize};

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
        (self.text(), label.to_owned())
    }

    /// What was asked, or what the axis is called.
    fn text(&self) -> String {
        self.asked.as_ref().map_or_else(|| self.axis.label(), |asked| asked.text.clone())
    }

    /// What an item is; nothing of a dimension.
    pub fn item_source(&self) -> Option<ItemSource> {
        let item = self.axis.item()?;
        let asked = self.asked.as_ref();
        // A choice's list ends with why there is none, as every codelist does; a question's own codes do not.
        let known: Vec<(&str, &str)> = if let Some(list) = item.codelist() {
            list.codes().iter().map(|code| (code.code.as_str(), code.label.as_str())).collect()
        } else {
            let own = asked.into_iter().flat_map(|asked| &asked.codes);
            own.map(|known| (known.code.as_str(), known.label.as_str())).chain(MISSING).collect()
        };
        let there = known.into_iter().filter(|(code, _)| self.codes.iter().any(|own| own == code));
        let codes = there.map(|(code, label)| ItemCode { code: code.to_owned(), label: label.to_owned() }).collect();
        let text = self.text();
        Some(ItemSource { item, text, fit: self.fit, note: self.note.clone(), codes })
    }
}
