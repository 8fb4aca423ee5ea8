//! Two sums to a figure: of one country, and of all that told both.

use crate::fetch::Reply;
use crate::told::{Row, Told};
use async_graphql::SimpleObject;
use schema::country::CountryCode;
use schema::figure::{Estimate, FigureStatus};
use schema::programme::derived::ProgrammeFigure;
use std::collections::{BTreeMap, BTreeSet};

/// A figure that is derived from two sums.
#[derive(SimpleObject, Clone, Debug, PartialEq)]
pub struct DerivedFigure {
    /// Which figure.
    pub figure: ProgrammeFigure,
    /// The figure, one sum over the other; null where it is withheld, and `status` or `reason` says why.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval, which holds the errors of both sums; for a withheld figure, the least that it can be.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval; null where nothing bounds it.
    pub upper: Option<f64>,
    /// Whether the figure stands, and if not, why: `SMALL_COUNT` too where the sum that is divided by may be zero. Null where a sum is not
    /// there at all.
    pub status: Option<FigureStatus>,
    /// What it is counted in, such as `USD a day`; null for a share, from 0 to 1.
    pub unit: Option<String>,
    /// Why there is no figure where a sum is not there; speaks of public facts only.
    pub reason: Option<String>,
    /// Whose sums are in it.
    pub of: Vec<CountryCode>,
}

/// A country's two sums.
#[derive(Clone, Copy)]
pub struct Both<'a> {
    country: CountryCode,
    of: &'a Told,
    over: &'a Told,
}

impl<'a> Both<'a> {
    /// The sums, where both were told, of one release; why not otherwise.
    pub fn of(country: CountryCode, of: &'a Reply, over: &'a Reply) -> Result<Self, String> {
        let of = of.as_ref().map_err(|absence| absence.reason.clone())?;
        let over = over.as_ref().map_err(|absence| absence.reason.clone())?;
        if [of, over].iter().any(|told| told.rows.iter().any(Row::was_not_asked)) {
            return Err(format!("{country} did not ask what one of its sums is of."));
        }
        if of.source.release == over.source.release {
            Ok(Self { country, of, over })
        } else {
            Err(format!("The two sums of {country} are of different releases: ask again, or of one year (`at`)."))
        }
    }

    /// The units of both.
    fn units(&self) -> (&str, &str) {
        let unit = |told: &'a Told| told.source.unit.as_deref().unwrap_or("none");
        (unit(self.of), unit(self.over))
    }
}

impl DerivedFigure {
    /// Of one country.
    pub fn of_country(figure: ProgrammeFigure, both: Result<Both<'_>, String>) -> Self {
        match both {
            Ok(both) => Self::together(figure, &[both]),
            Err(reason) => Self { reason: Some(reason), ..Self::none(figure) },
        }
    }

    /// Of several countries: their sums are added up, and then divided. None where they count in unlike units.
    pub fn together(figure: ProgrammeFigure, all: &[Both<'_>]) -> Self {
        let units: BTreeSet<(&str, &str)> = all.iter().map(Both::units).collect();
        let mut units = units.into_iter();
        let (Some((unit, _)), None) = (units.next(), units.next()) else {
            return Self { reason: Some(unlike(all)), ..Self::none(figure) };
        };
        let sum = |told: fn(&Both<'_>) -> Estimate| all.iter().map(told).sum::<Estimate>();
        let made = figure.of(&sum(|both| told(both.of)), &sum(|both| told(both.over)));
        Self {
            value: made.value(),
            lower: Some(made.lower()),
            upper: made.upper(),
            status: Some(made.status()),
            unit: figure.unit(unit),
            of: all.iter().map(|both| both.country).collect(),
            ..Self::none(figure)
        }
    }

    const fn none(figure: ProgrammeFigure) -> Self {
        Self { figure, value: None, lower: None, upper: None, status: None, unit: None, reason: None, of: Vec::new() }
    }
}

/// The one row that a sum has.
fn told(sum: &Told) -> Estimate {
    sum.rows.first().map_or_else(Estimate::not_asked, Row::estimate)
}

/// Who counts in what.
fn unlike(all: &[Both<'_>]) -> String {
    let mut groups: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for both in all {
        groups.entry(both.units()).or_default().push(both.country.as_str());
    }
    if groups.is_empty() {
        return "No country told both of its sums.".to_owned();
    }
    let said: Vec<String> = groups
        .into_iter()
        .map(|((unit, over), countries)| format!("{unit} over {over} in {}", countries.join(", ")))
        .collect();
    format!("Units: {}. Unlike ones have no figure together.", said.join("; "))
}
