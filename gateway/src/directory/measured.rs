//! Whether an activity changed something: one mean in two waves of a country's study, and the difference. Pure.

use crate::fetch::{Point, Points};
use crate::merge::breaks;
use crate::told::{Row, Told};
use schema::ask::Question;
use schema::change::Change;
use schema::directory::activity::ActivityMeasure;
use schema::figure::{Estimate, NodeFigure};

/// A mean in two waves, and the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The earlier wave's, or why it is not there.
    pub before: Result<NodeFigure, String>,
    /// The later wave's, or why it is not there.
    pub after: Result<NodeFigure, String>,
    /// What both are counted in; nothing where that is not one thing.
    pub unit: Option<String>,
    /// The later less the earlier, or why nothing is told of it.
    pub difference: Result<Change, String>,
    /// What changed in the study since the earlier wave, up to the later one.
    pub breaks: Vec<String>,
}

impl Measured {
    /// Reads two waves of a series.
    pub fn of(measure: &ActivityMeasure, question: &Question, points: &Points) -> Self {
        let (before, after) = (wave(measure, points, &measure.before), wave(measure, points, &measure.after));
        let units = before.as_ref().ok().map(|told| told.unit()).zip(after.as_ref().ok().map(|told| told.unit()));
        let difference = match (&before, &after, units) {
            (Ok(one), Ok(other), Some((unit, other_unit))) if unit == other_unit => {
                let withheld = || "One of the two figures is withheld.".to_owned();
                Change::between(&estimate(one), &estimate(other)).ok_or_else(withheld)
            }
            (Ok(_), Ok(_), units) => {
                let (one, other) = units.unwrap_or_default();
                let [one, other] = [one, other].map(|unit| unit.unwrap_or("none"));
                Err(format!("Counted in unlike units: {one} in {}, {other} in {}.", measure.before, measure.after))
            }
            (Err(reason), ..) | (_, Err(reason), _) => Err(reason.clone()),
        };
        Self {
            unit: units.and_then(|(one, other)| one.filter(|_| one == other).map(str::to_owned)),
            breaks: between(measure, question, points),
            before: before.map(figure),
            after: after.map(figure),
            difference,
        }
    }
}

/// What a country told of a wave that asked, or why not.
fn wave<'a>(measure: &ActivityMeasure, points: &'a Points, at: &str) -> Result<&'a Told, String> {
    let points = points.as_ref().map_err(|absence| absence.reason.clone())?;
    let missing = || format!("No wave of {} of {at} is published.", measure.study);
    let point = points.iter().find(|point| point.at == at).ok_or_else(missing)?;
    let told = point.reply.as_ref().map_err(|absence| absence.reason.clone())?;
    let asked = !told.rows.iter().any(Row::was_not_asked);
    if asked { Ok(told) } else { Err(format!("The wave of {at} did not ask for {}.", measure.of)) }
}

/// What changed from one wave to the next, after the earlier one and as far as the later one.
fn between(measure: &ActivityMeasure, question: &Question, points: &Points) -> Vec<String> {
    let points = points.as_ref().map_or([].as_slice(), |points| points);
    let told = |point: &&Point| measure.before <= point.at && point.at <= measure.after;
    let told: Vec<&Told> = points.iter().filter(told).filter_map(|point| Some(&**point.reply.as_ref().ok()?)).collect();
    let each = (1..told.len()).filter_map(|at| Some(breaks(question, told.get(..at)?, told.get(at)?)));
    each.flatten().collect()
}

/// The one row that a mean over everybody has.
fn estimate(told: &Told) -> Estimate {
    told.rows.first().map_or_else(Estimate::not_asked, Row::estimate)
}

fn figure(told: &Told) -> NodeFigure {
    told.rows.first().map_or_else(
        || NodeFigure::new(Vec::new(), &Estimate::not_asked(), &Estimate::not_asked()),
        |row| row.figure().clone(),
    )
}
