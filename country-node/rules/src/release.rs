//! A release: immutable, signed, versioned. Questions are answered from it and from nothing else.

mod axis;

use crate::clock::{Seconds, seconds};
use crate::consent::Segment;
use crate::measured::Measured;
use crate::protect::Protected;
use crate::protect::privacy::NanoRho;
use crate::rulebook::quantity::Unit;
use schema::concept::{Axis, Dataset};
use schema::country::CountryCode;
use schema::figure::{Estimate, FigureStatus};
use schema::provenance::{MechanismName, PopulationBasis};
use schema::seal::{PublicKey, SealFault, SecretKey, canonical, digest};
use schema::study::{StudyId, StudyWave};
use serde::{Deserialize, Serialize};

pub use axis::{Asked, ReleasedDimension};

/// What a cell that a table leaves out can be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "is")]
pub enum Absent {
    /// Nobody: the table is complete.
    Zero,
    /// Anything from nobody up to `upper` persons: small cells and empty ones look alike.
    Withheld {
        /// The most respondents that it can have, at the mean weight; a cell of unlike weights can lie a little above.
        upper: f64,
    },
    /// Small, empty, or withheld so that these cannot be had from what is published; which of them is not told. What bounds
    /// it, a table says.
    Hidden,
}

/// One published cell: its place in the table (row-major), value, standard error, 95 % half-width of the protection
/// part, and respondents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReleasedCell(u32, f64, f64, f64, Option<u32>);

impl ReleasedCell {
    pub(crate) fn exact(place: usize, value: f64) -> Option<Self> {
        Self::alone(place, value, 0.0, 0.0)
    }

    pub(crate) fn estimate(place: usize, value: f64, sampling: f64, protection: f64, respondents: u32) -> Option<Self> {
        Some(Self(u32::try_from(place).ok()?, value, sampling, protection, Some(respondents)))
    }

    /// An estimate beside which respondents are not told.
    pub(crate) fn alone(place: usize, value: f64, sampling: f64, protection: f64) -> Option<Self> {
        Some(Self(u32::try_from(place).ok()?, value, sampling, protection, None))
    }

    fn as_estimate(&self) -> Estimate {
        Estimate::published(self.1, self.2, self.3, self.4)
    }
}

/// One published table. Its cells are sorted by place; those left out are what [`Absent`] says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    #[serde(default, skip_serializing_if = "Measured::is_persons")]
    measured: Measured,
    dimensions: Vec<Axis>,
    cells: Vec<ReleasedCell>,
    /// The most that a cell left out can be, where this table's differs from the segment's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    upper: Option<f64>,
    /// Of sums: how often the noise of a cell holds that of the count of those with a value, where the two are not apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shared: Option<f64>,
    /// Of sums: why a cell is left out, where it is not that few dominate it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<FigureStatus>,
}

impl Table {
    pub(crate) fn new(dimensions: Vec<Axis>, cells: Vec<ReleasedCell>) -> Self {
        Self { measured: Measured::Persons, dimensions, cells, upper: None, shared: None, left_out: None }
    }

    /// The same with a bound of its own on cells that are left out.
    #[must_use]
    pub(crate) fn with_upper(self, upper: f64) -> Self {
        Self { upper: Some(upper), ..self }
    }

    /// The same of sums whose noise holds that of the counts `shared` times, and which are left out where the counts are.
    #[must_use]
    pub(crate) fn beside_counts(self, shared: f64) -> Self {
        Self { shared: Some(shared), left_out: Some(FigureStatus::SmallCount), ..self }
    }

    /// How often the noise of a sum holds that of the count beside it.
    pub(crate) fn shared(&self) -> f64 {
        self.shared.unwrap_or_default()
    }

    /// The same table of something else than persons.
    #[must_use]
    pub(crate) fn of(self, measured: Measured) -> Self {
        Self { measured, ..self }
    }

    /// What the table holds.
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    /// The table's dimensions, in the contract's order.
    pub fn dimensions(&self) -> &[Axis] {
        &self.dimensions
    }

    /// How many cells are published.
    pub fn published(&self) -> usize {
        self.cells.len()
    }

    /// What the published cells add up to.
    pub(crate) fn sum(&self) -> f64 {
        self.cells.iter().map(|cell| cell.1).sum()
    }

    /// The figure at a place, row-major in the table's dimensions.
    pub(crate) fn at(&self, place: u32, absent: Absent) -> Estimate {
        match (self.cells.binary_search_by_key(&place, |cell| cell.0).ok().and_then(|at| self.cells.get(at)), absent) {
            (Some(cell), _) => cell.as_estimate(),
            (None, Absent::Zero) => Estimate::exact(0.0),
            // Who has a value is released beside it, so what is left out of the sums alone is dominated by few.
            (None, _) if matches!(self.measured, Measured::Sum { .. }) && self.left_out.is_none() => {
                Estimate::withheld(FigureStatus::Dominance, 0.0, f64::INFINITY)
            }
            (None, Absent::Withheld { upper }) => {
                let why = self.left_out.unwrap_or(FigureStatus::SmallCount);
                Estimate::withheld(why, 0.0, self.upper.unwrap_or(upper))
            }
            (None, Absent::Hidden) => {
                Estimate::withheld(FigureStatus::SmallCount, 0.0, self.upper.unwrap_or(f64::INFINITY))
            }
        }
    }
}

/// A segment as released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasedSegment {
    /// Who is in it.
    #[serde(flatten)]
    pub segment: Segment,
    /// Its share of the persons in the data, to a whole percent; left out for totals.
    pub share: Option<f64>,
    /// What a cell that its tables leave out can be.
    pub absent: Absent,
}

/// One table of a release as its manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableEntry {
    /// The segment, as a place in the manifest's list.
    pub segment: u16,
    /// What the table holds; persons where it says nothing.
    #[serde(default, skip_serializing_if = "Measured::is_persons")]
    pub measured: Measured,
    /// The table's dimensions.
    pub dimensions: Vec<Axis>,
    /// SHA-256 of the table's stored bytes, base64url.
    pub digest: String,
}

/// What a release says of the data that it was cut from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Described {
    /// The data's title.
    pub title: String,
    /// Who made the data.
    pub producer: String,
    /// The data's limits.
    pub note: Option<String>,
    /// Who is counted.
    pub population_basis: PopulationBasis,
}

/// What a release is cut from, all but the tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cut {
    /// Whose release.
    pub country: CountryCode,
    /// Of what.
    pub dataset: Dataset,
    /// The wave of a study that it is cut of; left out for data of no study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study: Option<StudyWave>,
    /// Which period it speaks of.
    pub reference_period: String,
    /// 1 for the first release of a period.
    pub version: u32,
    /// The frozen reference time, RFC 3339, UTC.
    pub cut_at: String,
    /// The data.
    pub described: Described,
    /// The axes.
    pub dimensions: Vec<ReleasedDimension>,
    /// The most dimensions of one table.
    pub most_dimensions: usize,
    /// How it was protected, by name.
    pub mechanism: MechanismName,
    /// What is added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<ReleasedQuantity>,
    /// Whether persons are counted who are not known to be 18 or over; left out for totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minors: Option<bool>,
}

impl Cut {
    /// The study that it is cut of; nothing for data of no study.
    pub fn study_id(&self) -> Option<&StudyId> {
        self.study.as_ref().map(|wave| &wave.study)
    }

    /// The release's id, such as `GHA-REGISTER-2024-1`, or `COL-SURVEY-ACS-2024-1` of a study.
    pub fn id(&self) -> String {
        release_id(self.country, self.dataset, self.study_id(), &self.reference_period, self.version)
    }
}

/// The id of a release.
pub fn release_id(
    country: CountryCode,
    dataset: Dataset,
    study: Option<&StudyId>,
    period: &str,
    version: u32,
) -> String {
    let study = study.map(|study| format!("-{study}")).unwrap_or_default();
    format!("{country}-{dataset}{study}-{period}-{version}")
}

/// A quantity as released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReleasedQuantity {
    /// Which quantity.
    pub of: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The least that a value counts.
    pub lower: f64,
    /// The most that a value counts.
    pub upper: f64,
}

/// What is signed: everything about the release, and the digest of each of its tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Such as `COL-SURVEY-2024-1`.
    pub id: String,
    /// What it was cut from.
    #[serde(flatten)]
    pub cut: Cut,
    /// How it was protected, in words with the parameters.
    pub method: String,
    /// What is promised to each person, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// What it spent of the year's privacy budget, in billionths of rho (zCDP).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<NanoRho>,
    /// The disjoint groups of persons.
    pub segments: Vec<ReleasedSegment>,
    /// The tables.
    pub tables: Vec<TableEntry>,
}

impl Manifest {
    /// Whether the release has a table of these dimensions, which are in the contract's order.
    pub fn has_table(&self, measured: &Measured, dimensions: &[Axis]) -> bool {
        self.tables.iter().any(|table| table.measured == *measured && table.dimensions == dimensions)
    }

    /// When it was cut, in seconds since 1970; nothing where that does not read.
    pub fn cut_at(&self) -> Option<Seconds> {
        seconds(&self.cut.cut_at)
    }

    /// A quantity, if the release adds it up.
    pub fn quantity(&self, of: &str) -> Option<&ReleasedQuantity> {
        self.cut.quantities.iter().find(|quantity| quantity.of == of)
    }

    /// The axis of a dimension, if the release has it.
    pub fn axis(&self, axis: impl Into<Axis>) -> Option<&ReleasedDimension> {
        let axis = axis.into();
        self.cut.dimensions.iter().find(|released| released.axis == axis)
    }
}

/// A release, sealed: its manifest, the node's signature over it, and the stored bytes of its tables.
pub struct Release {
    manifest: Manifest,
    signature: String,
    tables: Vec<Vec<u8>>,
}

impl Release {
    /// Seals a release. Each protected segment comes with its share of all persons.
    pub fn seal(
        cut: Cut,
        protected: Vec<(Segment, Option<f64>, Protected)>,
        key: &SecretKey,
    ) -> Result<Self, SealFault> {
        let mut manifest = Manifest {
            id: cut.id(),
            cut,
            method: protected.first().map(|(_, _, first)| first.method.clone()).unwrap_or_default(),
            bound: protected.first().and_then(|(_, _, first)| first.bound.clone()),
            // Segments are disjoint: all of them together spend what the one that spends most does.
            spent: protected.iter().filter_map(|(_, _, segment)| segment.spent).max(),
            segments: Vec::new(),
            tables: Vec::new(),
        };
        let mut bodies = Vec::new();
        for (at, (segment, share, protected)) in protected.into_iter().enumerate() {
            manifest.segments.push(ReleasedSegment { segment, share, absent: protected.absent });
            for table in protected.tables {
                let body = canonical(&table)?;
                let segment = u16::try_from(at).unwrap_or(u16::MAX);
                manifest.tables.push(TableEntry {
                    segment,
                    measured: table.measured,
                    dimensions: table.dimensions,
                    digest: digest(&body),
                });
                bodies.push(body);
            }
        }
        let signature = key.sign(&manifest)?;
        Ok(Self { manifest, signature, tables: bodies })
    }

    /// What is signed.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The node's signature over the manifest.
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// The tables' stored bytes, in the manifest's order.
    pub fn tables(&self) -> &[Vec<u8>] {
        &self.tables
    }
}

/// Why a stored release is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Altered {
    /// The manifest does not read, or its signature does not fit.
    #[error("the release's manifest is not the one that this node signed")]
    Manifest,
    /// A table is not the one that the manifest names.
    #[error("a table of the release is not the one that its manifest names")]
    Table,
}

/// Reads a manifest back and checks the node's signature over it.
pub fn open(manifest: &[u8], signature: &str, key: &PublicKey) -> Result<Manifest, Altered> {
    let manifest: Manifest = serde_json::from_slice(manifest).map_err(|_| Altered::Manifest)?;
    key.verify(&manifest, signature).map_err(|_| Altered::Manifest)?;
    Ok(manifest)
}

/// Reads a table back and checks that it is the one that the manifest names.
pub fn open_table(entry: &TableEntry, body: &[u8]) -> Result<Table, Altered> {
    if digest(body) != entry.digest {
        return Err(Altered::Table);
    }
    serde_json::from_slice(body).map_err(|_| Altered::Table)
}
