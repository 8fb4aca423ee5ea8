//! Columns that no release is cut from: the last gate, whatever let them into the catalogue.
//!
//! *Free text* is a column with ten values or more that are no code of its dimension's list, over 60 in 100 of them distinct, of
//! over 12 characters on average: people write their names and addresses into such columns. Codes of the list are left out of
//! it, for a closed list tells nothing that was typed.
//!
//! *Fine geography* is a column of where persons live
//! - with a code of a smaller place than a first-level region (ISO 3166-2) of a country. The standard's first-level regions are the
//!   smallest that the concept knows; a county or a postal code is found on a map in minutes, and is the first thing that a
//!   register of voters or of addresses is searched by. It follows from the codes alone.
//! - or with regions inside countries of which the middle one has fewer persons than the rulebook's threshold. Then
//!   half of all regions or more are withheld, and those that are not stand close above the threshold. Countries and M49 regions are
//!   exempt: that few persons live in a country is what the published totals say of it anyway.
//!
//! A question of a study's own has codes that no codelist knows, so whether they are places is for its document to say
//! (`places`), and it must say so of every question of over ten codes. Numbers cannot tell it: two hundred towns of
//! thirty persons each are as long and as full as two hundred occupations. Codes that are said to be places are held to the same rule as above:
//! countries (`ITA`), and first-level regions of them (`IT_62`, with an underscore for the standard's hyphen) of which the middle one has
//! as many persons as the threshold. Any other place, however many persons live there, bars the column.
//!
//! *A long list* of other things is a question of a study's own with over twenty codes, of which the middle one has fewer persons than
//! the threshold: employers or schools.
//!
//! All of them look at all records that are loaded, whoever agreed: were it those who are counted, a withdrawal could decide whether a
//! release is cut, and everybody sees whether one was.

use super::groups::Groups;
use crate::columns::Column;
use crate::study::document::MOST_UNSAID;
use schema::concept::{Axis, Codelist, Dimension};
use std::collections::HashSet;

/// Why no release is cut from a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barred {
    /// It holds what people typed.
    #[error(
        "is free text: it holds many different long values that are no codes; map its values to codes, or leave it out"
    )]
    FreeText,
    /// It names places inside a country's first-level regions.
    #[error(
        "is fine geography: it names places smaller than a first-level region (ISO 3166-2); map it to such regions, or leave \
         it out"
    )]
    FinePlaces,
    /// It has many codes, most of which few persons have.
    #[error(
        "is as good as free text: half of its many codes or more have fewer persons than the threshold; put codes together, or \
         leave it out"
    )]
    FewInCodes,
    /// Nobody says whether its many codes are places.
    #[error(
        "has many codes, and the study's document does not say whether they are places: say `places` of the question there, and \
         take it in by `country-node study add FILE`"
    )]
    UnsaidPlaces,
    /// Most of its regions hold too few persons.
    #[error(
        "is fine geography: half of its regions or more have fewer persons than the threshold; map it \
         to larger ones, or leave it out"
    )]
    FewInRegions,
}

/// The fewest values of a column of free text.
const VALUES: usize = 10;
/// The least share of distinct ones, in percent.
const DISTINCT: usize = 60;
/// The least mean length, in characters.
const LENGTH: usize = 12;

/// Whether a column, as it is released, is one that no release is cut from; `threshold` is the fewest persons of a figure, and
/// `places` what a study's document says of a question of its own: whether its codes are places.
pub fn bars(column: &Column, threshold: u32, places: Option<bool>) -> Option<Barred> {
    if is_free_text(column) {
        return Some(Barred::FreeText);
    }
    let is_place = matches!(column.dimension, Axis::Shared(Dimension::Destination | Dimension::DestinationRegion));
    if is_place && column.domain.iter().any(|code| is_fine(column.dimension, code)) {
        return Some(Barred::FinePlaces);
    }
    if column.dimension.question().is_some() {
        let own = || column.domain.iter().filter(|code| !Codelist::is_missing(code));
        match places {
            Some(true) if own().any(|code| !is_wide(code)) => return Some(Barred::FinePlaces),
            Some(true) => return has_few_in_regions(column, threshold).then_some(Barred::FewInRegions),
            None if own().count() > MOST_UNSAID => return Some(Barred::UnsaidPlaces),
            Some(false) | None => {}
        }
    }
    if has_few_in_codes(column, threshold) {
        return Some(Barred::FewInCodes);
    }
    has_few_in_regions(column, threshold).then_some(Barred::FewInRegions)
}

/// More codes of a study's own question than an answer has that is not a list of places, employers or the like.
const MANY_CODES: usize = 20;

/// Whether a study's own question is a list of what only few persons share, such as towns. Nobody knows its codes but the study.
fn has_few_in_codes(column: &Column, threshold: u32) -> bool {
    let persons = column.places.len();
    column.dimension.question().is_some()
        && column.domain.len() > MANY_CODES
        && persons > 0
        && Groups::of(&[column], persons).median_size() < threshold
}

fn is_free_text(column: &Column) -> bool {
    let lengths: Vec<usize> = column
        .domain
        .iter()
        .map(|value| if column.dimension.rank(value).is_some() { 0 } else { value.trim().chars().count() })
        .collect();
    let mut distinct: HashSet<u16> = HashSet::new();
    let (mut values, mut characters) = (0, 0);
    for place in &column.places {
        let length = lengths.get(usize::from(*place)).copied().unwrap_or(0);
        if length > 0 {
            values += 1;
            characters += length;
            distinct.insert(*place);
        }
    }
    values >= VALUES && 100 * distinct.len() > DISTINCT * values && characters > LENGTH * values
}

/// Whether a code names a place inside a first-level region. What the list has is a country, an M49 region or a first-level
/// region, unless it lies in a region of its own country.
fn is_fine(axis: Axis, code: &str) -> bool {
    match axis.shared().and_then(|dimension| dimension.codelist().get(code)) {
        Some(known) => is_region(code) && known.parent.as_deref().is_some_and(is_region),
        None => !(is_region(code) || code.is_empty()),
    }
}

/// Whether a code has the form of ISO 3166-2: a country's two letters, a hyphen, and one to three letters or digits.
fn is_region(code: &str) -> bool {
    code.split_once('-').is_some_and(|(country, region)| {
        country.len() == 2
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=3).contains(&region.len())
            && region.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

/// Whether a code of a study's own question is a country or a first-level region of one.
fn is_wide(code: &str) -> bool {
    Dimension::Destination.codelist().get(code).is_some() || is_region(&code.replacen('_', "-", 1))
}

fn has_few_in_regions(column: &Column, threshold: u32) -> bool {
    let is_own = column.dimension.question().is_some();
    if column.dimension != Axis::Shared(Dimension::DestinationRegion) && !is_own {
        return false;
    }
    let is_inside = |code: &String| is_region(code) || is_own && is_region(&code.replacen('_', "-", 1));
    let is_inside: Vec<bool> = column.domain.iter().map(is_inside).collect();
    let inside = column.places.iter().copied().filter(|place| is_inside.get(usize::from(*place)) == Some(&true));
    let regions = Column { dimension: column.dimension, domain: Vec::new(), places: inside.collect() };
    let persons = regions.places.len();
    persons > 0 && Groups::of(&[&regions], persons).median_size() < threshold
}
