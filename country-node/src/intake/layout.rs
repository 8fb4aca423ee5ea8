//! A mapping that fits its file's header, compiled: every name is a place.

use super::concept::{Coding, Wrong};
pub use super::description::{Description, Weighted};
use super::fault::{Fault, Report};
use super::file::Source;
use super::mapping::{Concept, Encoding, Mapping, Period};
use super::named::Named;
use super::quantity::Quantity;
use super::scale;
use super::written::{Written, line};
use node_rules::person::signed_up::SignedUpAt;
use node_rules::release::{Described, ReleasedDimension};
use schema::concept::{Axis, Dataset, Dimension, Item};
use schema::country::CountryCode;
use schema::period;
use schema::provenance::Fit;
use schema::study::StudyId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A column's place, its name, and how its values become codes.
#[derive(Debug)]
pub struct CodedColumn {
    /// The column; left out for a constant.
    pub column: Option<usize>,
    /// The coding.
    pub coding: Coding,
}

/// What a file's rows are.
#[derive(Debug)]
pub enum Rows {
    /// One person a row.
    Persons {
        /// The column of the person's id.
        id: usize,
        /// The column of the weight, and the largest that is believed.
        weight: Option<(usize, f64)>,
        /// Whether the file holds persons of 18 and over only.
        adults_only: bool,
    },
    /// Published totals: for each column its places on the axes that the concepts do not fill.
    Totals {
        /// The columns, each with `(axis, place)` pairs.
        columns: Vec<(usize, Vec<(usize, u16)>)>,
        /// Sums that must hold: the parts and the whole.
        checks: Vec<(Vec<usize>, usize)>,
    },
}

/// Which values of a column are kept.
#[derive(Debug)]
pub struct Kept {
    values: BTreeSet<String>,
    endings: Vec<String>,
}

impl Kept {
    /// Whether a value is kept.
    pub fn has(&self, value: &str) -> bool {
        self.values.contains(value) || self.endings.iter().any(|ending| value.ends_with(ending))
    }
}

/// A compiled mapping.
#[derive(Debug)]
pub struct Layout {
    /// What kind of data.
    pub dataset: Dataset,
    /// The study, where they are of one.
    pub study: Option<StudyId>,
    /// How the file is read.
    pub source: Source,
    /// How the cells of its rows are encoded.
    pub encoding: Encoding,
    /// The exact header; of an export, that of its normalised rows.
    pub header: Vec<String>,
    /// The columns that the mapping names.
    pub used: BTreeSet<usize>,
    /// The period, or the column that holds it.
    pub period: Result<String, usize>,
    /// Columns and the values that are kept.
    pub keep: Vec<(usize, Kept)>,
    /// The column of the day on which a person signed up.
    pub signed_up: Option<usize>,
    /// How each axis is filled; `None` where the columns of totals do.
    pub axes: Vec<Option<CodedColumn>>,
    /// What can be added up.
    pub quantities: Vec<Quantity>,
    /// What the rows are.
    pub rows: Rows,
    /// What is kept with the records.
    pub description: Description,
    /// Where the mapping says it.
    pub written: Written,
}

impl Layout {
    /// Compiles a mapping file for a country. Every fault of the mapping comes in one report. `file` is its path, from which
    /// the forms of an export are found.
    pub fn from_toml(file: &str, text: &str, country: CountryCode) -> Result<Self, Report> {
        let mut mapping: Mapping = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(text, span.start));
            let message = error.message();
            let form = "a mapping as in mapping.sample.toml";
            let (found, expected) = message.split_once(", expected ").unwrap_or((message, form));
            Report::new(file, vec![Fault::new(at, "", &found.replace('`', ""), expected)])
        })?;
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        let (mut wrong, mut faults) = (Vec::new(), Vec::new());
        let source = Source::of(&mut mapping.file, folder, &mut wrong, &mut faults);
        let written = Written::of(file, text, &mapping);
        let (layout, more) = compile(&mapping, source, country, written, &mut faults);
        wrong.extend(more);
        let wrong = wrong.into_iter().map(|(at, value, expected)| Fault::new(line(text, at), "", &value, expected));
        faults.extend(wrong);
        if faults.is_empty() { Ok(layout) } else { Err(Report::new(file, faults)) }
    }
}

/// What is wrong with the mapping is returned, what its use of the forms shows of them goes to `faults`.
fn compile(
    mapping: &Mapping,
    source: Source,
    country: CountryCode,
    written: Written,
    faults: &mut Vec<Fault>,
) -> (Layout, Vec<Wrong>) {
    let mut places = Named::of(&mapping.file, source.export.as_deref());
    let mut wrong = Vec::new();
    let mut say = |at: usize, value: &str, expected: &str| wrong.push((at, value.to_owned(), expected.to_owned()));
    let (version, dataset) = (mapping.version.get_ref(), *mapping.dataset.get_ref());
    if *version != 1 {
        say(mapping.version.span().start, &version.to_string(), "version 1 of the mapping format");
    }
    let mut names = BTreeSet::new();
    for name in mapping.file.header.iter().filter(|name| !names.insert(name.get_ref())) {
        say(name.span().start, name.get_ref(), "column names that differ from each other");
    }
    if (dataset == Dataset::Stock) == mapping.person.is_some() || mapping.person.is_some() != mapping.total.is_empty() {
        let expected = "[[total]] for STOCK, [person] for every other dataset";
        say(mapping.dataset.span().start, dataset.name(), expected);
    }
    if let Some(study) = mapping.study.as_ref().filter(|_| dataset == Dataset::Stock) {
        say(study.span().start, study.get_ref().as_str(), "no study: published totals are of none");
    }
    if let Some(ending) = mapping.keep.iter().find(|keep| keep.ending.iter().any(String::is_empty)) {
        say(ending.column.span().start, ending.column.get_ref(), "endings that are not empty");
    }
    let reference = match &mapping.period {
        Period::Value(value) => {
            if !period::is_sound(value.get_ref()) {
                say(value.span().start, value.get_ref(), period::EXPECTED);
            }
            Ok(value.get_ref().clone())
        }
        Period::Column(column) => Err(places.place(column)),
    };
    let signed_up = mapping.signed_up.as_ref().map(|signed_up| {
        let (at, name) = (signed_up.name.span().start, signed_up.name.get_ref().clone());
        let source = SignedUpAt { place: signed_up.at, name };
        if dataset != Dataset::Register {
            say(at, &source.name, "a REGISTER: persons of other data did not sign up");
        }
        if !source.is_sound() {
            say(at, &source.name, "a name on one line, of at most 60 characters");
        }
        source
    });
    let signed_up_on = mapping.signed_up.as_ref().and_then(|signed_up| signed_up.on.as_ref());
    let signed_up_on = signed_up_on.map(|column| places.place(column));
    let keep = mapping.keep.iter().map(|keep| {
        let own = keep.own_country.then(|| country.to_string());
        let values = keep.values.iter().cloned().chain(own).collect();
        (places.place(&keep.column), Kept { values, endings: keep.ending.clone() })
    });
    let keep = keep.collect();
    let axes = axes(mapping, &mut places, &mut wrong);
    let rows = rows(mapping, &axes, &mut places);
    let dimensions = axes.iter().map(|(axis, (filled, codes, _))| ReleasedDimension {
        axis: *axis,
        fit: filled.fit,
        note: filled.note.clone(),
        codes: codes.clone(),
        asked: None,
    });
    let described = Described {
        title: mapping.title.clone(),
        producer: mapping.source.clone(),
        note: mapping.note.clone(),
        population_basis: *mapping.population_basis.get_ref(),
    };
    let quantities = quantities(mapping, &mut places, &mut wrong);
    let weight = mapping.person.as_ref().and_then(|person| person.weight.as_ref());
    let description = Description {
        described,
        dimensions: dimensions.collect(),
        persons: mapping.person.is_some(),
        quantities: quantities.iter().map(|quantity| quantity.of.clone()).collect(),
        scales: quantities.iter().filter_map(|quantity| Some((quantity.of.clone(), quantity.scale?))).collect(),
        signed_up,
        weighted: weight.map_or(Weighted::No, |weight| {
            Weighted::By(weight.variable.as_ref().unwrap_or(weight.column.get_ref()).clone())
        }),
        programmes: Vec::new(),
    };
    faults.extend(places.unlike());
    wrong.extend(places.wrong);
    let used = places.used;
    let layout = Layout {
        dataset,
        study: mapping.study.as_ref().map(|study| study.get_ref().clone()),
        encoding: source.cells(),
        source,
        used,
        header: mapping.file.header.iter().map(|name| name.get_ref().clone()).collect(),
        period: reference,
        keep,
        signed_up: signed_up_on,
        axes: axes.into_values().map(|(_, _, column)| column).collect(),
        quantities,
        rows,
        description,
        written,
    };
    (layout, wrong)
}

fn quantities(mapping: &Mapping, places: &mut Named<'_>, wrong: &mut Vec<Wrong>) -> Vec<Quantity> {
    let mut quantities: Vec<Quantity> = Vec::new();
    for mapped in &mapping.quantity {
        let quantity = Quantity::compile(mapped, places.place(&mapped.column), wrong);
        if mapping.person.is_none() || quantities.iter().any(|other| other.of == quantity.of) {
            let expected = "each quantity once, and of persons".to_owned();
            wrong.push((mapped.of.span().start, quantity.of.clone(), expected));
        }
        quantities.push(quantity);
    }
    quantities
}

type Axes = BTreeMap<Axis, (Filled, Vec<String>, Option<CodedColumn>)>;

/// How well an axis is filled, and why not better.
struct Filled {
    fit: Option<Fit>,
    note: Option<String>,
}

fn axes(mapping: &Mapping, places: &mut Named<'_>, wrong: &mut Vec<Wrong>) -> Axes {
    let mut axes = Axes::new();
    let concepts = mapping.concept.iter().map(|concept| (concept, false));
    for (concept, is_item) in concepts.chain(mapping.item.iter().map(|item| (item, true))) {
        check_axis(mapping, concept, is_item, wrong);
        let column = concept.column.as_ref().map(|column| places.place(column));
        let Some(coding) = Coding::compile(concept, wrong) else { continue };
        let of = *concept.dimension.get_ref();
        let filled = Filled { fit: concept.fit, note: concept.note.clone() };
        let filled = (filled, coding.axis.clone(), Some(CodedColumn { column, coding }));
        if axes.insert(of, filled).is_some() {
            wrong.push((concept.dimension.span().start, of.to_string(), "each dimension once".into()));
        }
    }
    scale::of_totals(mapping, wrong);
    for total in &mapping.total {
        for (dimension, code) in &total.codes {
            let filled = Filled { fit: Some(Fit::Identical), note: None };
            let (_, codes, column) = axes.entry((*dimension).into()).or_insert_with(|| (filled, Vec::new(), None));
            let (at, code) = (code.span().start, code.get_ref());
            if column.is_some() || dimension.codelist().get(code).is_none() {
                let expected = format!("a code of {dimension}, which no [[concept]] fills");
                wrong.push((at, code.clone(), expected));
            } else if !codes.contains(code) {
                codes.push(code.clone());
                codes.sort_by_key(|code| dimension.codelist().rank(code));
            }
        }
    }
    axes
}

/// Whether a concept is where it belongs, and says what it must.
fn check_axis(mapping: &Mapping, concept: &Concept, is_item: bool, wrong: &mut Vec<Wrong>) {
    let axis = *concept.dimension.get_ref();
    let mut say = |expected: &str| wrong.push((concept.dimension.span().start, axis.to_string(), expected.to_owned()));
    if axis.item().is_some() != is_item {
        say("a dimension in a [[concept]], a choice or a question of the study's own in an [[item]]");
    }
    let is_own = matches!(axis, Axis::Item(Item::Question(_)));
    if is_own && concept.fit.is_some() {
        say("no `fit`: the study's own question has the codes of its document");
    }
    if !is_own && concept.fit.is_none() {
        say("a `fit`: IDENTICAL, MAPPED or APPROXIMATE");
    }
    if is_own && mapping.study.is_none() {
        say("the `study` whose own question it is");
    }
    if is_item && mapping.person.is_none() {
        say("no item: published totals have dimensions alone");
    }
}

fn rows(mapping: &Mapping, axes: &Axes, places: &mut Named<'_>) -> Rows {
    if let Some(person) = &mapping.person {
        let weight = person.weight.as_ref().map(|weight| {
            let max = *weight.max.get_ref();
            if !(max > 0.0 && max.is_finite()) {
                let expected = "the largest weight that is believed, over 0".to_owned();
                places.wrong.push((weight.max.span().start, max.to_string(), expected));
            }
            (places.place(&weight.column), max)
        });
        return Rows::Persons { id: places.place(&person.id), weight, adults_only: person.adults_only };
    }
    let free: Vec<(usize, Dimension, &Vec<String>)> = axes
        .iter()
        .enumerate()
        .filter(|(_, (_, (_, _, column)))| column.is_none())
        .filter_map(|(at, (axis, (_, codes, _)))| Some((at, axis.shared()?, codes)))
        .collect();
    let mut columns: Vec<(usize, Vec<(usize, u16)>)> = Vec::new();
    for total in &mapping.total {
        let on_axes: Option<Vec<(usize, u16)>> = free
            .iter()
            .map(|(at, dimension, codes)| {
                let code = total.codes.get(dimension)?.get_ref();
                Some((*at, u16::try_from(codes.iter().position(|c| c == code)?).ok()?))
            })
            .collect();
        if let Some(on_axes) = on_axes {
            if columns.iter().any(|(_, others)| *others == on_axes) {
                let expected = "a column for each combination of codes, and none twice".to_owned();
                places.wrong.push((total.column.span().start, total.column.get_ref().clone(), expected));
            }
            columns.push((places.place(&total.column), on_axes));
        } else {
            let expected = "the same dimensions in `codes` of each [[total]]".to_owned();
            places.wrong.push((total.column.span().start, total.column.get_ref().clone(), expected));
        }
    }
    let checks = mapping.check.iter();
    let checks =
        checks.map(|c| (c.sum.iter().map(|part| places.place(part)).collect(), places.place(&c.equals))).collect();
    Rows::Totals { columns, checks }
}
