//! Labels of codes in other languages than English, from `schema/codelists/labels`, a file a language.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Labels by their list and code.
type Labels = HashMap<(String, String), String>;

/// The list of what dimensions are called.
pub const DIMENSIONS: &str = "DIMENSION";

/// The list of quantities.
pub const QUANTITIES: &str = "QUANTITY";

/// The list of what one choice of several can be: chosen, or not.
pub const CHOICES: &str = "CHOICE";

/// The list of the codes of missing values, which belong to every dimension.
pub const MISSING: &str = "MISSING";

/// The languages that there are labels in, by their tags (BCP 47).
const FILES: [(&str, &str); 2] =
    [("es", include_str!("../../codelists/labels/es.csv")), ("fr", include_str!("../../codelists/labels/fr.csv"))];

static LANGUAGES: LazyLock<HashMap<&str, Labels>> =
    LazyLock::new(|| FILES.into_iter().map(|(tag, text)| (tag, read(text))).collect());

/// What a code means in a language. `list` is the name of a dimension, [`DIMENSIONS`], [`QUANTITIES`] or [`CHOICES`], `tag` such as `fr` or
/// `fr-CH`. Nothing where there is no label; then the English one is shown.
pub fn label_in(tag: &str, list: &str, code: &str) -> Option<&'static str> {
    let labels = LANGUAGES.get(tag).or_else(|| LANGUAGES.get(tag.split('-').next()?))?;
    let of = |list: &str| labels.get(&(list.to_owned(), code.to_owned()));
    of(list).or_else(|| of(MISSING)).map(String::as_str)
}

/// The labels of a language's text. A line that does not read is left out: a test holds the file to its form.
fn read(text: &str) -> Labels {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let label = |row: csv::StringRecord| {
        let given = |at: usize| row.get(at).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(((given(0)?, given(1)?), given(2)?))
    };
    rows.records().flatten().filter_map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concept::{Codelist, Dimension, quantities};
    use std::collections::BTreeSet;

    /// What the person's page can show that a language has no label of, as `LIST code`. Whoever adds a code either adds its
    /// labels or names it here.
    const LACKING: [(&str, &[&str]); 2] = [("es", &[]), ("fr", &[])];

    fn all() -> Vec<(&'static str, &'static str)> {
        let codes = |dimension: Dimension| {
            dimension.codelist().codes().iter().map(move |code| (dimension.name(), code.code.as_str()))
        };
        let names = Dimension::ALL.into_iter().map(|dimension| (DIMENSIONS, dimension.name()));
        let of_quantities = quantities().iter().map(|quantity| (QUANTITIES, quantity.code.as_str()));
        let of_choices = Codelist::of_choices().codes().iter().map(|code| (CHOICES, code.code.as_str()));
        Dimension::ALL.into_iter().flat_map(codes).chain(names).chain(of_quantities).chain(of_choices).collect()
    }

    #[test]
    fn what_has_no_label_in_a_language_is_listed_and_what_is_listed_has_none() {
        for (tag, lacking) in LACKING {
            let without = all().into_iter().filter(|(list, code)| label_in(tag, list, code).is_none());
            let without: Vec<String> = without.map(|(list, code)| format!("{list} {code}")).collect();
            assert_eq!(without, lacking, "{tag}");
        }
        assert_eq!(LACKING.map(|(tag, _)| tag), FILES.map(|(tag, _)| tag), "every language is held to it");
    }

    #[test]
    fn every_line_is_a_label_of_a_code_that_there_is() {
        let known: BTreeSet<(&str, &str)> = all().into_iter().collect();
        for (tag, text) in FILES {
            assert_eq!(LANGUAGES[tag].len(), text.lines().count() - 1, "{tag}: a line was left out or stands twice");
            for (list, code) in LANGUAGES[tag].keys() {
                let missing = list == MISSING && super::super::MISSING.iter().any(|(missing, _)| missing == code);
                assert!(missing || known.contains(&(list.as_str(), code.as_str())), "{tag}: {list} {code}");
            }
        }
    }

    #[test]
    fn a_label_is_of_its_list_and_of_the_language_that_a_tag_begins_with() {
        assert_eq!(label_in("fr", "SEX", "F"), Some("Femme"));
        assert_eq!(label_in("es-GT", "DESTINATION", "GEO"), Some("Georgia"));
        assert_eq!(label_in("fr", "DESTINATION", "GEO"), Some("G\u{e9}orgie"));
        assert_eq!(label_in("es", "NEED", "_R"), Some("No quiso responder"));
        assert_eq!(
            (label_in("en", "SEX", "F"), label_in("tlh", "SEX", "F"), label_in("fr", "SEX", "Q")),
            (None, None, None)
        );
    }
}
