//! The data of one dataset, study and period: of one file, or of several sources of a register beside one another, each with
//! axes of its own. What is put in front of a release is one table over the axes of all.

use crate::intake::consents::named;
use crate::intake::layout::Description;
use crate::store::{person, wave};
use node_rules::person::signed_up::SignedUpAt;
use node_rules::record_key::Pseudonym;
use node_rules::release::ReleasedDimension;
use schema::concept::Dataset;
use schema::scale::Scale;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};

/// The data of one dataset, study and period.
#[derive(Clone, Debug)]
pub struct Data {
    /// The dataset.
    pub dataset: Dataset,
    /// The study, as the store's column has it.
    pub study: String,
    /// The period.
    pub reference_period: String,
    /// What stands beside one another, in the order in which sources are believed; at least one.
    pub sources: Vec<Source>,
    /// What their mappings say together.
    pub description: Description,
}

/// One file's records.
#[derive(Clone, Debug)]
pub struct Source {
    /// The wave.
    pub wave: i32,
    /// What its mapping says of it.
    pub description: Description,
}

/// Why data do not read.
#[derive(Debug, thiserror::Error)]
pub enum DataFault {
    /// What is stored with a wave does not read.
    #[error("a wave's description does not read")]
    Description,
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
}

/// The code of a record whose source lacks a dimension that another has.
const NOT_IN_SOURCE: &str = "_W";

impl Data {
    /// All that is loaded, by dataset, study and period.
    pub async fn all(store: &impl ConnectionTrait) -> Result<Vec<Self>, DataFault> {
        let waves = wave::Entity::find().order_by_asc(wave::Column::Dataset).order_by_asc(wave::Column::Study);
        let waves = waves.order_by_asc(wave::Column::ReferencePeriod).order_by_asc(wave::Column::Id);
        let mut all: Vec<Self> = Vec::new();
        for wave in waves.all(store).await? {
            let dataset = named(&wave.dataset).ok_or(DataFault::Description)?;
            let description: Description =
                serde_json::from_str(&wave.description).map_err(|_| DataFault::Description)?;
            let source = Source { wave: wave.id, description: description.clone() };
            let last = all.last_mut();
            if let Some(data) = last.filter(|data| data.is_of(dataset, &wave.study, &wave.reference_period)) {
                data.sources.push(source);
            } else {
                let (study, reference_period, sources) = (wave.study, wave.reference_period, vec![source]);
                all.push(Self { dataset, study, reference_period, sources, description });
            }
        }
        for data in &mut all {
            // What names no source stands last.
            let named =
                |source: &Source| (source.description.signed_up.is_none(), source.description.signed_up.clone());
            data.sources.sort_by_cached_key(named);
            if let [first, _, ..] = &data.sources[..] {
                data.description = together(&first.description, &data.sources);
            }
        }
        Ok(all)
    }

    /// Whether it is of a dataset, study and period.
    pub fn is_of(&self, dataset: Dataset, study: &str, period: &str) -> bool {
        self.dataset == dataset && self.study == study && self.reference_period == period
    }

    /// Those of which a person has a record.
    pub async fn of_person(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<Self>, DataFault> {
        let mut own = Vec::new();
        for data in Self::all(store).await? {
            if data.holds(store, person).await? {
                own.push(data);
            }
        }
        Ok(own)
    }

    /// Whether a person has a record in them.
    pub async fn holds(&self, store: &impl ConnectionTrait, person: &Pseudonym) -> Result<bool, DbErr> {
        let records = person::Entity::find()
            .filter(person::Column::WaveId.is_in(self.waves()))
            .filter(person::Column::Pseudonym.eq(person.0.to_vec()));
        Ok(records.count(store).await? > 0)
    }

    /// The waves that it stands in.
    pub fn waves(&self) -> Vec<i32> {
        self.sources.iter().map(|source| source.wave).collect()
    }
}

/// What several mappings say together: every axis that one has, with every code that one can give, and that a source lacks it.
/// Title and population basis are the same in all, which intake sees to.
fn together(first: &Description, sources: &[Source]) -> Description {
    let mut axes: BTreeMap<_, Vec<&ReleasedDimension>> = BTreeMap::new();
    for axis in sources.iter().flat_map(|source| &source.description.dimensions) {
        axes.entry(axis.axis).or_default().push(axis);
    }
    let dimensions = axes.into_iter().map(|(axis, parts)| {
        let mut codes: BTreeSet<&str> = parts.iter().flat_map(|part| &part.codes).map(String::as_str).collect();
        if parts.len() < sources.len() {
            codes.insert(NOT_IN_SOURCE);
        }
        let codes = axis.sorted(codes.into_iter().map(str::to_owned).collect());
        // The fit is the least of all.
        let fit = parts.iter().filter_map(|part| part.fit).max();
        let note = joined(parts.iter().filter_map(|part| part.note.as_deref()), "; ");
        ReleasedDimension { axis, fit, note, codes, asked: None }
    });
    let dimensions = dimensions.collect();
    let said = || sources.iter().map(|source| &source.description);
    let quantities: BTreeSet<&String> = said().flat_map(|description| &description.quantities).collect();
    let quantities: Vec<String> = quantities.into_iter().cloned().collect();
    let scales = quantities.iter().filter_map(|of| Some((of.clone(), scale(sources, of)?))).collect();
    let mut described = first.described.clone();
    described.producer = joined(said().map(|one| one.described.producer.as_str()), "; ").unwrap_or_default();
    described.note = joined(said().filter_map(|one| one.described.note.as_deref()), " ");
    let (persons, weighted) = (first.persons, first.weighted.clone());
    let programmes = first.programmes.clone();
    Description { described, dimensions, quantities, scales, signed_up: None, persons, weighted, programmes }
}

/// The scale of a score, which intake sees to is one; nothing where a source that was loaded before mappings said it has the score too.
fn scale(sources: &[Source], of: &String) -> Option<Scale> {
    let of_it = sources.iter().map(|source| &source.description).filter(|one| one.quantities.contains(of));
    let mut scales = of_it.map(|one| one.scales.get(of).copied());
    let first = scales.next()??;
    scales.all(|scale| scale == Some(first)).then_some(first)
}

/// Texts, each once, one behind the other.
fn joined<'a>(texts: impl Iterator<Item = &'a str>, between: &str) -> Option<String> {
    let mut each: Vec<&str> = Vec::new();
    for text in texts {
        if !each.contains(&text) {
            each.push(text);
        }
    }
    (!each.is_empty()).then(|| each.join(between))
}

/// From a source's axes to those of all sources: for each of these the place on the source's, and what it becomes.
pub struct Recoding {
    axes: Vec<Axis>,
    quantities: Vec<Option<usize>>,
}

enum Axis {
    Lacking(u16),
    Moved(usize, Vec<u16>),
}

impl Recoding {
    /// From a source's description to that of all.
    pub fn of(source: &Description, all: &Description) -> Self {
        let place = |codes: &[String], code: &str| {
            codes.iter().position(|other| other == code).and_then(|at| u16::try_from(at).ok()).unwrap_or_default()
        };
        let axes = all.dimensions.iter().map(|axis| {
            let at = source.dimensions.iter().position(|own| own.axis == axis.axis);
            match at.and_then(|at| Some((at, source.dimensions.get(at)?))) {
                Some((at, own)) => Axis::Moved(at, own.codes.iter().map(|code| place(&axis.codes, code)).collect()),
                None => Axis::Lacking(place(&axis.codes, NOT_IN_SOURCE)),
            }
        });
        let axes = axes.collect();
        let quantities = all.quantities.iter().map(|of| source.quantities.iter().position(|own| own == of)).collect();
        Self { axes, quantities }
    }

    /// A record's codes, two bytes each, on the axes of all.
    pub fn codes(&self, own: &[u8]) -> Vec<u8> {
        let place = |at: usize| {
            let pair = own.get(2 * at..2 * at + 2).unwrap_or_default();
            pair.iter().fold(0_usize, |place, byte| place << 8 | usize::from(*byte))
        };
        let moved = self.axes.iter().map(|axis| match axis {
            Axis::Lacking(place) => *place,
            Axis::Moved(at, to) => to.get(place(*at)).copied().unwrap_or_default(),
        });
        moved.flat_map(u16::to_be_bytes).collect()
    }

    /// A record's quantities, eight bytes each; not a number where the source lacks one.
    pub fn quantities(&self, own: &[u8]) -> Vec<u8> {
        let none = f64::NAN.to_le_bytes();
        let value = |at: &Option<usize>| at.and_then(|at| own.get(8 * at..8 * at + 8)).unwrap_or(&none).to_vec();
        self.quantities.iter().flat_map(value).collect()
    }
}

/// A source as a column of the store holds it; empty for a file that names none.
pub fn column(source: Option<&SignedUpAt>) -> String {
    source.map(ToString::to_string).unwrap_or_default()
}
