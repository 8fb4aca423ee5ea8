//! Quantities that are added up or averaged over persons: amounts, days, scores.

use async_graphql::SimpleObject;
use std::sync::LazyLock;

/// A quantity that is added up or averaged over persons. What it is counted in, each country says with its figures.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
#[graphql(name = "QuantityInfo")]
pub struct Quantity {
    /// The code, as in a measure's `of`.
    pub code: String,
    /// What it means, in English.
    pub label: String,
    /// Of a score what the low end of its scale means, in every country; null for what is no score.
    pub low: Option<String>,
    /// What the high end means.
    pub high: Option<String>,
}

impl Quantity {
    /// Whether it is a place on a scale of the study's own: its figures say nothing without the scale, which the mapping of the data
    /// says.
    pub fn is_score(&self) -> bool {
        self.low.is_some() && self.high.is_some()
    }
}

static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let mut rows = csv::Reader::from_reader(include_str!("../../codelists/quantity.csv").as_bytes());
    let quantity = |row: csv::StringRecord| {
        let given = |at: usize| row.get(at).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Quantity { code: given(0)?, label: given(1)?, low: given(2), high: given(3) })
    };
    // A line that does not read is left out: a test holds the file to its form.
    rows.records().flatten().filter_map(quantity).collect()
});

/// Every quantity, in the list's own order.
pub fn quantities() -> &'static [Quantity] {
    &QUANTITIES
}

/// The quantity with this code.
pub fn quantity(code: &str) -> Option<&'static Quantity> {
    QUANTITIES.iter().find(|quantity| quantity.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_quantity_and_no_code_stands_twice() {
        let lines = include_str!("../../codelists/quantity.csv").lines().count() - 1;
        let codes: std::collections::BTreeSet<_> = quantities().iter().map(|quantity| &quantity.code).collect();
        assert!(lines > 5 && quantities().len() == lines && codes.len() == lines);
        assert_eq!(quantity("HOURS_WORKED").unwrap().label, "Hours worked in a usual week");
        assert_eq!(quantity("SHOE_SIZE"), None);
    }

    #[test]
    fn a_score_says_what_both_ends_of_its_scale_mean_and_nothing_else_does() {
        for of in quantities() {
            assert_eq!(of.low.is_some(), of.high.is_some(), "{}: one end alone", of.code);
            let named = of.code.starts_with("TRUST_") || of.code.ends_with("_SCORE");
            assert_eq!(of.is_score(), named, "{}", of.code);
            assert!(of.low != of.high || !named, "{}: the ends mean one thing", of.code);
        }
    }
}
