//! Whether two waves of one country are one series, and what differs where they are not. Pure.

use super::differences::{population, protection};
use super::scales::changed as other_scales;
use crate::told::Told;
use schema::ask::Question;
use schema::provenance::{DimensionFit, Source};
use schema::study::{Mode, StudyWave};

/// What changed from the last of the earlier waves, given oldest first, to the next: what the study itself says of it, and
/// what their sources show. Units and scales are held against the last wave that asked: one that did not has none. Nothing where
/// there is no earlier wave.
pub fn breaks(question: &Question, earlier: &[&Told], after: &Told) -> Vec<String> {
    let Some(before) = earlier.last() else { return Vec::new() };
    let (former, latter) = (&before.source, &after.source);
    let mut said: Vec<String> = latter.study.iter().filter_map(|wave| wave.break_before.clone()).collect();
    let mut changed = |what: &str, of: &dyn Fn(&Source) -> String| {
        let (one, other) = (of(former), of(latter));
        if one != other {
            said.push(format!("{what}: {one} in {}; {other} in {}.", former.reference_period, latter.reference_period));
        }
    };
    changed("Population", &|source| population(source.population_basis).to_owned());
    changed("Universe", &|source| of_study(source, |wave| wave.universe.clone()));
    changed("Sampling", &|source| of_study(source, |wave| wave.sampling.words().to_owned()));
    changed("Destinations", &|source| of_study(source, |wave| wave.destinations.join(", ")));
    changed("Asked", &|source| of_study(source, |wave| modes(&wave.modes)));
    changed("Questionnaire", &|source| of_study(source, |wave| wave.questionnaire.clone()));
    changed("Weights", &|source| of_study(source, weights));
    changed("Producer", &|source| source.producer.clone());
    changed("Protection", &|source| protection(source.mechanism).to_owned());
    said.extend(unit(earlier, after));
    said.extend(other_scales(question, earlier, after));
    let refitted = latter.fits.iter().filter(|fit| former.fits.iter().any(|other| is_other_fit(other, fit)));
    said.extend(
        refitted.map(|fit| format!("Codes: {} fits the shared codelist otherwise than before.", fit.dimension)),
    );
    said.extend(other_codes(former, latter));
    said
}

/// Items of both waves that have other codes in the later one.
fn other_codes(former: &Source, latter: &Source) -> Vec<String> {
    let changed = latter.items.iter().filter(|said| {
        former
            .items
            .iter()
            .any(|other| other.item == said.item && (&other.text, &other.codes) != (&said.text, &said.codes))
    });
    changed.map(|said| format!("Codes: {} is asked or answered otherwise than before.", said.item)).collect()
}

fn unit(earlier: &[&Told], after: &Told) -> Option<String> {
    let latter = after.unit()?;
    let (before, former) = earlier.iter().rev().find_map(|before| Some((before, before.unit()?)))?;
    let (one, other) = (&before.source.reference_period, &after.source.reference_period);
    (former != latter).then(|| format!("Unit: {former} in {one}; {latter} in {other}."))
}

fn is_other_fit(one: &DimensionFit, other: &DimensionFit) -> bool {
    one.dimension == other.dimension && (one.fit, &one.note) != (other.fit, &other.note)
}

fn of_study(source: &Source, of: impl Fn(&StudyWave) -> String) -> String {
    source.study.as_ref().map_or_else(none, of)
}

fn none() -> String {
    "none".to_owned()
}

fn weights(wave: &StudyWave) -> String {
    let weights = wave.weights.iter().map(|weight| format!("{} ({})", weight.variable, weight.domain));
    let weights: Vec<String> = weights.collect();
    if weights.is_empty() { none() } else { weights.join(", ") }
}

fn modes(modes: &[Mode]) -> String {
    let mut words: Vec<&str> = modes
        .iter()
        .map(|mode| match mode {
            Mode::FaceToFace => "face to face",
            Mode::Telephone => "by telephone",
            Mode::Web => "on the web",
            Mode::Paper => "on paper",
        })
        .collect();
    words.sort_unstable();
    words.join(", ")
}
