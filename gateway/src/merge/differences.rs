//! Whether the countries' figures are alike, and who differs in what.

use super::Comparability;
use super::scales::{unlike, unsaid};
use crate::told::Told;
use schema::ask::Question;
use schema::concept::{Axis, Codelist, Item};
use schema::country::CountryCode;
use schema::provenance::{Fit, ItemCode, ItemSource, MechanismName, PopulationBasis};
use schema::study::StudyWave;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Why the countries' figures have no sum: nothing where they are of one unit and mean one thing. A score of 1 to 5 and one of 0 to 10
/// have no mean together, nor do their answers make one table, nor have dollars and euros a sum; nor are answers added up that mean one
/// thing here and another there.
pub fn no_sum(question: &Question, told: &BTreeMap<CountryCode, &Told>) -> Vec<String> {
    let asked: BTreeMap<CountryCode, &Told> =
        told.iter().filter(|(_, told)| told.unit().is_some()).map(|(country, told)| (*country, *told)).collect();
    let unit = differs(&asked, "Unit", |told| told.unit().unwrap_or_default().to_owned());
    let unit = unit.or_else(|| unsaid(question, &asked));
    unit.into_iter().chain(unlike(question, told)).chain(means_two_things(told)).collect()
}

/// Compares the sources of the countries that answered, beside why they have no sum, and says which rows a country lacks.
pub fn differences(
    told: &BTreeMap<CountryCode, &Told>,
    no_sum: Vec<String>,
    lacking: &[(CountryCode, usize)],
    rows: usize,
) -> (Comparability, Vec<String>) {
    let basis = differs(told, "Population", |told| population(told.source.population_basis).to_owned());
    let mut said: Vec<String> = basis.into_iter().chain(no_sum).collect();
    let comparability_if_alike_else = if said.is_empty() { Comparability::Mixed } else { Comparability::Unlike };
    said.extend(differs(told, "Reference period", |told| told.source.reference_period.clone()));
    let of_study = |told: &Told, of: fn(&StudyWave) -> String| told.source.study.as_ref().map_or("none".to_owned(), of);
    said.extend(differs(told, "Study", |told| of_study(told, |wave| wave.study.to_string())));
    said.extend(differs(told, "Universe", |told| of_study(told, |wave| wave.universe.clone())));
    said.extend(differs(told, "Sampling", |told| of_study(told, |wave| wave.sampling.words().to_owned())));
    said.extend(differs(told, "Protection", |told| protection(told.source.mechanism).to_owned()));
    said.extend(differs(told, "Producer", |told| told.source.producer.clone()));
    said.extend(approximate(told));
    said.extend(asked_otherwise(told));
    said.extend(lacking.iter().map(|(country, lacks)| {
        format!("Rows: {country} lacks {lacks} of {rows}; they are added up without it, not as zero.")
    }));
    (if said.is_empty() { Comparability::Like } else { comparability_if_alike_else }, said)
}

/// "Reference period: 2024 in COL, CUB; 2023 in VEN." What most countries have stands first.
fn differs(told: &BTreeMap<CountryCode, &Told>, what: &str, of: impl Fn(&Told) -> String) -> Option<String> {
    let mut groups: BTreeMap<String, Vec<CountryCode>> = BTreeMap::new();
    for (country, told) in told {
        groups.entry(of(told)).or_default().push(*country);
    }
    if groups.len() < 2 {
        return None;
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, countries)| Reverse(countries.len()));
    let groups: Vec<String> =
        groups.iter().map(|(value, countries)| format!("{value} in {}", list(countries))).collect();
    Some(format!("{what}: {}.", groups.join("; ")))
}

/// Names, for each dimension, who filled it only approximately. Where all countries did so in the same way, with the same
/// note, they do not differ in it.
fn approximate(told: &BTreeMap<CountryCode, &Told>) -> Vec<String> {
    let mut dimensions: BTreeMap<Axis, BTreeMap<CountryCode, Option<&str>>> = BTreeMap::new();
    for (country, told) in told {
        let shared = told.source.fits.iter().map(|fit| (Axis::Shared(fit.dimension), Some(fit.fit), &fit.note));
        let items = told.source.items.iter().map(|said| (Axis::Item(said.item), said.fit, &said.note));
        for (axis, _, note) in shared.chain(items).filter(|(_, fit, _)| *fit == Some(Fit::Approximate)) {
            dimensions.entry(axis).or_default().insert(*country, note.as_deref());
        }
    }
    dimensions.retain(|_, countries| {
        let notes: BTreeSet<Option<&str>> = countries.values().copied().collect();
        countries.len() < told.len() || notes.len() > 1
    });
    let sentence = |(dimension, countries): (&Axis, &BTreeMap<CountryCode, Option<&str>>)| {
        let countries = list(countries.keys());
        let place = if dimension.shared().is_some() { "fits" } else { "items" };
        format!("Codes: {dimension} fits the shared codelist only approximately in {countries}; see `source.{place}`.")
    };
    dimensions.iter().map(sentence).collect()
}

/// Says of each question of a study's own what its countries ask otherwise, and which codes one has and another has not. Why a
/// value is missing is no code of the question.
fn asked_otherwise(told: &BTreeMap<CountryCode, &Told>) -> Vec<String> {
    let questions: BTreeSet<Item> = told.values().flat_map(|told| own_questions(told)).map(|said| said.item).collect();
    let of = |told: &Told, item: Item, of: fn(&ItemSource) -> String| {
        own_questions(told).find(|said| said.item == item).map_or_else(String::new, of)
    };
    let mut said = Vec::new();
    for item in questions {
        said.extend(differs(told, &format!("Question {item}"), |told| of(told, item, |said| said.text.clone())));
        said.extend(differs(told, &format!("Codes of {item}"), |told| {
            of(told, item, |said| own_codes(said).map(|known| known.code.as_str()).collect::<Vec<_>>().join(", "))
        }));
    }
    said
}

/// A code of a study's own question that means one thing in one country and another in another: their figures are never added up.
fn means_two_things(told: &BTreeMap<CountryCode, &Told>) -> Option<String> {
    let mut meanings: BTreeMap<(Item, &str), (CountryCode, &str)> = BTreeMap::new();
    for (country, told) in told {
        for said in own_questions(told) {
            for known in own_codes(said) {
                let (first, label) = *meanings.entry((said.item, &known.code)).or_insert((*country, &known.label));
                if label != known.label {
                    return Some(format!(
                        "Meaning of {} of {}: {label} in {first}; {} in {country}.",
                        known.code, said.item, known.label
                    ));
                }
            }
        }
    }
    None
}

fn own_questions(told: &Told) -> impl Iterator<Item = &ItemSource> {
    told.source.items.iter().filter(|said| matches!(said.item, Item::Question(_)))
}

fn own_codes(said: &ItemSource) -> impl Iterator<Item = &ItemCode> {
    said.codes.iter().filter(|known| !Codelist::is_missing(&known.code))
}

pub(super) fn list<'a>(countries: impl IntoIterator<Item = &'a CountryCode>) -> String {
    countries.into_iter().map(CountryCode::as_str).collect::<Vec<_>>().join(", ")
}

pub(super) const fn population(basis: PopulationBasis) -> &'static str {
    match basis {
        PopulationBasis::Birthplace => "by birthplace",
        PopulationBasis::Citizenship => "by citizenship",
        PopulationBasis::Ancestry => "by ancestry",
        PopulationBasis::Registration => "those who registered",
    }
}

pub(super) const fn protection(mechanism: MechanismName) -> &'static str {
    match mechanism {
        MechanismName::Exact => "none (open data)",
        MechanismName::DifferentialPrivacy => "differential privacy",
        MechanismName::Threshold => "threshold with secondary suppression",
        MechanismName::CellKey => "cell-key method",
    }
}
