//! What a study's document lets a file be: which waves the study has, whom it counts, where they live, which questions are its own,
//! and for whom its weights are valid. A file is held against it row by row, so that what is wrong stands in the same report as
//! every other fault.

use super::fault::Fault;
use super::layout::{Layout, Weighted};
use super::persons::fault;
use super::reader::{Reader, Row};
use crate::study::unknown;
use node_rules::release::ReleasedDimension;
use node_rules::study::{Study, Wave, Weight};
use schema::concept::{Axis, Codelist, Dimension};
use schema::period::is_sound;
use std::collections::BTreeMap;

/// What lists call a value that nobody knows.
const UNKNOWN: &str = "UNK";

/// What a file may be.
pub struct Scope {
    /// What is wrong whatever a row is like: with the mapping, and with its weight for the waves that rows are of.
    pub whole: Vec<Fault>,
    /// What to say of a period that is none of a wave.
    expected_wave: String,
    /// The study's destinations.
    destinations: Option<Within>,
    /// By period.
    waves: BTreeMap<String, Valid>,
}

/// Where the mapping's weight is valid in a wave.
#[derive(Default)]
struct Valid {
    within: Vec<Within>,
    /// What is wrong with the weight; told with the wave's first row, for a file need not hold every wave.
    untold: Vec<Fault>,
}

/// The codes that a column's rows may have on an axis.
struct Within {
    axis: usize,
    column: usize,
    /// By place on the axis.
    may: Vec<bool>,
    expected: String,
}

/// What fills a dimension, held against the codes that it may give.
enum Held {
    /// Nothing fills it.
    Unfilled,
    /// One code of all rows does; whether it is none of them.
    Whole(Option<Fault>),
    /// A column does, and each row is looked at.
    Rows(Within),
}

impl Scope {
    /// Holds a mapping against its study.
    pub fn of(study: &Study, layout: &Layout) -> Self {
        let (id, written) = (&study.id, &layout.written);
        let mut whole = Vec::new();
        let said = layout.description.described.population_basis;
        if study.population_basis != said {
            let expected = format!("{}, as study {id} says", study.population_basis.name());
            whole.push(written.fault(written.basis, said.name(), expected));
        }
        for unknown in unknown(study, &layout.description.dimensions) {
            let kind = unknown.kind();
            let expected =
                format!("{kind}, which a document of study {id} has; `country-node study add FILE` takes one in");
            whole.push(written.axis(unknown.axis, &unknown.shown(), expected));
        }
        let expected = format!("a destination of study {id}: {}", study.destinations.join(", "));
        let destinations = match Held::of(layout, Dimension::Destination, &study.destinations, expected) {
            Held::Rows(within) => Some(within),
            Held::Whole(fault) => {
                whole.extend(fault);
                None
            }
            Held::Unfilled => None,
        };
        let mut scope = Self {
            whole,
            expected_wave: format!(
                "a wave of study {id}: {}. A document with one more is taken in by `country-node study add FILE`",
                study.periods().join(", ")
            ),
            destinations,
            waves: study.waves.iter().map(|wave| (wave.period.clone(), Valid::of(study, wave, layout))).collect(),
        };
        if let Ok(period) = &layout.period
            && !scope.begin(period)
        {
            scope.whole.push(written.fault(written.period, period, scope.expected_wave.as_str()));
        }
        scope
    }

    /// Looks at a row that the mapping keeps, and says what is wrong with it.
    pub fn row(&mut self, layout: &Layout, reader: &Reader, row: &Row) -> Vec<Fault> {
        let mut faults = Vec::new();
        let period = match &layout.period {
            Ok(period) => Some(period.as_str().into()),
            Err(at) => reader.text(row, *at).filter(|period| is_sound(period)),
        };
        if let (Err(at), Some(period)) = (&layout.period, &period)
            && !self.begin(period)
        {
            faults.push(fault(layout, row, *at, self.expected_wave.clone()));
        }
        let valid = period.and_then(|period| self.waves.get(period.as_ref()));
        let held = self.destinations.iter().chain(valid.iter().flat_map(|valid| &valid.within));
        let outside = held.filter(|within| within.is_outside(layout, reader, row));
        faults.extend(outside.map(|within| fault(layout, row, within.column, within.expected.clone())));
        faults.retain(|fault| reader.can_tell(layout, fault));
        faults
    }

    /// Whether there is a wave of a period. What is wrong with its weight is told from now on.
    fn begin(&mut self, period: &str) -> bool {
        let Some(valid) = self.waves.get_mut(period) else { return false };
        self.whole.append(&mut valid.untold);
        true
    }
}

impl Valid {
    fn of(study: &Study, wave: &Wave, layout: &Layout) -> Self {
        let written = &layout.written;
        let mut valid = Self::default();
        let weight = match weight(study, wave, &layout.description.weighted) {
            Ok(None) => return valid,
            Ok(Some(weight)) => weight,
            Err((value, expected)) => {
                valid.untold.push(written.fault(written.weight, value, expected));
                return valid;
            }
        };
        for (dimension, codes) in &weight.within {
            let listed = codes.join(", ");
            let expected = format!(
                "a code of {dimension} within which weight {} of wave {} is valid: {listed}",
                weight.variable, wave.period
            );
            match Held::of(layout, *dimension, codes, expected) {
                Held::Rows(within) => valid.within.push(within),
                Held::Whole(fault) => valid.untold.extend(fault),
                Held::Unfilled => {
                    let expected =
                        format!("a mapping that fills {dimension}: the weight is valid within {listed} alone");
                    valid.untold.push(written.fault(written.weight, &weight.variable, expected));
                }
            }
        }
        valid
    }
}

/// The weight of a wave that a mapping takes. The error is what the mapping says and what it should.
fn weight<'a>(study: &Study, wave: &'a Wave, weighted: &'a Weighted) -> Result<Option<&'a Weight>, (&'a str, String)> {
    let (id, period) = (&study.id, &wave.period);
    let declared: Vec<&str> = wave.weights.iter().map(|weight| weight.variable.as_str()).collect();
    let declared = declared.join(", ");
    match weighted {
        Weighted::By(name) => match wave.weight(name) {
            Some(weight) => Ok(Some(weight)),
            None if declared.is_empty() => Err((
                name,
                format!(
                    "no weight: wave {period} of study {id} declares none, so its figures would be said to have none"
                ),
            )),
            None => {
                let expected = format!(
                    "a weight that wave {period} of study {id} declares: {declared}. `variable` of `weight` says which one a column is"
                );
                Err((name, expected))
            }
        },
        _ if declared.is_empty() => Ok(None),
        _ => Err(("", format!("a `weight`: wave {period} of study {id} declares {declared}"))),
    }
}

impl Held {
    /// Holds what fills a dimension against the codes that it may give: those that are listed, those in listed groups, and what is
    /// not known.
    fn of(layout: &Layout, dimension: Dimension, listed: &[String], expected: String) -> Self {
        let of = Axis::Shared(dimension);
        let mut filled = layout.description.dimensions.iter().zip(&layout.axes).enumerate();
        let Some((axis, (ReleasedDimension { codes, .. }, Some(filled)))) =
            filled.find(|(_, (released, _))| released.axis == of)
        else {
            return Self::Unfilled;
        };
        let list = dimension.codelist();
        let within = |code: &String| listed.iter().any(|one| one == code || list.leaves(one).contains(&code.as_str()));
        // What is not known is not outside.
        let unknown = |code: &String| Codelist::is_missing(code) || code == UNKNOWN;
        let may: Vec<bool> = codes.iter().map(|code| unknown(code) || within(code)).collect();
        let Some(column) = filled.column else {
            let outside = codes.iter().zip(may).find(|(_, may)| !may);
            return Self::Whole(outside.map(|(code, _)| layout.written.axis(of, code, expected)));
        };
        Self::Rows(Within { axis, column, may, expected })
    }
}

impl Within {
    fn is_outside(&self, layout: &Layout, reader: &Reader, row: &Row) -> bool {
        let coding = layout.axes.get(self.axis).and_then(Option::as_ref).map(|filled| &filled.coding);
        // What has no code is a fault already.
        let code = coding.and_then(|coding| coding.code(&reader.coded(coding, row, self.column)?));
        code.is_some_and(|code| self.may.get(usize::from(code)) == Some(&false))
    }
}
