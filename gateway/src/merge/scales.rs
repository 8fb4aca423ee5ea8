//! On which scales the countries, or the waves of one, asked: answers on one scale are never added to answers on another, and a score
//! whose unit does not say what its scale's ends mean is added to none. Pure.

use super::differences::list;
use crate::told::Told;
use schema::ask::Question;
use schema::concept::{Dimension, quantity};
use schema::country::CountryCode;
use schema::scale::Scale;
use std::collections::{BTreeMap, BTreeSet};

/// Who answered on which scale, for each dimension of the rows that has scales, where they are not one.
pub(super) fn unlike(question: &Question, told: &BTreeMap<CountryCode, &Told>) -> Vec<String> {
    let mut said = Vec::new();
    for (at, dimension) in scaled(question) {
        let mut on: BTreeMap<Scale, Vec<CountryCode>> = BTreeMap::new();
        for (country, told) in told {
            for scale in of(told, at, dimension) {
                on.entry(scale).or_default().push(*country);
            }
        }
        if on.len() > 1 {
            let on = on.iter().map(|(scale, countries)| format!("{scale} in {}", list(countries)));
            said.push(format!("Scale of {dimension}: {}.", on.collect::<Vec<_>>().join("; ")));
        }
    }
    said
}

/// What is said of a score that a country does not say the ends of, where others would be averaged with it.
pub(super) fn unsaid(question: &Question, asked: &BTreeMap<CountryCode, &Told>) -> Option<String> {
    let score = quantity(question.measure().of.as_ref()?).filter(|of| of.is_score() && asked.len() > 1)?;
    let mut units = asked.iter().filter_map(|(country, told)| Some((country, told.unit()?)));
    let (country, unit) = units.find(|(_, unit)| Scale::of_unit(unit, score).is_none())?;
    Some(format!("Unit: {unit} in {country} does not say what the ends of its scale mean."))
}

/// What a mean over countries can be, whose units are alike: what lies on their scale.
pub(super) fn bounds(question: &Question, told: &BTreeMap<CountryCode, &Told>) -> (f64, f64) {
    let score = question.measure().of.as_ref().and_then(|of| quantity(of));
    let unit = told.values().find_map(|told| told.unit());
    let scale = score.zip(unit).and_then(|(score, unit)| Scale::of_unit(unit, score));
    scale.map_or((0.0, f64::INFINITY), Scale::ends)
}

/// Where a wave's answers are on another scale than those of the last wave before it that has any.
pub(super) fn changed(question: &Question, earlier: &[&Told], after: &Told) -> Vec<String> {
    let changed = scaled(question).filter_map(|(at, dimension)| {
        let on = |told: &Told| Some(of(told, at, dimension)).filter(|scales| !scales.is_empty());
        let latter = on(after)?;
        let (before, former) = earlier.iter().rev().find_map(|before| Some((before, on(before)?)))?;
        let (one, other) = (&before.source.reference_period, &after.source.reference_period);
        let named = |scales: BTreeSet<Scale>| scales.iter().map(Scale::to_string).collect::<Vec<_>>().join(" and ");
        (former != latter)
            .then(|| format!("Scale of {dimension}: {} in {one}; {} in {other}.", named(former), named(latter)))
    });
    changed.collect()
}

/// The dimensions of the rows that have scales, with their places.
fn scaled(question: &Question) -> impl Iterator<Item = (usize, Dimension)> {
    let shared = question.by().iter().enumerate().filter_map(|(at, axis)| Some((at, axis.shared()?)));
    shared.filter(|(_, dimension)| dimension.has_scales())
}

/// The scales of the answers that were told, which are one, unless the country's release is of before a mapping said its scale.
fn of(told: &Told, at: usize, dimension: Dimension) -> BTreeSet<Scale> {
    let asked = told.rows.iter().filter(|row| !row.was_not_asked());
    asked.filter_map(|row| Scale::of_code(dimension, row.codes().get(at)?)).collect()
}
