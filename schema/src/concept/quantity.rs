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
}

static QUANTITIES: LazyLock<Vec<Quantity>> = LazyLock::new(|| {
    let mut rows = csv::Reader::from_reader(include_str!("../../codelists/quantity.csv").as_bytes());
    let quantity = |row: csv::StringRecord| {
        Some(Quantity { code: row.get(0)?.to_owned(), label: row.get(1).filter(|label| !label.is_empty())?.to_owned() })
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
}
