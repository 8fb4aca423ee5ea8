//! What a mapping file says: which column is which concept, how local codes map, and how well each fits (TOML).
//!
//! `country-node/mapping.sample.toml` shows every field.

use super::export::Origin;
use super::file::{Decimal, Format};
use crate::form::key::Cells;
use node_rules::person::signed_up::Place;
use schema::concept::{Axis, Dataset, Dimension};
use schema::provenance::{Fit, PopulationBasis};
use schema::study::StudyId;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The version of this format; 1.
    pub version: Spanned<u32>,
    /// What kind of data the file holds.
    pub dataset: Spanned<Dataset>,
    /// The study that the rows are of a wave of; left out for data of no study.
    pub study: Option<Spanned<StudyId>>,
    /// The data's title, shown with every figure.
    pub title: String,
    /// Who made the data, shown with every figure.
    pub source: String,
    /// The data's limits, shown with every figure.
    pub note: Option<String>,
    /// Who is counted.
    pub population_basis: Spanned<PopulationBasis>,
    /// Where the persons of a register signed up; left out where it is of one source.
    pub signed_up: Option<SignedUp>,
    /// The file's form.
    pub file: FileForm,
    /// The period that the rows speak of.
    pub period: Period,
    /// Which rows are this country's; a row must meet all.
    #[serde(default)]
    pub keep: Vec<Keep>,
    /// Where a person's id and weight stand; for records of persons.
    pub person: Option<PersonColumns>,
    /// Which columns hold totals; for published totals.
    #[serde(default)]
    pub total: Vec<TotalColumn>,
    /// Sums that must hold in each row of totals.
    #[serde(default)]
    pub check: Vec<Check>,
    /// The concepts.
    #[serde(default)]
    pub concept: Vec<Concept>,
    /// Choices of concepts that take several, and questions of the study's own.
    #[serde(default)]
    pub item: Vec<Concept>,
    /// What can be added up over persons.
    #[serde(default)]
    pub quantity: Vec<QuantityColumn>,
}

/// Where the persons of a file signed up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedUp {
    /// What kind of place.
    pub at: Place,
    /// Which one.
    pub name: Spanned<String>,
    /// The column of the day of the sign-up (`2024-05-31`).
    pub on: Option<Spanned<String>>,
}

/// A column of numbers that can be added up over persons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityColumn {
    /// The quantity, as in `schema/codelists/quantity.csv`.
    pub of: Spanned<String>,
    /// The column.
    pub column: Spanned<String>,
    /// Of a score, the two ends of the scale that it was asked on.
    pub scale: Option<Spanned<[i64; 2]>>,
    /// Whether the high end of that scale means what the low one means in the list of quantities.
    #[serde(default)]
    pub reversed: bool,
    /// The smallest number that is believed of what is no score.
    pub min: Option<Spanned<f64>>,
    /// The largest number that is believed.
    pub max: Option<f64>,
    /// Exact values that mean that there is none.
    #[serde(default)]
    pub missing: BTreeSet<String>,
}

/// The file's form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileForm {
    /// What it is; an export's is told by its first bytes.
    #[serde(default)]
    pub format: Format,
    /// The sheet of a workbook; left out, the first.
    pub sheet: Option<String>,
    /// How its text is encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// What stands between fields, or `detect`.
    pub delimiter: Option<Spanned<String>>,
    /// How numbers are written.
    #[serde(default)]
    pub decimal: Decimal,
    /// The exact header; of an export, columns that neither the forms nor the server name.
    #[serde(default)]
    pub header: Vec<Spanned<String>>,
    /// Where an export comes from.
    pub export: Option<Spanned<Origin>>,
    /// The XLSForms that an export was asked by, relative to the mapping.
    #[serde(default)]
    pub forms: Vec<Spanned<String>>,
    /// By form, what records call its version, where that is not what the form says.
    #[serde(default)]
    pub versions: BTreeMap<Spanned<String>, Vec<String>>,
    /// By form and list, what a choice is called by the mapping, where a later version of the form numbered the list anew.
    #[serde(default)]
    pub choices: BTreeMap<Spanned<String>, BTreeMap<String, BTreeMap<String, String>>>,
    /// Whether an export holds names or labels of choices.
    #[serde(default)]
    pub cells: Cells,
    /// The language of an export's labels, as the forms name it.
    pub language: Option<Spanned<String>>,
}

/// How a file's text is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Latin-1, read as Windows-1252 (WHATWG Encoding Standard).
    #[serde(rename = "latin-1")]
    Latin1,
}

/// The period that the rows speak of.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Period {
    /// The same for all rows.
    Value(Spanned<String>),
    /// In a column.
    Column(Spanned<String>),
}

/// Which rows are this country's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The column.
    pub column: Spanned<String>,
    /// The values that are kept.
    #[serde(default, rename = "in")]
    pub values: Vec<String>,
    /// Values that end so are kept.
    #[serde(default)]
    pub ending: Vec<String>,
    /// Whether the node's own country code is kept.
    #[serde(default)]
    pub own_country: bool,
}

/// Where a person's id and weight stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonColumns {
    /// The column of the person's id; the id itself is not stored.
    pub id: Spanned<String>,
    /// The weight; left out, every person counts one.
    pub weight: Option<Weight>,
    /// Whether the file holds persons of 18 and over only.
    #[serde(default)]
    pub adults_only: bool,
}

/// A weight: the persons that a record stands for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The column.
    pub column: Spanned<String>,
    /// The largest weight that is believed.
    pub max: Spanned<f64>,
    /// What the study's document calls it; left out, as the column is called.
    pub variable: Option<String>,
}

/// A column of totals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalColumn {
    /// The column.
    pub column: Spanned<String>,
    /// The codes that it stands for.
    pub codes: BTreeMap<Dimension, Spanned<String>>,
}

/// A sum that must hold in each row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The columns that are added.
    pub sum: Vec<Spanned<String>>,
    /// The column that must hold the sum.
    pub equals: Spanned<String>,
}

/// How a dimension, or an item, is filled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// The dimension, or the item.
    #[serde(alias = "item")]
    pub dimension: Spanned<Axis>,
    /// How well the country's own codes fit; none of a question of the study's own, which has the codes of its document.
    pub fit: Option<Fit>,
    /// Why not better.
    pub note: Option<String>,
    /// The column; or `constant`.
    pub column: Option<Spanned<String>>,
    /// The same code for every row.
    pub constant: Option<Spanned<String>>,
    /// Exact values to codes.
    pub codes: Option<BTreeMap<String, Spanned<String>>>,
    /// Whether the column already holds the concept's codes.
    #[serde(default)]
    pub as_is: bool,
    /// Whole numbers to codes.
    pub ranges: Option<Vec<Range>>,
    /// Beginnings to codes; the longest wins.
    pub prefixes: Option<BTreeMap<String, Spanned<String>>>,
    /// Of a dimension whose codes are points of scales, the two ends of the one that was asked on; alone, the column holds its numbers.
    pub scale: Option<Spanned<[i64; 2]>>,
    /// Whether the high end of that scale means what the low one means in the codelist.
    #[serde(default)]
    pub reversed: bool,
    /// Exact values that mean a missing value, with the reason's code. Looked at first.
    #[serde(default)]
    pub missing: BTreeMap<String, Spanned<String>>,
}

/// Whole numbers that map to one code, both ends included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The first.
    pub from: i64,
    /// The last.
    pub to: i64,
    /// The code.
    pub code: Spanned<String>,
}
